import './event.messages';

export { AlertQueries } from './alerts/alert.queries';
export { AlertReply } from './alerts/alerts.dto';
export { type NormalEvent, SOURCE_KINDS, type SourceKind, normalise } from './domain';
export { eventEntities } from './entities';
export { eventChecks } from './event.checks';
export { EventHttp, EventJobs, EventModule } from './event.module';
export { EventWriter, type NewEventRow } from './intake/writer';
export { eventMigrations } from './migrations';
export { EventRules } from './rules/rules';
export { EventSources } from './sources/sources';
export { MaintenanceWindows } from './windows/windows';
