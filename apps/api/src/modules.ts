import type { DynamicModule, Type } from '@nestjs/common';
import { CatalogueHttp, catalogueEntities, catalogueMigrations } from '@opora/catalogue';
import { IdentityHttp, identityMigrations } from '@opora/identity';
import { JournalHttp, journalMigrations } from '@opora/journal';
import { OrganisationHttp, organisationEntities, organisationMigrations } from '@opora/organisation';
import { platformMigrations } from '@opora/platform';
import { routingMigrations } from '@opora/routing';
import { TicketHttp, ticketMigrations } from '@opora/ticket';
import type { EntityTarget, MigrationInterface, ObjectLiteral } from 'typeorm';

/** The composition: which modules' HTTP faces an API process has. */
export const httpModules: (Type | DynamicModule)[] = [JournalHttp, OrganisationHttp, CatalogueHttp, IdentityHttp, TicketHttp];

/** All entities that TypeORM knows; the hot path does without them. */
export const entities: EntityTarget<ObjectLiteral>[] = [...organisationEntities, ...catalogueEntities];

/** In the order of the modules, from the ground up; the timestamp in the name decides. */
export const migrations: (new () => MigrationInterface)[] = [
  ...platformMigrations, ...journalMigrations, ...organisationMigrations, ...catalogueMigrations, ...identityMigrations, ...ticketMigrations, ...routingMigrations,
];
