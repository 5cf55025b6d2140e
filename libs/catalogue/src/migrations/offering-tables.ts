import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What can be ordered: a draft that is worked on, and versions that stay as they were published. */
export class OfferingTables1790000041050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table offering (
        id uuid primary key, kind text not null check (kind in ('service', 'information', 'documentation', 'change', 'access')), service_id uuid references service, category_id uuid references category,
        status text not null default 'draft' check (status in ('draft', 'published', 'retired')), name_uk text not null, name_en text not null, draft jsonb not null, published_id uuid, version int not null default 1,
        check (status = 'draft' or published_id is not null)
      );
      create index offering_service on offering (service_id);
      create index offering_category on offering (category_id);
      create table offering_version (
        id uuid primary key, offering_id uuid not null references offering, number int not null check (number > 0), definition jsonb not null, note text, published_at timestamptz not null, published_by uuid not null, unique (offering_id, number)
      );
      create table offering_order (ticket_id uuid primary key, offering_id uuid not null references offering, version_id uuid not null references offering_version, requester_id uuid not null references person, placed_at timestamptz not null);
      create index offering_order_recent on offering_order (offering_id, placed_at);
      alter table offering add constraint offering_published_id_fkey foreign key (published_id) references offering_version deferrable initially deferred;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
