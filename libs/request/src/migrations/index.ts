import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RequestTables1790000041200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create sequence ticket_reference_req;
      create table request (
        ticket_id uuid primary key, kind text not null default 'request' check (kind = 'request'), request_kind text not null check (request_kind in ('service', 'information', 'documentation', 'change', 'access')),
        offering_id uuid references offering, version_id uuid references offering_version, answers jsonb not null default '{}',
        fulfilment_text text, fulfilled_by_id uuid, fulfilled_at timestamptz, article_id uuid, end_reason text,
        rating smallint check (rating between 1 and 5), rating_comment text, rated_by_id uuid, rated_at timestamptz,
        foreign key (ticket_id, kind) references ticket (id, kind) on delete cascade,
        constraint offering_whole check ((offering_id is null) = (version_id is null)),
        constraint fulfilment_whole check (num_nulls(fulfilment_text, fulfilled_by_id, fulfilled_at) in (0, 3)),
        constraint rating_whole check ((rating is null) = (rated_by_id is null) and (rating is null) = (rated_at is null))
      );
      create index request_offering on request (offering_id) where offering_id is not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const requestMigrations = [RequestTables1790000041200];
