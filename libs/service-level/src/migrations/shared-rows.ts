import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * No foreign key leads from a clock to the versions that it is counted by: each registration would lock the same row of an agreement and of a calendar. Versions are never deleted, their tables
 * refuse it, and a clock is made of versions that were just read; `npm run check` looks for any that dangles.
 */
export class SharedRowsUnlocked1790000020190 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table clock drop constraint clock_agreement_version_id_fkey, drop constraint clock_calendar_version_id_fkey');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
