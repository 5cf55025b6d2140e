import type { MigrationInterface, QueryRunner } from 'typeorm';

export class JournalTables1790000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table journal (
        stream_id uuid not null, seq integer not null check (seq > 0), id uuid not null, stream_kind text not null, at timestamptz(3) not null, clock_skew boolean not null default false,
        actor_id uuid not null, via text not null check (via in ('session', 'token', 'system')), origin text, request_id text, kind text not null,
        visibility text not null check (visibility in ('public', 'supplier', 'staff')), version integer, data jsonb not null default '{}', prev_hash bytea not null, hash bytea not null,
        primary key (stream_id, seq)
      );
      create index journal_time on journal (at, id);
      create index journal_actor on journal (actor_id, at);

      create table journal_head (
        stream_id uuid primary key, stream_kind text not null, seq integer not null, hash bytea not null, at timestamptz(3) not null, anchored_seq integer not null default 0
      ) with (fillfactor = 70);

      create table journal_anchor (
        number bigint primary key, at timestamptz(3) not null, streams integer not null, root bytea not null, prev_hash bytea not null, hash bytea not null
      );
      create table journal_anchor_head (anchor bigint not null references journal_anchor, stream_id uuid not null, seq integer not null, hash bytea not null, primary key (anchor, stream_id));

      create function journal_is_append_only() returns trigger language plpgsql as $$
      begin
        raise exception 'the journal is append-only' using errcode = 'insufficient_privilege';
      end $$;
      create trigger journal_no_change before update or delete on journal for each row execute function journal_is_append_only();
      create trigger journal_no_truncate before truncate on journal for each statement execute function journal_is_append_only();
      create trigger journal_anchor_no_change before update or delete on journal_anchor for each row execute function journal_is_append_only();
      create trigger journal_anchor_no_truncate before truncate on journal_anchor for each statement execute function journal_is_append_only();
      create trigger journal_anchor_head_no_change before update or delete on journal_anchor_head for each row execute function journal_is_append_only();
      create trigger journal_anchor_head_no_truncate before truncate on journal_anchor_head for each statement execute function journal_is_append_only();
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const journalMigrations = [JournalTables1790000002000];
