import { Refusal, type Level, type Priority, invalid, type Standing } from '@opora/kit';
import { stateAllows } from './authority';
import { type Changes, ENTRY_KINDS } from './decision';
import { stateRefusal } from './decide';
import type { Incident } from './incident';
import { INCIDENT_LIFECYCLE } from './lifecycle';
import { type PriorityMatrix, prioritise } from './priority';

/** What PATCH may change (`security.md` D.6), as the rules see it. */
export interface IncidentPatch {
  title?: string | undefined;
  serviceId?: string | null | undefined;
  categoryId?: string | null | undefined;
  configurationItemIds?: string[] | undefined;
  impact?: Level | undefined;
  urgency?: Level | undefined;
  priority?: Priority | undefined;
  priorityReason?: string | undefined;
  requesterId?: string | undefined;
  tags?: string[] | undefined;
  customFields?: Record<string, unknown> | undefined;
  restricted?: boolean | undefined;
  /** Why; asked for where the requester changes. */
  reason?: string | undefined;
}

export interface EditFacts {
  standing: Standing;
  /** The actor reaches every incident with `ticket.edit`, so may give it another requester. */
  mayChangeRequester: boolean;
  /** Process owners alone lift a restriction. */
  mayLiftRestriction: boolean;
  restricted: boolean;
  matrix: PriorityMatrix;
}

export interface Edit {
  /** Priority and what follows from it; the other fields are taken from the patch as they are. */
  changes: Changes;
  kind: string;
  /** Tags, custom fields and the restriction stay with the staff. */
  visibility: 'public' | 'staff';
}

const CLASSIFICATION = ['serviceId', 'categoryId', 'configurationItemIds', 'impact', 'urgency', 'priority', 'priorityReason'] as const;
const UNTIL_THE_END = ['title', 'requesterId'] as const;
const STAFF_ONLY: readonly (keyof IncidentPatch)[] = ['tags', 'customFields', 'restricted', 'reason', 'configurationItemIds'];

function readOnlyField(patch: IncidentPatch, facts: EditFacts): Refusal | null {
  const errors: string[] = [];
  const { standing } = facts;
  if (!standing.permitted('incident.classify')) errors.push(...CLASSIFICATION.filter((field) => patch[field] !== undefined && field !== 'priority' && field !== 'priorityReason'));
  if (!standing.permitted('incident.overridePriority')) errors.push(...(['priority', 'priorityReason'] as const).filter((field) => patch[field] !== undefined));
  if (patch.requesterId !== undefined && !facts.mayChangeRequester) errors.push('requesterId');
  if (patch.restricted === false && facts.restricted && !facts.mayLiftRestriction) errors.push('restricted');
  return errors.length === 0 ? null : new Refusal('invalid', { errors: errors.map((field) => ({ pointer: `/${field}`, code: 'read_only' })) });
}

/** What a patch does to an incident, or why not. */
export function decideEdit(incident: Incident, patch: IncidentPatch, facts: EditFacts): Edit | Refusal {
  const refusal = readOnlyField(patch, facts);
  if (refusal) return refusal;
  const classifies = CLASSIFICATION.some((field) => patch[field] !== undefined);
  if (classifies && !stateAllows(incident, 'classify', facts.standing.system)) return stateRefusal(incident, 'classify', facts);
  if (UNTIL_THE_END.some((field) => patch[field] !== undefined) && INCIDENT_LIFECYCLE.states[incident.state].final) return stateRefusal(incident, 'classify', facts);
  if (patch.priority !== undefined && !patch.priorityReason?.trim()) return invalid('/priorityReason', 'incident.priority.reason_required');
  if (patch.priorityReason !== undefined && patch.priority === undefined) return invalid('/priority', 'required');
  if (patch.requesterId !== undefined && patch.requesterId !== incident.requesterId && !patch.reason?.trim()) return invalid('/reason', 'incident.requester.reason_required');

  const after = prioritise(incident, patch, facts.matrix);
  const moved = (['impact', 'urgency', 'priority', 'priorityReason'] as const).filter((field) => after[field] !== incident[field]);
  const given = (Object.keys(patch) as (keyof IncidentPatch)[]).filter((field) => patch[field] !== undefined);
  return {
    changes: Object.fromEntries(moved.map((field) => [field, after[field]])),
    kind: classifies ? ENTRY_KINDS.classify : 'incident.edited',
    visibility: given.every((field) => STAFF_ONLY.includes(field)) ? 'staff' : 'public',
  };
}
