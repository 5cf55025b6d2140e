import type { MigrationInterface, QueryRunner } from 'typeorm';

/** References that tickets had before they were converted into another kind; none is ever given again. */
export class TicketAlias1790000041300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ticket_alias (reference text primary key, ticket_id uuid not null references ticket (id) on delete cascade, kind text not null, until timestamptz not null);
      create index ticket_alias_ticket on ticket_alias (ticket_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
