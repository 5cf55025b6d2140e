import type { Level } from '@opora/kit';
import { Kept, Named } from '@opora/organisation';
import { Column, Entity } from 'typeorm';

export const WAYS = ['task', 'webhook'] as const;
export type Way = (typeof WAYS)[number];

export const APPROVALS = ['line_manager', 'resource_owner'] as const;
export type ApprovalBy = (typeof APPROVALS)[number];

/** A system in which people have rights. */
@Entity('access_resource')
export class AccessResource extends Named {
  @Column('text', { name: 'description_uk', nullable: true })
  descriptionUk!: string | null;

  @Column('text', { name: 'description_en', nullable: true })
  descriptionEn!: string | null;

  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Column('text')
  risk!: Level;

  @Column('text')
  provisioning!: Way;

  /** Carries out what is decided; with a webhook, what the target refuses. */
  @Column('uuid', { name: 'group_id' })
  groupId!: string;

  @Column('uuid', { name: 'webhook_id', nullable: true })
  webhookId!: string | null;

  @Column('uuid', { name: 'service_id', nullable: true })
  serviceId!: string | null;

  /** Hours within which a right must be gone from the target. */
  @Column('int', { name: 'removal_hours' })
  removalHours!: number;
}

/** A role or right in it. */
@Entity('entitlement')
export class Entitlement extends Named {
  @Column('uuid', { name: 'resource_id' })
  resourceId!: string;

  /** What the target system calls it; files of real accounts name it. */
  @Column('text')
  code!: string;

  @Column('text', { name: 'description_uk', nullable: true })
  descriptionUk!: string | null;

  @Column('text', { name: 'description_en', nullable: true })
  descriptionEn!: string | null;

  /** That of the resource where it is null. */
  @Column('text', { nullable: true })
  risk!: Level | null;

  @Column('text', { array: true })
  approvals!: ApprovalBy[];

  /** Longest grant, days; endless where it is null. */
  @Column('int', { name: 'max_days', nullable: true })
  maxDays!: number | null;
}

@Entity('sod_rule')
export class SodRuleRow extends Kept {
  @Column('int')
  number!: number;

  @Column('text', { name: 'name_uk' })
  nameUk!: string;

  @Column('text', { name: 'name_en' })
  nameEn!: string;

  @Column('uuid', { name: 'first_id' })
  firstId!: string;

  @Column('uuid', { name: 'second_id' })
  secondId!: string;

  @Column('text')
  mode!: 'refuse' | 'exception';

  @Column('int', { name: 'max_days' })
  maxDays!: number;

  @Column('boolean')
  active!: boolean;
}

export const accessEntities = [AccessResource, Entitlement, SodRuleRow];
