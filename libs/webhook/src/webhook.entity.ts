import { Kept } from '@opora/organisation';
import { Column, Entity } from 'typeorm';
import type { Audience, Subscription } from './domain';

/** An address outside that is told what happens here. Its secret is sealed and never read back. */
@Entity('webhook')
export class WebhookRow extends Kept {
  @Column('text')
  name!: string;

  @Column('text')
  url!: string;

  @Column('text', { array: true })
  events!: Subscription[];

  @Column('text')
  audience!: Audience;

  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Column('bytea', { select: false })
  secret?: Buffer;

  @Column('boolean')
  active!: boolean;

  @Column('text', { name: 'disabled_because', nullable: true })
  disabledBecause!: 'gone' | 'failing' | 'owner' | null;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'rotated_at', nullable: true })
  rotatedAt!: Date | null;
}

export const webhookEntities = [WebhookRow];
