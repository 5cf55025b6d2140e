import './incident.messages';

export {
  type CommandInput, DEFAULT_MATRIX, ENTRY_KINDS, HOLD_REASONS, type HoldReason, INCIDENT, INCIDENT_COMMANDS, INCIDENT_LIFECYCLE, INCIDENT_STATES, type Incident, type IncidentCommand, type IncidentState,
  RESOLUTION_CODES, initialPriority, thanksOnly,
} from './domain';
export { incidentChecks } from './incident.checks';
export { RegisterIncident } from './incident.dto';
export { IncidentHttp, IncidentJobs, IncidentModule } from './incident.module';
export { IncidentProblems } from './incident.problems';
export { IncidentRegistration } from './incident.registration';
export { IncidentPage, IncidentReply, IncidentRow } from './incident.reply';
export { IncidentRestorer, type RestoredIncident } from './incident.restorer';
export { IncidentService } from './incident.service';
export type { MacroBody } from './macro/macro.dto';
export { Macros } from './macro/macros';
export { incidentMigrations } from './migrations';
export { PriorityMatrices } from './priority/matrix.service';
