import type { MigrationInterface, QueryRunner } from 'typeorm';

export class HistoryImportTables1790000040000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table import_run (
        id uuid primary key, format text not null check (format in ('servicenow', 'volvo', 'helpdesk', 'csv')), file_name text not null, storage_key text not null, size bigint not null, time_zone text not null, mapping jsonb not null default '{}',
        check_only boolean not null default false, state text not null default 'waiting' check (state in ('waiting', 'reading', 'writing', 'done', 'failed')), failure jsonb,
        created_by uuid not null, created_at timestamptz(3) not null, started_at timestamptz(3), finished_at timestamptz(3),
        bytes_read bigint not null default 0, rows_read bigint not null default 0, last_line bigint not null default 0, bad_rows bigint not null default 0, tickets int not null default 0, tickets_done int not null default 0,
        created int not null default 0, unchanged int not null default 0, changed int not null default 0, left_out int not null default 0, attempts int not null default 0, lease uuid, lease_until timestamptz,
        check ((state in ('done', 'failed')) = (finished_at is not null)), check ((state = 'failed') = (failure is not null))
      );
      create index import_run_list on import_run (created_at desc, id desc);
      create index import_run_open on import_run (created_at) where finished_at is null;

      create table import_bad_row (
        run_id uuid not null references import_run on delete cascade, line bigint not null, n smallint not null, key text, field text not null, value text not null, code text not null, params jsonb not null default '{}', primary key (run_id, line, n)
      );

      /* Rows of the file between reading and writing, so that the rows of a ticket come together however they lie in the file; emptied when the run ends. */
      create table import_row (run_id uuid not null references import_run on delete cascade, key text collate "C" not null, line bigint not null, at timestamptz(3), said text, primary key (run_id, key, line));
      create table import_ticket (run_id uuid not null references import_run on delete cascade, n int not null, key text collate "C" not null, digest text not null, bad boolean not null, primary key (run_id, n));

      create table imported_ticket (
        ticket_id uuid primary key references ticket, run_id uuid not null, source text not null, key text not null, digest text not null, made_sla boolean, events int not null, event_counts jsonb not null,
        knowledge boolean not null default false, problem_ref text, change_ref text, created_in_import timestamptz(3) not null, unique (source, key)
      );
      create index imported_ticket_run on imported_ticket (run_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const historyImportMigrations = [HistoryImportTables1790000040000];
