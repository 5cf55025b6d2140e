import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ProblemTables1790000040100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create sequence ticket_reference_prb;
      create table problem (
        ticket_id uuid primary key, kind text not null default 'problem' check (kind = 'problem'), origin text not null check (origin in ('reactive', 'proactive')),
        technique text check (technique in ('five_whys', 'ishikawa', 'timeline', 'kepner_tregoe')), analysis jsonb not null default '{}',
        cause text, cause_at timestamptz, cause_by_id uuid, workaround text, workaround_at timestamptz, workaround_by_id uuid, workaround_version int not null default 0,
        published text check (published in ('staff', 'employees')), published_at timestamptz, fix_plan text, resolution_text text, resolved_by_id uuid, resolution_at timestamptz, closing_note text, end_reason text,
        foreign key (ticket_id, kind) references ticket (id, kind) on delete cascade,
        constraint cause_whole check (num_nulls(cause, cause_at, cause_by_id) in (0, 3)),
        constraint workaround_whole check (num_nulls(workaround, workaround_at, workaround_by_id) in (0, 3)),
        constraint published_whole check ((published is null) = (published_at is null) and (published is null or workaround is not null)),
        constraint resolution_whole check (num_nulls(resolution_text, resolved_by_id, resolution_at) in (0, 3))
      );
      create index problem_known on problem (published) where workaround is not null or cause is not null;
      create table problem_broadcast (
        problem_id uuid not null references problem (ticket_id) on delete cascade, incident_id uuid not null references ticket (id), workaround_version int not null, message_id uuid not null, sent_by_id uuid not null, sent_at timestamptz not null,
        primary key (problem_id, incident_id, workaround_version)
      );
      create table problem_proposal (
        id uuid primary key, pattern text not null check (pattern in ('service', 'category', 'ci', 'words')), pattern_key text not null, label_uk text not null, label_en text not null, service_id uuid,
        observed int not null, expected double precision not null, p double precision not null, ticket_ids uuid[] not null,
        state text not null default 'proposed' check (state in ('proposed', 'accepted', 'merged', 'dismissed')), reason text, answered_by_id uuid, answered_at timestamptz, problem_id uuid references problem (ticket_id),
        first_seen_at timestamptz not null, seen_at timestamptz not null, unique (pattern, pattern_key),
        check ((state = 'proposed') = (answered_at is null)), check ((state in ('accepted', 'merged')) = (problem_id is not null)), check (state <> 'dismissed' or reason is not null)
      );
      create table problem_detection (only_one boolean primary key default true check (only_one), at timestamptz not null);
      create index problem_proposal_open on problem_proposal (p) where state = 'proposed';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const problemMigrations = [ProblemTables1790000040100];
