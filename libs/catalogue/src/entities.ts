import type { Level } from '@opora/kit';
import { Kept } from '@opora/organisation';
import { Column, Entity } from 'typeorm';
import type { OfferingDefinition, OfferingKind, OfferingStatus } from './domain/offering';

export const SERVICE_STATUSES = ['pipeline', 'live', 'retired'] as const;
export type ServiceStatus = (typeof SERVICE_STATUSES)[number];

@Entity('service')
export class Service extends Kept {
  @Column('text', { name: 'name_uk' })
  nameUk!: string;

  @Column('text', { name: 'name_en' })
  nameEn!: string;

  @Column('text', { name: 'description_uk', nullable: true })
  descriptionUk!: string | null;

  @Column('text', { name: 'description_en', nullable: true })
  descriptionEn!: string | null;

  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  @Column('uuid', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @Column('text')
  criticality!: Level;

  @Column('uuid', { name: 'calendar_id', nullable: true })
  calendarId!: string | null;

  @Column('text')
  status!: ServiceStatus;

  @Column('boolean')
  restricted!: boolean;
}

@Entity('category')
export class Category extends Kept {
  @Column('text', { name: 'name_uk' })
  nameUk!: string;

  @Column('text', { name: 'name_en' })
  nameEn!: string;

  @Column('uuid', { name: 'service_id', nullable: true })
  serviceId!: string | null;

  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  @Column('text', { name: 'default_impact', nullable: true })
  defaultImpact!: Level | null;

  @Column('text', { name: 'default_urgency', nullable: true })
  defaultUrgency!: Level | null;

  @Column('uuid', { name: 'default_group_id', nullable: true })
  defaultGroupId!: string | null;

  @Column('boolean')
  restricted!: boolean;

  @Column('boolean')
  active!: boolean;
}

export const CI_STATUSES = ['planned', 'in_use', 'in_repair', 'retired'] as const;

@Entity('configuration_item')
export class ConfigurationItem extends Kept {
  @Column('text')
  name!: string;

  @Column('text')
  class!: string;

  @Column('uuid', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @Column('uuid', { name: 'assigned_to_id', nullable: true })
  assignedToId!: string | null;

  @Column('uuid', { name: 'location_id', nullable: true })
  locationId!: string | null;

  @Column('text')
  status!: (typeof CI_STATUSES)[number];

  @Column('text', { nullable: true })
  serial!: string | null;
}

export const RELATION_TYPES = ['runs_on', 'depends_on', 'connected_to', 'part_of'] as const;
export type RelationType = (typeof RELATION_TYPES)[number];

/** What can be ordered, as it is worked on; what holds is its published version. */
@Entity('offering')
export class Offering extends Kept {
  @Column('text')
  kind!: OfferingKind;

  @Column('uuid', { name: 'service_id', nullable: true })
  serviceId!: string | null;

  @Column('uuid', { name: 'category_id', nullable: true })
  categoryId!: string | null;

  @Column('text')
  status!: OfferingStatus;

  @Column('text', { name: 'name_uk' })
  nameUk!: string;

  @Column('text', { name: 'name_en' })
  nameEn!: string;

  @Column('jsonb')
  draft!: OfferingDefinition;

  @Column('uuid', { name: 'published_id', nullable: true })
  publishedId!: string | null;
}

export const catalogueEntities = [Service, Category, ConfigurationItem, Offering];
