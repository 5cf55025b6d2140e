import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A record that an administrator keeps: identified, versioned, journalled. */
export abstract class Kept {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('int')
  version!: number;
}

export abstract class Named extends Kept {
  @Column('text', { name: 'name_uk' })
  nameUk!: string;

  @Column('text', { name: 'name_en' })
  nameEn!: string;

  @Column('boolean')
  active!: boolean;
}

@Entity('supplier')
export class Supplier extends Kept {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('boolean')
  active!: boolean;
}

@Entity('department')
export class Department extends Named {
  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;
}

@Entity('location')
export class Location extends Named {
  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  @Column('text', { nullable: true })
  address!: string | null;
}

@Entity('person')
export class Person extends Kept {
  @Column('text')
  email!: string;

  @Column('text', { name: 'display_name' })
  displayName!: string;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('text', { name: 'job_title', nullable: true })
  jobTitle!: string | null;

  @Column('text')
  locale!: 'uk' | 'en';

  @Column('text', { name: 'time_zone' })
  timeZone!: string;

  @Column('uuid', { name: 'department_id', nullable: true })
  departmentId!: string | null;

  @Column('uuid', { name: 'location_id', nullable: true })
  locationId!: string | null;

  @Column('uuid', { name: 'manager_id', nullable: true })
  managerId!: string | null;

  @Column('uuid', { name: 'supplier_id', nullable: true })
  supplierId!: string | null;

  @Column('boolean')
  vip!: boolean;

  @Column('boolean')
  active!: boolean;

  @Column('text')
  origin!: 'local' | 'mail' | 'oidc' | 'ldap' | 'scim' | 'import' | 'demo';

  @Column('jsonb')
  preferences!: Record<string, unknown>;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}

export const STRATEGIES = ['manual', 'round_robin', 'least_loaded', 'on_call'] as const;
export type GroupStrategy = (typeof STRATEGIES)[number];

@Entity('support_group')
export class SupportGroup extends Named {
  @Column('text', { name: 'public_label_uk', nullable: true })
  publicLabelUk!: string | null;

  @Column('text', { name: 'public_label_en', nullable: true })
  publicLabelEn!: string | null;

  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  @Column('smallint')
  line!: number;

  @Column('uuid', { name: 'lead_id', nullable: true })
  leadId!: string | null;

  @Column('uuid', { name: 'supplier_id', nullable: true })
  supplierId!: string | null;

  @Column('uuid', { name: 'calendar_id', nullable: true })
  calendarId!: string | null;

  @Column('text')
  strategy!: GroupStrategy;
}

@Entity('group_member')
export class GroupMember {
  @PrimaryColumn('uuid', { name: 'group_id' })
  groupId!: string;

  @PrimaryColumn('uuid', { name: 'person_id' })
  personId!: string;

  @Column('text', { name: 'right_' })
  right!: 'view' | 'work' | 'manage';

  @Column('int', { nullable: true })
  capacity!: number | null;
}

@Entity('absence')
export class Absence extends Kept {
  @Column('uuid', { name: 'person_id' })
  personId!: string;

  @Column('timestamptz', { name: 'from_at' })
  fromAt!: Date;

  @Column('timestamptz', { name: 'to_at' })
  toAt!: Date;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('uuid', { name: 'substitute_id', nullable: true })
  substituteId!: string | null;
}

export const organisationEntities = [Supplier, Department, Location, Person, SupportGroup, GroupMember, Absence];
