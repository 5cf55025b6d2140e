import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PlatformTables1790000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox (
        id uuid primary key, seq bigint, topic text not null, key uuid not null, payload jsonb not null, at timestamptz not null, request_id text, relayed_at timestamptz
      );
      create sequence outbox_seq;
      create index outbox_waiting on outbox (id) where relayed_at is null;
      create index outbox_stream on outbox (seq) where seq is not null;
      create index outbox_age on outbox (relayed_at) where relayed_at is not null;
      create table outbox_delivery (
        event_id uuid not null, handler text not null, enqueued_at timestamptz not null, attempts int not null default 0, error text, parked_at timestamptz, primary key (event_id, handler)
      );
      create index outbox_delivery_owed on outbox_delivery (enqueued_at) where parked_at is null;
      create table inbox (handler text not null, event_id uuid not null, at timestamptz not null default now(), primary key (handler, event_id));
      create index inbox_age on inbox (at);
      create table timer (
        id bigint generated always as identity primary key, kind text not null, key uuid not null, due_at timestamptz not null, payload jsonb not null default '{}',
        fired_at timestamptz, attempts int not null default 0, retry_at timestamptz, unique (kind, key)
      );
      create index timer_due on timer (coalesce(retry_at, due_at)) where fired_at is null;
      create table idempotency (
        principal uuid not null, method text not null, path text not null, key text not null, fingerprint text not null, status smallint not null, body jsonb,
        created_at timestamptz not null default now(), primary key (principal, method, path, key)
      );
      create index idempotency_age on idempotency (created_at);
      create table test_clock (only_one boolean primary key default true check (only_one), offset_ms bigint not null);
      insert into test_clock (offset_ms) values (0);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** One row while a restored copy may write nothing to the world. */
export class QuarantineTable1790000001010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table quarantine (only_one boolean primary key default true check (only_one), since timestamptz not null default now())');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const platformMigrations = [PlatformTables1790000001000, QuarantineTable1790000001010];
