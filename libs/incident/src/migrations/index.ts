import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IncidentTables1790000030000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create sequence ticket_reference_inc;

      create table resolution_code (
        code text primary key check (code ~ '^[a-z][a-z0-9_]{0,39}$'), name_uk text not null, name_en text not null, position smallint not null, active boolean not null default true
      );
      insert into resolution_code (code, name_uk, name_en, position) values
        ('solved', 'Вирішено', 'Solved', 1), ('workaround', 'Обхідне рішення', 'Workaround', 2), ('advice', 'Консультація', 'Advice', 3),
        ('no_fault', 'Несправності не виявлено', 'No fault found', 4), ('duplicate', 'Дублікат', 'Duplicate', 5);

      create table incident (
        ticket_id uuid primary key, kind text not null default 'incident' check (kind = 'incident'),
        resolution_code text references resolution_code (code), resolution_text text, resolution_cause text, resolved_by_id uuid, resolution_at timestamptz, article_id uuid, problem_id uuid,
        first_contact boolean, left_first_line boolean not null default false, previous_group_id uuid,
        major boolean not null default false, major_declared_at timestamptz, major_declared_by_id uuid, major_manager_id uuid, major_update_seconds int, major_next_update_at timestamptz,
        problem_wanted boolean not null default false,
        rating smallint check (rating between 1 and 5), rating_comment text, rated_by_id uuid, rated_at timestamptz,
        foreign key (ticket_id, kind) references ticket (id, kind) on delete cascade,
        constraint resolution_whole check (num_nulls(resolution_code, resolution_text, resolved_by_id, resolution_at) in (0, 4)),
        constraint major_whole check (num_nulls(major_declared_at, major_declared_by_id, major_manager_id, major_update_seconds, major_next_update_at) = case when major then 0 else 5 end),
        constraint rating_whole check ((rating is null) = (rated_by_id is null) and (rating is null) = (rated_at is null))
      );
      create index incident_major on incident (ticket_id) where major;

      create table priority_matrix (
        only_one boolean primary key default true check (only_one), matrix jsonb not null, version int not null default 1, updated_at timestamptz not null default now(), updated_by_id uuid
      );
      insert into priority_matrix (matrix) values ('{"high": {"high": 1, "medium": 2, "low": 3}, "medium": {"high": 2, "medium": 3, "low": 4}, "low": {"high": 3, "medium": 4, "low": 5}}');

      create table announcement (
        id uuid primary key, incident_id uuid not null references incident (ticket_id) on delete cascade, text_uk text not null, text_en text not null, service_ids uuid[] not null,
        since timestamptz not null, ended_at timestamptz, updated_at timestamptz not null, version int not null default 1
      );
      create unique index announcement_live on announcement (incident_id) where ended_at is null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Links of letters about a solution, by which it is confirmed or rejected without sign-in. */
export class SurveyLinks1790000030100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table survey_link (
        token_hash text primary key, ticket_id uuid not null references ticket (id) on delete cascade, person_id uuid not null references person (id), resolved_at timestamptz not null, expires_at timestamptz not null,
        answered text check (answered in ('confirmed', 'rejected')), answered_at timestamptz, check ((answered is null) = (answered_at is null))
      );
      create index survey_link_ticket on survey_link (ticket_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Ready-made acts: fields, an answer, a command. */
export class IncidentMacros1790000064000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table incident_macro (
        id uuid primary key, name_uk text not null, name_en text not null, reply_uk text, reply_en text, command text check (command in ('accept', 'hold', 'resolve')), code text references resolution_code (code), hold_reason text,
        service_id uuid references service (id), category_id uuid references category (id), impact text check (impact in ('high', 'medium', 'low')), urgency text check (urgency in ('high', 'medium', 'low')), tags text[] not null default '{}',
        position smallint not null default 0, active boolean not null default true, updated_at timestamptz(3) not null, version int not null default 1,
        constraint macro_reply_whole check ((reply_uk is null) = (reply_en is null)),
        constraint macro_resolve_whole check (command is distinct from 'resolve' or (code is not null and reply_uk is not null)),
        constraint macro_hold_whole check (command is distinct from 'hold' or hold_reason is not null)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const incidentMigrations = [IncidentTables1790000030000, SurveyLinks1790000030100, IncidentMacros1790000064000];
