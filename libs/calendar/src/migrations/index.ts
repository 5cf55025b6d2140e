import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CalendarTables1790000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table calendar (id uuid primary key, name text not null, version int not null default 1, active boolean not null default true);
      create unique index calendar_name on calendar (lower(name));
      create table calendar_version (
        id uuid primary key, calendar_id uuid not null references calendar, version int not null, definition jsonb not null, created_at timestamptz not null default now(), unique (calendar_id, version)
      );
      create table policy_epoch (only_one boolean primary key default true check (only_one), n bigint not null);
      insert into policy_epoch (n) values (1);
      create function move_policy_epoch() returns trigger language plpgsql as $$ begin update policy_epoch set n = n + 1; return null; end $$;
      create trigger calendar_version_policy after insert on calendar_version for each statement execute function move_policy_epoch();
      create function refuse_rewrite() returns trigger language plpgsql as $$ begin raise exception 'a version is never rewritten'; end $$;
      create trigger calendar_version_kept before update or delete on calendar_version for each row execute function refuse_rewrite();
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const calendarMigrations = [CalendarTables1790000004000];
