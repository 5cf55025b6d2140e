import type { DynamicModule, Type } from '@nestjs/common';
import { AccessHttp, AccessJobs, accessEntities, accessMigrations } from '@opora/access';
import { CalendarHttp, calendarMigrations } from '@opora/calendar';
import { CatalogueHttp, catalogueEntities, catalogueMigrations } from '@opora/catalogue';
import { HistoryImportHttp, HistoryImportJobs, historyImportMigrations } from '@opora/history-import';
import { EventHttp, EventJobs, eventEntities, eventMigrations } from '@opora/event';
import { IdentityHttp, IdentityJobs, identityGauges, identityMigrations } from '@opora/identity';
import { IncidentHttp, IncidentJobs, incidentMigrations } from '@opora/incident';
import { JournalHttp, JournalJobs, journalGauges, journalMigrations } from '@opora/journal';
import { NotificationHttp, NotificationJobs, notificationGauges, notificationMigrations } from '@opora/notification';
import { OrganisationHttp, organisationEntities, organisationMigrations } from '@opora/organisation';
import { type GaugeSpec, platformMigrations } from '@opora/platform';
import { ProblemHttp, ProblemJobs, problemMigrations } from '@opora/problem';
import { ReportingHttp, reportingMigrations } from '@opora/reporting';
import { RequestHttp, RequestJobs, requestMigrations } from '@opora/request';
import { RoutingHttp, routingMigrations } from '@opora/routing';
import { ServiceLevelHttp, ServiceLevelJobs, serviceLevelGauges, serviceLevelMigrations } from '@opora/service-level';
import { TicketHttp, TicketJobs, ticketGauges, ticketMigrations } from '@opora/ticket';
import { TriageHttp } from '@opora/triage';
import { WebhookHttp, WebhookJobs, webhookEntities, webhookMigrations } from '@opora/webhook';
import { WorkHttp, WorkJobs, workMigrations } from '@opora/work';
import type { EntityTarget, MigrationInterface, ObjectLiteral } from 'typeorm';

/** The composition: which modules' HTTP faces an API process has. */
export const httpModules: (Type | DynamicModule)[] = [JournalHttp, CalendarHttp, OrganisationHttp, CatalogueHttp, IdentityHttp, TicketHttp, ServiceLevelHttp, RoutingHttp, IncidentHttp, RequestHttp, EventHttp, ProblemHttp, AccessHttp, TriageHttp, NotificationHttp, WebhookHttp, WorkHttp, HistoryImportHttp, ReportingHttp];

/** The composition: which modules' jobs a worker process runs. */
export const jobModules: (Type | DynamicModule)[] = [JournalJobs, IdentityJobs, TicketJobs, ServiceLevelJobs, IncidentJobs, RequestJobs, EventJobs, ProblemJobs, AccessJobs, NotificationJobs, WebhookJobs, WorkJobs, HistoryImportJobs];

/** All entities that TypeORM knows; the hot path does without them. */
export const entities: EntityTarget<ObjectLiteral>[] = [...organisationEntities, ...catalogueEntities, ...webhookEntities, ...eventEntities, ...accessEntities];

/** What operators watch; each process tells all of it, since the database knows it. */
export const gauges: GaugeSpec[] = [...journalGauges, ...identityGauges, ...ticketGauges, ...serviceLevelGauges, ...notificationGauges];

/** In the order of the modules, from the ground up; the timestamp in the name decides. */
export const migrations: (new () => MigrationInterface)[] = [
  ...platformMigrations, ...journalMigrations, ...organisationMigrations, ...calendarMigrations, ...catalogueMigrations, ...identityMigrations, ...ticketMigrations, ...serviceLevelMigrations, ...routingMigrations, ...notificationMigrations, ...webhookMigrations, ...workMigrations,
  ...incidentMigrations, ...requestMigrations, ...eventMigrations, ...problemMigrations, ...accessMigrations, ...historyImportMigrations, ...reportingMigrations,
];
