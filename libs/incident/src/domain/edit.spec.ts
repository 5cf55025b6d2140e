import { Refusal } from '@opora/kit';
import { type EditFacts, type IncidentPatch, decideEdit } from './edit';
import { INCIDENT_STATES, type Incident, type IncidentState } from './incident';
import { DEFAULT_MATRIX } from './priority';

const incident = (state: IncidentState, more: Partial<Incident> = {}): Incident => ({
  id: 'i', reference: 'INC-000001', state, requesterId: 'olena', serviceId: null, categoryId: null, impact: 'low', urgency: 'low', priority: 5, priorityReason: null,
  groupId: null, line: null, assigneeId: null, reassignmentCount: 0, reopenCount: 0, holdReason: null, holdUntil: null, resolution: null, major: null, problemWanted: false,
  previousGroupId: null, leftFirstLine: false, ...more,
});
function facts(permissions: string[], more: Partial<EditFacts> = {}): EditFacts {
  const permitted = (permission: string): boolean => permissions.includes(permission);
  const standing = { personId: 'anna', system: false, external: false, worksInGroup: true, standsInForRequester: false, permitted, permittedAsStaff: permitted };
  return { standing, mayChangeRequester: true, mayLiftRestriction: false, restricted: false, matrix: DEFAULT_MATRIX, ...more };
}
const dispatcher = facts(['ticket.edit', 'incident.classify', 'incident.overridePriority']);
const assigneeOfAnotherGroup = facts(['ticket.edit', 'incident.classify'], { mayChangeRequester: false });

describe('editing an incident', () => {
  it.each(INCIDENT_STATES)('classifies in %s only before it is resolved', (state) => {
    const open = !['resolved', 'closed', 'cancelled'].includes(state);
    const result = decideEdit(incident(state), { impact: 'high' }, dispatcher);
    if (open) expect(result).toEqual({ changes: { impact: 'high', priority: 3 }, kind: 'incident.classified', visibility: 'public' });
    else expect(result).toMatchObject({ status: 409, extra: { state } });
  });
  it.each(INCIDENT_STATES)('tags in %s', (state) => {
    expect(decideEdit(incident(state), { tags: ['vpn'] }, dispatcher)).toEqual({ changes: {}, kind: 'incident.edited', visibility: 'staff' });
  });
  it.each<[string, IncidentPatch, string, string, EditFacts]>([
    ['an override without its reason', { priority: 1 }, '/priorityReason', 'incident.priority.reason_required', dispatcher],
    ['a reason without an override', { priorityReason: 'x' }, '/priority', 'required', dispatcher],
    ['an override by who may not', { priority: 1, priorityReason: 'x' }, '/priority', 'read_only', assigneeOfAnotherGroup],
    ['another requester without a reason', { requesterId: 'petro' }, '/reason', 'incident.requester.reason_required', dispatcher],
    ['another requester by who may not', { requesterId: 'petro', reason: 'x' }, '/requesterId', 'read_only', assigneeOfAnotherGroup],
    ['lifting a restriction by who may not', { restricted: false }, '/restricted', 'read_only', facts(['ticket.edit'], { restricted: true })],
  ])('refuses %s', (_, patch, pointer, code, who) => {
    const result = decideEdit(incident('assigned'), patch, who);
    expect(result).toBeInstanceOf(Refusal);
    expect(result).toMatchObject({ status: 422, errors: expect.arrayContaining([expect.objectContaining({ pointer, code })]) });
  });
  it('takes an override with its reason and shows it to the requester', () => {
    expect(decideEdit(incident('assigned'), { priority: 1, priorityReason: 'board' }, dispatcher)).toEqual({
      changes: { priority: 1, priorityReason: 'board' }, kind: 'incident.classified', visibility: 'public',
    });
  });
});
