import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A ticket without private words has one vector instead of three alike: writing words is most of what a registration costs the worker. Null means "the public ones". */
export class TicketSearchOnce1790000010090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index ticket_search_supplier;
      drop index ticket_search_staff;
      alter table ticket_search alter column tsv_supplier drop not null, alter column tsv_staff drop not null;
      update ticket_search set tsv_supplier = nullif(tsv_supplier, tsv_public), tsv_staff = nullif(tsv_staff, tsv_public) where tsv_supplier = tsv_public or tsv_staff = tsv_public;
      create index ticket_search_supplier on ticket_search using gin (tsv_supplier) with (fastupdate = off) where tsv_supplier is not null;
      create index ticket_search_staff on ticket_search using gin (tsv_staff) with (fastupdate = off) where tsv_staff is not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
