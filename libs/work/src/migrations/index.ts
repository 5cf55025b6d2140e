import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WorkTables1790000023000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table approval (
        id uuid primary key, ticket_id uuid not null references ticket (id), subject text not null, state text not null check (state in ('running', 'approved', 'refused', 'expired', 'withdrawn')),
        question text not null, card jsonb not null default '[]', excluded uuid[] not null, asked_by uuid not null, created_at timestamptz not null, decided_at timestamptz, version int not null default 1
      );
      create index approval_ticket on approval (ticket_id);
      create table approval_step (
        approval_id uuid not null references approval (id), position smallint not null, mode text not null check (mode in ('any', 'all', 'n_of_m')), needed smallint,
        name text, due_days smallint not null, state text not null check (state in ('waiting', 'asking', 'approved', 'refused', 'expired', 'withdrawn')),
        opened_at timestamptz, due_at timestamptz, reminded_at timestamptz, primary key (approval_id, position)
      );
      create table approval_vote (
        id uuid primary key, approval_id uuid not null, position smallint not null, person_id uuid not null references person (id), asked_as text not null,
        answer text check (answer in ('approved', 'refused')), answered_by uuid references person (id), answered_at timestamptz, reason text,
        unique (approval_id, position, person_id), foreign key (approval_id, position) references approval_step (approval_id, position),
        check ((answer is null) = (answered_by is null) and (answer is null) = (answered_at is null)), check (answer is distinct from 'refused' or length(reason) > 0)
      );
      create index approval_vote_asked on approval_vote (person_id) where answer is null;
      create index approval_vote_answered on approval_vote (answered_by, answered_at) where answer is not null;
      create table task (
        id uuid primary key, ticket_id uuid not null references ticket (id), position int not null, title text not null, description text not null default '', state text not null
          check (state in ('planned', 'open', 'in_progress', 'done', 'skipped', 'cancelled')),
        group_id uuid references support_group (id), assignee_id uuid references person (id), after_ids uuid[] not null default '{}', target_seconds int, calendar_id uuid, opened_at timestamptz,
        due_at timestamptz, ended_at timestamptz, ended_by uuid, note text, created_by uuid not null, created_at timestamptz not null, updated_at timestamptz not null, version int not null default 1
      );
      create index task_ticket on task (ticket_id, position);
      create index task_assignee on task (assignee_id, due_at) where state in ('open', 'in_progress');
      create index task_group on task (group_id, due_at) where state in ('open', 'in_progress');
      create table expense (
        id uuid primary key, ticket_id uuid not null references ticket (id), amount_cents bigint not null check (amount_cents > 0), note text not null, person_id uuid not null references person (id),
        state text not null check (state in ('accepted', 'asked', 'approved', 'refused')), answered_by uuid references person (id), answered_at timestamptz, reason text, created_at timestamptz not null,
        check (answered_by is distinct from person_id)
      );
      create index expense_ticket on expense (ticket_id);
      create index expense_asked on expense (created_at) where state = 'asked';
      create table expense_limit (role_id uuid primary key references role (id), amount_cents bigint not null check (amount_cents >= 0));
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Votes that are handed over, links of letters by which one answers, and the board that sits as CAB. */
export class ApprovalWays1790000041100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table approval_vote add column delegate_id uuid references person (id);
      create index approval_vote_delegate on approval_vote (delegate_id) where answer is null and delegate_id is not null;
      create table approval_link (
        token_hash text primary key, vote_id uuid not null references approval_vote (id), person_id uuid not null references person (id), expires_at timestamptz not null, answered_at timestamptz
      );
      create index approval_link_vote on approval_link (vote_id);
      create table approval_board (position text primary key check (position in ('cab')), group_id uuid not null references support_group (id));
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const workMigrations = [WorkTables1790000023000, ApprovalWays1790000041100];
