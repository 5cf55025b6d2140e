import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What stands in triage though it is not new, and what does not for a while though it is. A row is rare and short-lived. */
export class TicketTriage1790000010001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table ticket_triage (ticket_id uuid primary key references ticket, snoozed_until timestamptz(3), returned_at timestamptz(3), returned_by uuid, reason text)`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
