import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OfferingTables1790000041050 } from './offering-tables';

export class CatalogueTables1790000005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table service (
        id uuid primary key, name_uk text not null, name_en text not null, description_uk text, description_en text, parent_id uuid references service, owner_id uuid references person,
        criticality text not null default 'medium' check (criticality in ('high', 'medium', 'low')), calendar_id uuid, status text not null default 'live' check (status in ('pipeline', 'live', 'retired')),
        restricted boolean not null default false, active boolean generated always as (status = 'live') stored, version int not null default 1, check (parent_id <> id)
      );
      create index service_parent on service (parent_id);
      create index service_owner on service (owner_id) where owner_id is not null;
      create table service_group (service_id uuid not null references service on delete cascade, line smallint not null check (line between 1 and 9), group_id uuid not null references support_group, primary key (service_id, line));
      create index service_group_group on service_group (group_id);
      create table category (
        id uuid primary key, service_id uuid references service, parent_id uuid references category, name_uk text not null, name_en text not null,
        default_impact text check (default_impact in ('high', 'medium', 'low')), default_urgency text check (default_urgency in ('high', 'medium', 'low')), default_group_id uuid references support_group,
        restricted boolean not null default false, active boolean not null default true, version int not null default 1, check (parent_id <> id)
      );
      create index category_service on category (service_id);
      create index category_parent on category (parent_id);
      create table configuration_item (
        id uuid primary key, name text not null, class text not null, owner_id uuid references person, assigned_to_id uuid references person, location_id uuid references location,
        status text not null default 'in_use' check (status in ('planned', 'in_use', 'in_repair', 'retired')), serial text, version int not null default 1
      );
      create index configuration_item_list on configuration_item (name, id);
      create index configuration_item_assigned on configuration_item (assigned_to_id) where assigned_to_id is not null;
      create table ci_service (ci_id uuid not null references configuration_item on delete cascade, service_id uuid not null references service on delete cascade, primary key (ci_id, service_id));
      create index ci_service_service on ci_service (service_id);
      create table ci_relation (
        from_id uuid not null references configuration_item on delete cascade, to_id uuid not null references configuration_item on delete cascade,
        type text not null check (type in ('runs_on', 'depends_on', 'connected_to', 'part_of')), primary key (from_id, to_id, type), check (from_id <> to_id)
      );
      create index ci_relation_to on ci_relation (to_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Groups and services name calendars, which are made after the groups' table. */
export class CalendarReferences1790000005900 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table support_group add constraint support_group_calendar_id_fkey foreign key (calendar_id) references calendar not valid;
      alter table support_group validate constraint support_group_calendar_id_fkey;
      alter table service add constraint service_calendar_id_fkey foreign key (calendar_id) references calendar not valid;
      alter table service validate constraint service_calendar_id_fkey;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const catalogueMigrations = [CatalogueTables1790000005000, CalendarReferences1790000005900, OfferingTables1790000041050];
