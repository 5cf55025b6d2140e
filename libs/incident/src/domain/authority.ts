import type { Incident, Resolution } from './incident';
import { INCIDENT_COMMANDS, INCIDENT_LIFECYCLE, type IncidentCommand } from './lifecycle';

/** How the one who acts stands to one incident. */
export interface Standing {
  personId: string;
  system: boolean;
  /** An external supplier's engineer (`security.md` I30). */
  external: boolean;
  /** Holds `work` or `manage` in the incident's group. */
  worksInGroup: boolean;
  /** Registered it in the requester's place, as an employee: confirming by phone would be confirming one's own report. */
  standsInForRequester: boolean;
  /** The permission reaches this incident in any scope. */
  permitted(permission: string): boolean;
  /** It reaches it by something else than being its requester. */
  permittedAsStaff(permission: string): boolean;
}

/** As much of an incident as the question "who may do what now" needs; a row of a list has it. */
export interface Commandable extends Pick<Incident, 'state' | 'assigneeId' | 'previousGroupId'> {
  resolution: Pick<Resolution, 'byId'> | null;
}

/** Words in parentheses of `security.md` D.3: what a cell says beyond its scope. */
const QUALIFIERS: Partial<Record<IncidentCommand, (incident: Commandable, standing: Standing) => boolean>> = {
  assign: (incident, who) => !who.external || incident.previousGroupId !== null,
  accept: (_, who) => who.worksInGroup,
  hold: (incident, who) => !who.external || incident.assigneeId === who.personId,
  confirm: (incident, who) => incident.resolution?.byId !== who.personId && !who.standsInForRequester,
  cancel: (incident, who) => who.permittedAsStaff('incident.cancel') || incident.state === 'new' || incident.state === 'assigned',
};

/** The state has a row for the command and this kind of actor. */
export function stateAllows(incident: Pick<Incident, 'state'>, command: IncidentCommand, system: boolean): boolean {
  const rule = INCIDENT_LIFECYCLE.commands[command];
  return rule.from.includes(incident.state) && rule.by.includes(system ? 'system' : 'person');
}

/** The actor may give the command to this incident, whatever its state. */
export function authorised(incident: Commandable, command: IncidentCommand, standing: Standing): boolean {
  if (standing.system) return INCIDENT_LIFECYCLE.commands[command].by.includes('system');
  return standing.permitted(INCIDENT_LIFECYCLE.commands[command].permission) && (QUALIFIERS[command]?.(incident, standing) ?? true);
}

/** Exactly the commands that the server takes from this person in this state (`security.md` I28). */
export function allowedCommands(incident: Commandable, standing: Standing): IncidentCommand[] {
  return INCIDENT_COMMANDS.filter((command) => stateAllows(incident, command, standing.system) && authorised(incident, command, standing));
}
