import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OrganisationTables1790000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table supplier (
        id uuid primary key, name text not null, email text, phone text, active boolean not null default true, version int not null default 1
      );
      create unique index supplier_name on supplier (lower(name));
      create table department (
        id uuid primary key, name_uk text not null, name_en text not null, parent_id uuid references department, active boolean not null default true, version int not null default 1, check (parent_id <> id)
      );
      create index department_parent on department (parent_id);
      create table location (
        id uuid primary key, name_uk text not null, name_en text not null, address text, parent_id uuid references location, active boolean not null default true, version int not null default 1, check (parent_id <> id)
      );
      create index location_parent on location (parent_id);
      create table person (
        id uuid primary key, email text not null, display_name text not null, phone text, job_title text, locale text not null default 'uk' check (locale in ('uk', 'en')), time_zone text not null default 'Europe/Kyiv',
        department_id uuid references department, location_id uuid references location, manager_id uuid references person, supplier_id uuid references supplier,
        vip boolean not null default false, active boolean not null default true, origin text not null default 'local' check (origin in ('local', 'mail', 'oidc', 'ldap', 'scim', 'import', 'demo')),
        preferences jsonb not null default '{}', version int not null default 1, created_at timestamptz not null default now(), updated_at timestamptz not null default now()
      );
      create unique index person_email on person (lower(email));
      create index person_list on person (display_name, id);
      create index person_department on person (department_id);
      create index person_manager on person (manager_id) where manager_id is not null;
      create index person_supplier on person (supplier_id) where supplier_id is not null;
      create index person_phone on person (regexp_replace(phone, '[^0-9]', '', 'g')) where phone is not null;
      create table support_group (
        id uuid primary key, name_uk text not null, name_en text not null, public_label_uk text, public_label_en text, parent_id uuid references support_group, line smallint not null default 1 check (line between 1 and 9),
        lead_id uuid references person, supplier_id uuid references supplier, calendar_id uuid, strategy text not null default 'manual' check (strategy in ('manual', 'round_robin', 'least_loaded', 'on_call')),
        active boolean not null default true, version int not null default 1, check (parent_id <> id)
      );
      create index support_group_parent on support_group (parent_id);
      create index support_group_supplier on support_group (supplier_id) where supplier_id is not null;
      create table group_member (
        group_id uuid not null references support_group on delete cascade, person_id uuid not null references person, right_ text not null check (right_ in ('view', 'work', 'manage')),
        capacity int check (capacity between 0 and 1000), primary key (group_id, person_id)
      );
      create index group_member_person on group_member (person_id);
      create table absence (
        id uuid primary key, person_id uuid not null references person, from_at timestamptz not null, to_at timestamptz not null, reason text, substitute_id uuid references person, version int not null default 1, check (to_at > from_at)
      );
      create index absence_person on absence (person_id, to_at);
      insert into person (id, email, display_name, active, origin) values ('00000000-0000-7000-8000-000000000000', 'system@opora.invalid', 'Opora', false, 'local');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export class ApplicationSettings1790000003100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table application_setting (key text primary key, value jsonb not null);
      create table application_settings_version (only_one boolean primary key default true check (only_one), version int not null);
      insert into application_settings_version (version) values (1);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const organisationMigrations = [OrganisationTables1790000003000, ApplicationSettings1790000003100];
