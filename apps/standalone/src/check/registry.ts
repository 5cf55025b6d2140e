import { accessChecks } from '@opora/access';
import { catalogueChecks } from '@opora/catalogue';
import { historyImportChecks } from '@opora/history-import';
import { eventChecks } from '@opora/event';
import { identityChecks } from '@opora/identity';
import { incidentChecks } from '@opora/incident';
import { journalChecks } from '@opora/journal';
import type { InvariantCheck } from '@opora/kit';
import { notificationChecks } from '@opora/notification';
import { organisationChecks } from '@opora/organisation';
import { problemChecks } from '@opora/problem';
import { requestChecks } from '@opora/request';
import { serviceLevelChecks } from '@opora/service-level';
import { ticketChecks } from '@opora/ticket';
import { webhookChecks } from '@opora/webhook';
import { workChecks } from '@opora/work';
import { houseChecks } from './house.checks';
import { platformChecks } from './platform.checks';

/** Every promise about stored data that this release keeps; `npm run check` and the end of each e2e suite run them all. Modules bring those of their own tables. */
export const checks: readonly InvariantCheck[] = [...platformChecks, ...journalChecks, ...organisationChecks, ...catalogueChecks, ...identityChecks, ...ticketChecks, ...serviceLevelChecks, ...incidentChecks, ...requestChecks, ...problemChecks, ...eventChecks, ...accessChecks, ...historyImportChecks, ...notificationChecks, ...webhookChecks, ...workChecks, ...houseChecks];
