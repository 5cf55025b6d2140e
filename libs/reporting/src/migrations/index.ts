import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reopenings are few among all that the journal holds. */
export class ReportIndexes1790000041000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index journal_reopened on journal (at) where kind in ('incident.rejected', 'incident.reopened')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const reportingMigrations = [ReportIndexes1790000041000];
