import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ServiceLevelTables1790000020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table agreement (
        id uuid primary key, type text not null check (type in ('SLA', 'OLA', 'UC')), name_uk text not null, name_en text not null, draft jsonb, version int not null default 1, active boolean not null default true
      );
      create table agreement_version (
        id uuid primary key, agreement_id uuid not null references agreement, number int not null, definition jsonb not null, published_at timestamptz not null, published_by uuid not null, retired_at timestamptz, unique (agreement_id, number)
      );
      create index agreement_version_live on agreement_version (agreement_id) where retired_at is null;
      create function keep_agreement_version() returns trigger language plpgsql as $$ begin
        if tg_op = 'DELETE' or new.definition <> old.definition or new.published_at <> old.published_at then raise exception 'a published agreement is never rewritten'; end if; return new; end $$;
      create trigger agreement_version_kept before update or delete on agreement_version for each row execute function keep_agreement_version();
      create trigger agreement_version_policy after insert or update on agreement_version for each statement execute function move_policy_epoch();
      create trigger service_policy after update of parent_id on service for each statement execute function move_policy_epoch();
      create trigger department_policy after update of parent_id on department for each statement execute function move_policy_epoch();
      create table clock (
        id uuid primary key, ticket_id uuid not null references ticket on delete cascade deferrable initially deferred, metric text not null, type text not null, agreement_version_id uuid not null references agreement_version,
        calendar_version_id uuid not null references calendar_version, target_seconds int not null check (target_seconds > 0), group_id uuid, supplier_id uuid,
        state text not null check (state in ('running', 'paused', 'met', 'breached', 'cancelled')), active boolean not null, started_at timestamptz(0) not null, due_at timestamptz(0) not null, stopped_at timestamptz(0), breached_at timestamptz(0),
        elapsed_seconds int not null, entries int not null
      );
      create index clock_ticket on clock (ticket_id);
      create index clock_report on clock (metric, started_at) where type = 'SLA';
      create index clock_version_open on clock (agreement_version_id) where stopped_at is null;
      create table clock_event (
        clock_id uuid not null references clock on delete cascade, seq smallint not null, at timestamptz(0) not null, event text not null, state text, reason text, target_seconds int, calendar_version_id uuid, agreement_version_id uuid,
        actor_id uuid, primary key (clock_id, seq)
      );
      create function keep_clock_event() returns trigger language plpgsql as $$ begin raise exception 'the ledger is append-only'; end $$;
      create trigger clock_event_kept before update on clock_event for each row execute function keep_clock_event();
      create table clock_level (
        clock_id uuid not null references clock on delete cascade, level smallint not null, due_at timestamptz(0), fired_at timestamptz, primary key (clock_id, level)
      );
      create index clock_level_due on clock_level (due_at) where fired_at is null and due_at is not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const serviceLevelMigrations = [ServiceLevelTables1790000020000];
