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

export class Shifts1790000021100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table shift (
        id uuid primary key, group_id uuid not null references support_group (id) on delete cascade, person_id uuid not null references person (id), from_at timestamptz(0) not null, to_at timestamptz(0) not null, version int not null default 1, check (to_at > from_at)
      );
      create index shift_group on shift (group_id, to_at);
      create index shift_person on shift (person_id, to_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const routingMigrations = [RoutingTables1790000021000, Shifts1790000021100];
