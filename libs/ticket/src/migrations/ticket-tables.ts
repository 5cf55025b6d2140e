import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The kernel's tables. No foreign key leads to tables of other modules: a shared row such as a group would be locked by every registration, persons and services are
 * never deleted, and references are checked by their module's face before they come here (`npm run check` looks for dangling ones).
 */
export class TicketTables1790000010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ticket (
        id uuid primary key, kind text not null, reference text not null unique, title text not null, description text not null default '',
        state text not null, state_reason text, state_until timestamptz(3), phase text not null check (phase in ('new', 'active', 'waiting', 'resolved', 'closed')),
        channel text not null check (channel in ('portal', 'email', 'phone', 'walk_in', 'chat', 'event', 'api')),
        requester_id uuid not null, reporter_id uuid not null, reporter_as text not null check (reporter_as in ('requester', 'staff')),
        service_id uuid, category_id uuid, impact text not null check (impact in ('high', 'medium', 'low')), urgency text not null check (urgency in ('high', 'medium', 'low')),
        priority smallint not null check (priority between 1 and 5), priority_reason text, group_id uuid, assignee_id uuid, line smallint,
        tags text[] not null default '{}', custom_fields jsonb not null default '{}', command_facts jsonb not null default '{}', restricted boolean not null default false, location_id uuid, contact text,
        parent_id uuid references ticket, merged_into_id uuid references ticket, reassignment_count integer not null default 0, reopen_count integer not null default 0,
        first_response_at timestamptz(3), created_at timestamptz(3) not null, updated_at timestamptz(3) not null, public_updated_at timestamptz(3) not null,
        updated_by uuid not null, public_updated_by uuid not null, resolved_at timestamptz(3), closed_at timestamptz(3),
        version integer not null default 1, public_version integer not null default 1, supplier_version integer not null default 1,
        next_due_at timestamptz(3), next_due_metric text, next_due_state text, imported_from text, import_key text,
        unique (id, kind)
      ) with (fillfactor = 85);
      create index ticket_queue on ticket (group_id, priority, created_at, id) where phase <> 'closed';
      create index ticket_open on ticket (priority, created_at, id) where phase <> 'closed';
      create index ticket_due on ticket ((coalesce(next_due_at, '9999-12-31T00:00:00Z'::timestamptz)), id) where phase <> 'closed';
      create index ticket_assignee on ticket (assignee_id, priority, created_at, id) where phase <> 'closed';
      create index ticket_group_closed on ticket (group_id, created_at, id) where phase = 'closed';
      create index ticket_assignee_closed on ticket (assignee_id, created_at, id) where phase = 'closed';
      create index ticket_requester on ticket (requester_id, created_at, id);
      create index ticket_reporter on ticket (reporter_id) where reporter_id <> requester_id and reporter_as = 'requester';
      create index ticket_updated on ticket (updated_at, id);
      create index ticket_created on ticket (created_at, id);
      create index ticket_service on ticket (service_id, created_at);
      create index ticket_parent on ticket (parent_id) where parent_id is not null;
      create index ticket_merged on ticket (merged_into_id) where merged_into_id is not null;
      create unique index ticket_import on ticket (imported_from, import_key) where import_key is not null;

      create function ticket_next_reference(prefix text) returns text language sql volatile as $$
        select prefix || '-' || lpad(n::text, greatest(6, length(n::text)), '0') from nextval('ticket_reference_' || lower(prefix)) n
      $$;

      create table ticket_ci (ticket_id uuid not null references ticket, ci_id uuid not null, primary key (ticket_id, ci_id));
      create index ticket_ci_ci on ticket_ci (ci_id);

      create table ticket_watcher (ticket_id uuid not null references ticket, person_id uuid not null, participant boolean not null default false, added_by uuid not null, added_at timestamptz(3) not null, primary key (ticket_id, person_id));
      create index ticket_watcher_person on ticket_watcher (person_id);

      create table ticket_share (ticket_id uuid not null references ticket, source_id uuid not null, group_id uuid, person_id uuid, open boolean not null default true, primary key (ticket_id, source_id));
      create index ticket_share_group on ticket_share (group_id) where open;
      create index ticket_share_person on ticket_share (person_id) where open;

      create table message (
        id uuid primary key, ticket_id uuid not null references ticket, origin_ticket_id uuid, visibility text not null check (visibility in ('public', 'private')),
        audience text check (audience in ('staff', 'supplier')), author_id uuid not null, author_as text not null check (author_as in ('requester', 'staff', 'supplier', 'system')), channel text not null,
        body text not null, created_at timestamptz(3) not null, release_at timestamptz(3), released_at timestamptz(3),
        redacted_at timestamptz(3), redacted_by uuid, redact_reason text, body_hash bytea,
        check ((visibility = 'private') = (audience is not null)), check (visibility = 'public' or release_at is null)
      );
      create index message_ticket on message (ticket_id, created_at, id);
      create index message_origin on message (origin_ticket_id) where origin_ticket_id is not null;

      create table ticket_secret (id uuid primary key, ticket_id uuid not null references ticket, message_id uuid references message on delete cascade, kind text not null, sealed bytea not null, created_at timestamptz(3) not null);
      create index ticket_secret_ticket on ticket_secret (ticket_id);

      create table attachment (
        id uuid primary key, ticket_id uuid references ticket, origin_ticket_id uuid, message_id uuid references message on delete set null, storage_key text not null, name text not null, original_name text not null, size bigint not null,
        type text not null, mark text check (mark in ('unchecked_archive', 'quarantined')), uploaded_by uuid not null, created_at timestamptz(3) not null, bound_at timestamptz(3), removed_at timestamptz(3), removed_by uuid
      );
      create index attachment_ticket on attachment (ticket_id) where ticket_id is not null;
      create index attachment_message on attachment (message_id) where message_id is not null;
      create index attachment_pending on attachment (created_at) where ticket_id is null;
      create index attachment_uploader on attachment (uploaded_by, created_at);
      create index attachment_blob on attachment (storage_key);

      create table ticket_link (
        id uuid primary key, from_id uuid not null references ticket, to_id uuid not null references ticket,
        type text not null check (type in ('duplicate_of', 'parent_of', 'caused_by', 'resolved_by', 'follow_up_of', 'related_to')),
        created_by uuid not null, created_at timestamptz(3) not null, unique (from_id, to_id, type), check (from_id <> to_id)
      );
      create index ticket_link_to on ticket_link (to_id);

      create table work_log (
        id uuid primary key, ticket_id uuid not null references ticket, person_id uuid not null, seconds integer not null check (seconds between 1 and 86400), note text not null default '', started_at timestamptz(3) not null, created_at timestamptz(3) not null
      );
      create index work_log_ticket on work_log (ticket_id, created_at, id);
      create index work_log_person on work_log (person_id, started_at);

      create table ticket_merge (
        id uuid primary key, source_id uuid not null references ticket, target_id uuid not null references ticket, before jsonb not null, moved jsonb not null,
        merged_at timestamptz(3) not null, merged_by uuid not null, undone_at timestamptz(3), undone_by uuid
      );
      create unique index ticket_merge_source on ticket_merge (source_id) where undone_at is null;
      create index ticket_merge_target on ticket_merge (target_id) where undone_at is null;

      create table draft (person_id uuid not null, ticket_id uuid not null references ticket, kind text not null, body jsonb not null, updated_at timestamptz(3) not null, primary key (person_id, ticket_id, kind));
      create table ticket_seen (person_id uuid not null, ticket_id uuid not null references ticket, version integer not null, at timestamptz(3) not null, primary key (person_id, ticket_id));
      create unlogged table ticket_presence (ticket_id uuid not null, person_id uuid not null, mode text not null check (mode in ('viewing', 'writing')), field text, expires_at timestamptz(3) not null, primary key (ticket_id, person_id));

      create table saved_view (
        id uuid primary key, owner_id uuid not null, name text not null, filter jsonb not null, columns jsonb not null default '[]', sort text, shared_with text not null default 'none' check (shared_with in ('none', 'group', 'all')),
        group_id uuid, position integer not null default 0, version integer not null default 1, created_at timestamptz(3) not null, updated_at timestamptz(3) not null, check ((shared_with = 'group') = (group_id is not null))
      );
      create index saved_view_owner on saved_view (owner_id);
      create index saved_view_shared on saved_view (shared_with, group_id) where shared_with <> 'none';

      create table ticket_search (ticket_id uuid primary key references ticket, created_at timestamptz(3) not null, tsv_public tsvector not null, tsv_supplier tsvector not null, tsv_staff tsvector not null);
      create index ticket_search_public on ticket_search using gin (tsv_public) with (fastupdate = off);
      create index ticket_search_supplier on ticket_search using gin (tsv_supplier) with (fastupdate = off);
      create index ticket_search_staff on ticket_search using gin (tsv_staff) with (fastupdate = off);
      create index ticket_search_created on ticket_search (created_at, ticket_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
