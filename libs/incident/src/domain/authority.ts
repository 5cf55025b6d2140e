import { type Qualifiers, authorityOf } from '@opora/kit';
import type { Incident, IncidentState, Resolution } from './incident';
import { INCIDENT_LIFECYCLE, type IncidentCommand } from './lifecycle';

/** As much of an incident as the question "who may do what now" needs; a row of a list has it. */
export interface Commandable extends Pick<Incident, 'state' | 'assigneeId' | 'previousGroupId'> {
  resolution: Pick<Resolution, 'byId'> | null;
}

/** Words in parentheses of `security.md` D.3: what a cell says beyond its scope. */
const QUALIFIERS: Qualifiers<IncidentCommand, Commandable> = {
  assign: (incident, who) => !who.external || incident.previousGroupId !== null,
  accept: (_, who) => who.worksInGroup,
  hold: (incident, who) => !who.external || incident.assigneeId === who.personId,
  confirm: (incident, who) => incident.resolution?.byId !== who.personId && !who.standsInForRequester,
  cancel: (incident, who) => who.permittedAsStaff('incident.cancel') || incident.state === 'new' || incident.state === 'assigned',
};

export const { authorised, allowedCommands, stateAllows } = authorityOf<IncidentState, IncidentCommand, Commandable>(INCIDENT_LIFECYCLE, QUALIFIERS);
