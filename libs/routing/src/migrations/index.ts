import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RoutingTables1790000021000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table assignment_turn (
        group_id uuid not null references support_group (id) on delete cascade, person_id uuid not null references person (id), turn bigint not null, primary key (group_id, person_id)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const routingMigrations = [RoutingTables1790000021000];
