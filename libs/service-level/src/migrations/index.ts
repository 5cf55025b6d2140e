import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SharedRowsUnlocked1790000020190 } from './shared-rows';

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

export class ServiceLevelPolicies1790000020100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table policy_for_open (version_id uuid primary key, at timestamptz not null, by_id uuid not null);
      create trigger policy_for_open_policy after insert on policy_for_open for each statement execute function move_policy_epoch();
      drop trigger service_policy on service;
      drop trigger department_policy on department;
      create trigger service_policy after insert or update of parent_id on service for each statement execute function move_policy_epoch();
      create trigger department_policy after insert or update of parent_id on department for each statement execute function move_policy_epoch();
      create trigger category_policy after insert or update of parent_id on category for each statement execute function move_policy_epoch();
      create trigger support_group_policy after insert or update of supplier_id on support_group for each statement execute function move_policy_epoch();
      create function keep_clock_result() returns trigger language plpgsql as $$ begin
        if (new.state, new.target_seconds, new.due_at, new.breached_at, new.elapsed_seconds) is distinct from (old.state, old.target_seconds, old.due_at, old.breached_at, old.elapsed_seconds) then
          raise exception 'the result of a clock that has stopped is never changed'; end if; return new; end $$;
      create trigger clock_result_kept before update on clock for each row when (old.stopped_at is not null and new.stopped_at is not distinct from old.stopped_at) execute function keep_clock_result();
      create table clock_audit (only_one boolean primary key default true check (only_one), at timestamptz not null, clocks int not null, differences jsonb not null);
      create table sla_replay (
        id uuid primary key, agreement_id uuid references agreement, type text not null check (type in ('SLA', 'OLA', 'UC')), definition jsonb not null, from_at timestamptz not null, to_at timestamptz not null, created_by uuid not null,
        created_at timestamptz not null, state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')), tickets int, looked_at int not null default 0, finished_at timestamptz, error text, report jsonb, check (to_at > from_at)
      );
      create index sla_replay_list on sla_replay (created_at desc, id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export class ServiceLevelReplays1790000020200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table sla_replay add column lease_until timestamptz, add column after_at timestamptz, add column after_id uuid');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** A target may be given in working days (`domain.md` §9): the ledger keeps the days, their seconds follow from the start and the calendar. */
export class ServiceLevelDays1790000062000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table clock_event add column target_days int check (target_days > 0), add constraint clock_event_one_length check (target_seconds is null or target_days is null)');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const serviceLevelMigrations = [ServiceLevelTables1790000020000, ServiceLevelPolicies1790000020100, SharedRowsUnlocked1790000020190, ServiceLevelReplays1790000020200, ServiceLevelDays1790000062000];
