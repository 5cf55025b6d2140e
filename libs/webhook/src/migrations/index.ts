import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WebhookTables1790000061000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table webhook (
        id uuid primary key, name text not null, url text not null, events text[] not null default '{}', audience text not null check (audience in ('public', 'staff')), owner_id uuid not null,
        secret bytea not null, former_secret bytea, former_until timestamptz(3), active boolean not null, disabled_because text check (disabled_because in ('gone', 'failing', 'owner')), disabled_at timestamptz(3),
        failing_since timestamptz(3), delivered_at timestamptz(3), created_at timestamptz(3) not null, rotated_at timestamptz(3), version int not null,
        check ((disabled_because is null) = (disabled_at is null)), check (disabled_because is null or not active), check ((former_secret is null) = (former_until is null))
      );
      create index webhook_listening on webhook using gin (events) where active;

      create table webhook_delivery (
        id uuid primary key, webhook_id uuid not null references webhook, key text not null, type text not null, ticket_id uuid, payload jsonb not null, tells_outcome boolean not null default false, at timestamptz(3) not null,
        state text not null check (state in ('waiting', 'delivered', 'dead', 'cancelled')), attempts int not null default 0, next_attempt_at timestamptz(3), ended_at timestamptz(3), reason text, created_at timestamptz(3) not null,
        unique (webhook_id, key), check ((state = 'waiting') = (next_attempt_at is not null)), check ((state = 'waiting') = (ended_at is null))
      );
      create index webhook_delivery_due on webhook_delivery (next_attempt_at) where state = 'waiting';
      create index webhook_delivery_log on webhook_delivery (webhook_id, created_at desc, id desc);
      create index webhook_delivery_state on webhook_delivery (webhook_id, state, created_at desc, id desc);
      create index webhook_delivery_age on webhook_delivery (ended_at) where ended_at is not null;

      create table webhook_attempt (
        delivery_id uuid not null references webhook_delivery on delete cascade, n int not null, at timestamptz(3) not null, status int, error text, milliseconds int not null, answer text, primary key (delivery_id, n)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const webhookMigrations = [WebhookTables1790000061000];
