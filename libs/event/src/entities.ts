import { Kept } from '@opora/organisation';
import { Column, Entity } from 'typeorm';
import type { RuleAction, RuleConditions, SourceKind } from './domain';

/** Who may send events, and as what. Only the digest of the token is kept. */
@Entity('event_source')
export class EventSource extends Kept {
  @Column('text')
  name!: string;

  @Column('text')
  kind!: SourceKind;

  @Column('bytea', { name: 'token_hash', select: false })
  tokenHash?: Buffer;

  @Column('text', { name: 'token_prefix' })
  tokenPrefix!: string;

  @Column('uuid', { name: 'service_id', nullable: true })
  serviceId!: string | null;

  @Column('int', { name: 'silent_after_seconds', nullable: true })
  silentAfterSeconds!: number | null;

  @Column('boolean')
  active!: boolean;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'rotated_at', nullable: true })
  rotatedAt!: Date | null;
}

@Entity('event_rule')
export class EventRuleRow extends Kept {
  @Column('int')
  position!: number;

  @Column('text')
  name!: string;

  @Column('jsonb')
  conditions!: RuleConditions;

  @Column('text', { name: 'gather_by', array: true })
  gatherBy!: string[];

  @Column('int', { name: 'window_seconds' })
  windowSeconds!: number;

  @Column('jsonb')
  action!: RuleAction;

  @Column('boolean')
  active!: boolean;

  @Column('boolean', { name: 'built_in' })
  builtIn!: boolean;
}

@Entity('maintenance_window')
export class MaintenanceWindow extends Kept {
  @Column('text')
  title!: string;

  @Column('timestamptz', { name: 'from_at' })
  fromAt!: Date;

  @Column('timestamptz', { name: 'to_at' })
  toAt!: Date;

  @Column('uuid', { name: 'service_ids', array: true })
  serviceIds!: string[];

  @Column('uuid', { name: 'item_ids', array: true })
  itemIds!: string[];

  @Column('uuid', { name: 'source_ids', array: true })
  sourceIds!: string[];

  @Column('uuid', { name: 'created_by_id' })
  createdById!: string;

  @Column('boolean')
  active!: boolean;
}

export const eventEntities = [EventSource, EventRuleRow, MaintenanceWindow];
