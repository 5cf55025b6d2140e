import type { DynamicModule, Type } from '@nestjs/common';
import { platformMigrations } from '@opora/platform';
import type { EntityTarget, MigrationInterface, ObjectLiteral } from 'typeorm';

/** The composition: which modules' HTTP faces an API process has. */
export const httpModules: (Type | DynamicModule)[] = [];

/** All entities that TypeORM knows; the hot path does without them. */
export const entities: EntityTarget<ObjectLiteral>[] = [];

/** In the order of the modules, from the ground up; the timestamp in the name decides. */
export const migrations: (new () => MigrationInterface)[] = [...platformMigrations];
