import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables whose change may change somebody's rights: whoever changes them, by whatever way, moves the epoch that all processes watch (`security.md` I21, I27). */
const RIGHTS = ['person_role', 'role_permission', 'person_grant', 'group_member', 'support_group', 'department'];

export class IdentityTables1790000006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table credential (person_id uuid primary key references person on delete cascade, password_hash text not null, changed_at timestamptz not null default now());
      create table session (
        id uuid primary key, token_hash bytea not null unique, person_id uuid not null references person on delete cascade, created_at timestamptz not null default now(), last_seen_at timestamptz not null default now(),
        expires_at timestamptz not null, ip text, user_agent text
      );
      create index session_person on session (person_id);
      create index session_expiry on session (expires_at);
      create table api_token (
        id uuid primary key, token_hash bytea not null unique, prefix text not null, kind text not null check (kind in ('personal', 'service')), person_id uuid not null references person on delete cascade, name text not null,
        scopes text[] not null, created_at timestamptz not null default now(), expires_at timestamptz not null, last_used_at timestamptz, revoked_at timestamptz
      );
      create index api_token_person on api_token (person_id) where revoked_at is null;
      create table role (id uuid primary key, key text not null unique, name_uk text not null, name_en text not null, builtin boolean not null default false, version int not null default 1);
      create table role_permission (role_id uuid not null references role on delete cascade, permission text not null, scope text not null, primary key (role_id, permission, scope));
      create table person_role (person_id uuid not null references person on delete cascade, role_id uuid not null references role, primary key (person_id, role_id));
      create index person_role_role on person_role (role_id);
      create table person_grant (person_id uuid not null references person on delete cascade, grant_ text not null check (grant_ in ('department_tickets', 'on_behalf')), primary key (person_id, grant_));
      create table password_link (
        id uuid primary key, token_hash bytea not null unique, person_id uuid not null references person on delete cascade, purpose text not null check (purpose in ('reset', 'welcome')),
        created_at timestamptz not null default now(), expires_at timestamptz not null, used_at timestamptz
      );
      create index password_link_person on password_link (person_id, created_at);
      create table sign_in_limit (key text primary key, points int not null, expire bigint);
      create table rights_epoch (only_one boolean primary key default true check (only_one), n bigint not null);
      insert into rights_epoch (n) values (1);
      create function move_rights_epoch() returns trigger language plpgsql as $$ begin update rights_epoch set n = n + 1; return null; end $$;
      ${RIGHTS.map((table) => `create trigger ${table}_rights after insert or update or delete on ${table} for each statement execute function move_rights_epoch();`).join('\n')}
      create trigger person_rights after update of active, department_id, supplier_id, locale, time_zone, display_name on person for each statement execute function move_rights_epoch();
      create trigger session_rights after delete on session for each statement execute function move_rights_epoch();
      create trigger api_token_rights after update of revoked_at on api_token for each statement execute function move_rights_epoch();
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export class IdentityLimits1790000006100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table session add column authenticated_at timestamptz not null default now();
      create trigger session_rotated after update of token_hash on session for each statement execute function move_rights_epoch();
      create unlogged table request_count (key text not null, slot bigint not null, used int not null, primary key (key, slot));
      create index request_count_slot on request_count (slot);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Which permissions the shipped roles have been given once: what a later release brings is given to them, what was taken from them is not given again. */
export class PermissionsGiven1790000006200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table permission_given (permission text primary key);
      insert into permission_given select distinct permission from role_permission;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const identityMigrations = [IdentityTables1790000006000, IdentityLimits1790000006100, PermissionsGiven1790000006200];
