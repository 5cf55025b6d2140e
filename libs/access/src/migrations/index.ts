import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Systems and the rights in them, who may not hold what together, who holds what since when and why, and what was decided about it. */
export class AccessTables1790000042000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create sequence ticket_reference_acc;

      create table access_resource (
        id uuid primary key, name_uk text not null, name_en text not null, description_uk text, description_en text, owner_id uuid not null references person (id), risk text not null check (risk in ('high', 'medium', 'low')),
        provisioning text not null check (provisioning in ('task', 'webhook')), group_id uuid not null references support_group (id), webhook_id uuid, service_id uuid references service (id),
        removal_hours int not null default 24 check (removal_hours between 1 and 720), active boolean not null default true, version int not null default 1,
        constraint webhook_named check (provisioning <> 'webhook' or webhook_id is not null)
      );
      create unique index access_resource_name_uk on access_resource (lower(name_uk));
      create index access_resource_owner on access_resource (owner_id);

      create table entitlement (
        id uuid primary key, resource_id uuid not null references access_resource (id), code text not null check (code ~ '^\\S(.*\\S)?$'), name_uk text not null, name_en text not null, description_uk text, description_en text,
        risk text check (risk in ('high', 'medium', 'low')), approvals text[] not null default '{line_manager,resource_owner}' check (cardinality(approvals) > 0 and approvals <@ array['line_manager', 'resource_owner']),
        max_days int check (max_days between 1 and 3650), active boolean not null default true, version int not null default 1
      );
      create unique index entitlement_code on entitlement (resource_id, lower(code));

      create sequence sod_rule_number;
      create table sod_rule (
        id uuid primary key, number int not null unique default nextval('sod_rule_number'), name_uk text not null, name_en text not null, first_id uuid not null references entitlement (id), second_id uuid not null references entitlement (id),
        mode text not null check (mode in ('refuse', 'exception')), max_days int not null default 90 check (max_days between 1 and 3650), active boolean not null default true, version int not null default 1, check (first_id < second_id)
      );
      create unique index sod_rule_first_id on sod_rule (first_id, second_id);
      create index sod_rule_second on sod_rule (second_id);

      create table access_grant (
        id uuid primary key, person_id uuid not null references person (id), entitlement_id uuid not null references entitlement (id), request_id uuid not null references ticket (id),
        state text not null check (state in ('active', 'suspended', 'revoked', 'expired')), pending text check (pending in ('remove', 'suspend', 'resume')), ending text check (ending in ('revoked', 'expired')),
        granted_at timestamptz not null, until_at timestamptz, ended_at timestamptz, sod_rule_ids uuid[] not null default '{}', last_used_at timestamptz, missing_since timestamptz, overdue boolean not null default false,
        events int not null, version int not null default 1,
        constraint ended_whole check ((state in ('revoked', 'expired')) = (ended_at is not null)), constraint ending_whole check ((ending is not null) = (pending is not distinct from 'remove' or state in ('revoked', 'expired'))),
        constraint over_owes_nothing check (state in ('active', 'suspended') or pending is null), constraint exception_ends check (cardinality(sod_rule_ids) = 0 or until_at is not null)
      );
      create unique index access_grant_held on access_grant (person_id, entitlement_id) where state in ('active', 'suspended');
      create index access_grant_person on access_grant (person_id, granted_at);
      create index access_grant_entitlement on access_grant (entitlement_id, granted_at);
      create index access_grant_list on access_grant (granted_at, id);
      create index access_grant_ends on access_grant (until_at, id) where state in ('active', 'suspended') and until_at is not null;
      create index access_grant_owed on access_grant (id) where pending is not null;
      create index access_grant_request on access_grant (request_id);

      create table access_request (
        ticket_id uuid primary key, kind text not null default 'access' check (kind = 'access'), purpose text not null check (purpose in ('grant', 'extend', 'remove', 'suspend', 'resume')),
        entitlement_id uuid references entitlement (id), from_at timestamptz, until_at timestamptz, grant_id uuid references access_grant (id), sod_rule_ids uuid[] not null default '{}', in_target boolean not null default false,
        verification text check (verification in ('session', 'call_back', 'in_person', 'document', 'video', 'manager')), verified_by uuid references person (id), verified_at timestamptz, verification_note text,
        approval_id uuid, exception_reason text, failed boolean not null default false,
        foreign key (ticket_id, kind) references ticket (id, kind) on delete cascade, constraint until_after_from check (until_at > from_at),
        constraint verification_whole check ((verified_by is null) = (verified_at is null) and (verified_by is null or verification is not null))
      );
      create index access_request_entitlement on access_request (entitlement_id);
      create index access_request_grant on access_request (grant_id) where grant_id is not null;

      create table access_action (
        id uuid primary key, ticket_id uuid not null references ticket (id), kind text not null check (kind in ('provision', 'remove', 'suspend', 'resume')), grant_id uuid references access_grant (id),
        person_id uuid references person (id), entitlement_id uuid not null references entitlement (id), account text, way text not null check (way in ('task', 'webhook')), task_id uuid, delivery_id uuid,
        state text not null check (state in ('asked', 'failed', 'done', 'dropped')), asked_at timestamptz not null, due_at timestamptz, overdue_at timestamptz, ended_at timestamptz, ended_by uuid, answer text, attempts int not null default 1,
        check ((state in ('done', 'dropped')) = (ended_at is not null)), check (kind in ('provision', 'remove') or grant_id is not null), check (person_id is not null or account is not null)
      );
      create unique index access_action_removal on access_action (grant_id) where kind = 'remove' and state <> 'dropped';
      create unique index access_action_open on access_action (grant_id) where state in ('asked', 'failed') and grant_id is not null;
      create index access_action_ticket on access_action (ticket_id);
      create unique index access_action_task on access_action (task_id) where task_id is not null;
      create unique index access_action_delivery on access_action (delivery_id) where delivery_id is not null;

      create table grant_event (
        grant_id uuid not null references access_grant (id), seq int not null, at timestamptz not null, kind text not null check (kind in ('granted', 'extended', 'asked', 'ending', 'done', 'certified')),
        action text check (action in ('remove', 'suspend', 'resume')), state text not null, pending text, ending text, until_at timestamptz, by_id uuid not null, reason text, ticket_id uuid, campaign_id uuid,
        journal_id uuid not null, journal_seq int not null, primary key (grant_id, seq)
      );
      create index grant_event_at on grant_event (grant_id, at desc, seq desc);
      create function grant_event_stays() returns trigger language plpgsql as $$ begin raise exception 'the history of grants is append-only'; end $$;
      create trigger grant_event_stays before update or delete or truncate on grant_event for each statement execute function grant_event_stays();

      create table recertification (
        id uuid primary key, name text not null, origin text not null check (origin in ('manual', 'mover')), person_id uuid references person (id), state text not null check (state in ('running', 'ended', 'cancelled')),
        no_answer text not null check (no_answer in ('revoke', 'keep')), scope jsonb not null default '{}', started_at timestamptz not null, ends_at timestamptz not null, ended_at timestamptz, created_by uuid not null, version int not null default 1,
        check (ends_at > started_at), check ((state = 'running') = (ended_at is null)), check ((origin = 'mover') = (person_id is not null))
      );
      create index recertification_list on recertification (started_at, id);
      create table recertification_item (
        id uuid primary key, campaign_id uuid not null references recertification (id), grant_id uuid not null references access_grant (id), person_id uuid not null, reviewer_id uuid not null references person (id), flags text[] not null, exception boolean not null,
        answer text check (answer in ('keep', 'revoke', 'gone')), answered_by uuid references person (id), answered_at timestamptz, reason text, unique (campaign_id, grant_id),
        check ((answer is null) = (answered_at is null)), check ((answer is null) = (answered_by is null)), check (reviewer_id <> person_id), check (answered_by is distinct from person_id)
      );
      create index recertification_item_reviewer on recertification_item (reviewer_id, campaign_id) where answer is null;
      create index recertification_item_grant on recertification_item (grant_id);

      create table drift_import (
        id uuid primary key, resource_id uuid not null references access_resource (id), file_name text not null, sha256 text not null, rows int not null, matched int not null, unknown_rows jsonb not null default '[]', imported_by uuid not null references person (id),
        imported_at timestamptz not null
      );
      create index drift_import_list on drift_import (resource_id, imported_at desc, id);
      create table drift_finding (
        id uuid primary key, import_id uuid not null references drift_import (id), kind text not null check (kind in ('granted_not_present', 'present_not_granted')), resource_id uuid not null references access_resource (id),
        entitlement_id uuid not null references entitlement (id), grant_id uuid references access_grant (id), person_id uuid references person (id), account text not null,
        resolution text check (resolution in ('provision', 'end', 'request', 'remove', 'accept', 'gone')), resolved_by uuid references person (id), resolved_at timestamptz, reason text, ticket_id uuid references ticket (id), version int not null default 1,
        check ((kind = 'granted_not_present') = (grant_id is not null)), check ((resolution is null) = (resolved_at is null)), check (resolution is distinct from 'accept' or length(reason) > 0)
      );
      create index drift_finding_open on drift_finding (resource_id, id) where resolution is null;
      create index drift_finding_import on drift_finding (import_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const accessMigrations = [AccessTables1790000042000];
