import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NotificationTables1790000022000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table notification (
        id uuid primary key, person_id uuid not null references person (id), kind text not null, reason text not null, ticket_id uuid references ticket (id), params jsonb not null default '{}',
        event_id uuid not null, created_at timestamptz not null, read_at timestamptz, unique (event_id, person_id, kind)
      );
      create index notification_of on notification (person_id, created_at desc, id desc);
      create index notification_unread on notification (person_id) where read_at is null;
      create index notification_age on notification (created_at);
      create table notification_preference (person_id uuid not null references person (id), kind text not null, web boolean not null, mail boolean not null, primary key (person_id, kind));
      create sequence mail_number;
      create table mail_message (
        id uuid primary key, number bigint not null unique default nextval('mail_number'), kind text not null, person_id uuid not null references person (id), address text not null, ticket_id uuid references ticket (id),
        event_id uuid not null, topic text not null, payload jsonb not null, params jsonb not null default '{}', subject text, message_id text not null unique,
        state text not null check (state in ('queued', 'sent', 'unsent', 'failed', 'skipped')), attempts int not null default 0, next_attempt_at timestamptz, last_error text,
        created_at timestamptz not null, sent_at timestamptz, unique (event_id, person_id, kind), check ((state = 'queued') = (next_attempt_at is not null)), check ((state = 'sent') = (sent_at is not null))
      );
      create index mail_queue on mail_message (next_attempt_at) where state = 'queued';
      create index mail_register on mail_message (created_at desc, id desc);
      create index mail_by_state on mail_message (state, created_at desc, id desc);
      create index mail_of_ticket on mail_message (ticket_id) where ticket_id is not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const notificationMigrations = [NotificationTables1790000022000];
