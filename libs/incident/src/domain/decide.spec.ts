import { Refusal, type Standing } from '@opora/kit';
import * as fc from 'fast-check';
import { allowedCommands } from './authority';
import { decide } from './decide';
import { type CommandInput, type DecidedCommand, type Decision, ENTRY_KINDS, type Facts } from './decision';
import { INCIDENT_STATES, type Incident, type IncidentState } from './incident';
import { INCIDENT_COMMANDS, INCIDENT_LIFECYCLE, type IncidentCommand } from './lifecycle';

const now = new Date('2026-03-02T08:00:00Z');
const later = new Date('2026-03-03T08:00:00Z');
const resolution = { code: 'solved', text: 'done', byId: 'anna', at: now, cause: null, articleId: null, problemId: null };

function incident(state: IncidentState, more: Partial<Incident> = {}): Incident {
  const held = state === 'new' ? { groupId: null, line: null, assigneeId: null } : { groupId: 'desk', line: 1, assigneeId: state === 'assigned' ? null : 'anna' };
  return {
    id: 'i', reference: 'INC-000001', state, requesterId: 'olena', serviceId: null, categoryId: null, impact: 'low', urgency: 'low', priority: 5, priorityReason: null, ...held,
    reassignmentCount: 0, reopenCount: 0, holdReason: state === 'on_hold' ? 'requester' : null, holdUntil: null, resolution: state === 'resolved' || state === 'closed' ? resolution : null,
    major: null, problemWanted: false, previousGroupId: null, leftFirstLine: false, ...more,
  };
}

function standing(more: Partial<Standing> = {}): Standing {
  return { personId: 'boris', system: false, external: false, worksInGroup: true, standsInForRequester: false, permitted: () => true, permittedAsStaff: () => true, ...more };
}

const everything: Omit<Facts, 'standing'> = {
  now,
  target: { group: { id: 'network', line: 2 }, assignee: null, routedAssigneeId: null, routing: null },
  resolutionCodes: new Set(['solved', 'workaround']),
  solverGroup: null, articleKnown: true, problemKnown: true, assigneeAvailable: true, managerKnown: true,
};
const facts = (who: Partial<Standing> = {}, more: Partial<Facts> = {}): Facts => ({ ...everything, standing: standing(who), ...more });

const inputs: CommandInput = {
  assign: { groupId: 'network' }, accept: {}, hold: { reason: 'requester', message: 'Which version?' }, resume: {}, resolve: { code: 'solved', text: 'Replaced' },
  confirm: {}, reject: { reason: 'still broken' }, close: {}, reopen: { reason: 'came back' }, cancel: { reason: 'by mistake' }, major: { declared: true },
};

function decided<C extends DecidedCommand>(before: Incident, command: C, input: CommandInput[C] = inputs[command], f: Facts = facts()): Decision {
  const result = decide(before, command, input, f);
  if (result instanceof Refusal) throw result;
  return result;
}
function refused<C extends DecidedCommand>(before: Incident, command: C, input: CommandInput[C] = inputs[command], f: Facts = facts()): Refusal {
  const result = decide(before, command, input, f);
  if (!(result instanceof Refusal)) throw new Error(`${command} was taken`);
  return result;
}

/* domain.md §4, row by row: what a command makes of each state; a state that is not named refuses it. */
const TABLE: Record<DecidedCommand, Partial<Record<IncidentState, IncidentState>>> = {
  assign: { new: 'assigned', assigned: 'assigned', in_progress: 'assigned', on_hold: 'assigned' },
  accept: { assigned: 'in_progress' },
  hold: { new: 'on_hold', assigned: 'on_hold', in_progress: 'on_hold' },
  resume: { on_hold: 'in_progress' },
  resolve: { new: 'resolved', assigned: 'resolved', in_progress: 'resolved', on_hold: 'resolved' },
  confirm: { resolved: 'closed' },
  reject: { resolved: 'in_progress' },
  close: { resolved: 'closed' },
  reopen: { resolved: 'in_progress' },
  cancel: { new: 'cancelled', assigned: 'cancelled', in_progress: 'cancelled', on_hold: 'cancelled' },
  major: { new: 'new', assigned: 'assigned', in_progress: 'in_progress', on_hold: 'on_hold', resolved: 'resolved' },
};
const bySystem = (command: DecidedCommand): Partial<Standing> => ({ system: !INCIDENT_LIFECYCLE.commands[command].by.includes('person') });
const rows = (Object.keys(TABLE) as DecidedCommand[]).flatMap((command) => INCIDENT_STATES.map((state) => [command, state, TABLE[command][state]] as const));

describe('the command table', () => {
  it.each(rows)('%s from %s: %s', (command, state, to) => {
    if (to !== undefined) {
      const { changes, entry } = decided(incident(state), command, inputs[command], facts(bySystem(command)));
      expect(changes.state ?? state).toBe(to);
      expect(entry.kind).toBe(ENTRY_KINDS[command]);
    } else {
      const refusal = refused(incident(state), command, inputs[command], facts(bySystem(command)));
      expect(refusal.status).toBe(409);
      expect(refusal.extra).toMatchObject({ state, allowedCommands: expect.any(Array) });
    }
  });

  it('has a journal kind of its own for each command', () => {
    expect(new Set(Object.values(ENTRY_KINDS)).size).toBe(INCIDENT_COMMANDS.length);
  });

  it('knows no way out of closed and cancelled', () => {
    for (const state of ['closed', 'cancelled'] as const) expect(allowedCommands(incident(state), standing())).toEqual([]);
  });

  it('never offers what only the system does', () => {
    for (const state of INCIDENT_STATES) expect(allowedCommands(incident(state), standing())).not.toContain('close');
  });
});

describe('allowed commands', () => {
  const arbitrary = fc.record({
    state: fc.constantFrom(...INCIDENT_STATES),
    personId: fc.constantFrom('olena', 'anna', 'boris'),
    permissions: fc.subarray(INCIDENT_COMMANDS.map((command) => `incident.${command}`)),
    external: fc.boolean(), worksInGroup: fc.boolean(), standsInForRequester: fc.boolean(), asStaff: fc.boolean(),
    previousGroupId: fc.constantFrom(null, 'network'), assigneeId: fc.constantFrom(null, 'anna', 'boris'),
  });
  it('are exactly those that are taken, by any person, in any state', () => {
    fc.assert(
      fc.property(arbitrary, ({ state, permissions, asStaff, previousGroupId, assigneeId, ...who }) => {
        const before = incident(state, { previousGroupId, assigneeId });
        const may = (permission: string): boolean => permissions.includes(permission);
        const f = facts({ ...who, permitted: may, permittedAsStaff: (permission) => asStaff && may(permission) });
        const taken = (Object.keys(TABLE) as DecidedCommand[]).filter((command) => {
          const input = command === 'assign' && who.external ? {} : inputs[command];
          return !(decide(before, command, input as CommandInput[typeof command], f) instanceof Refusal);
        });
        const allowed: IncidentCommand[] = allowedCommands(before, f.standing);
        expect(allowed.filter((command) => command !== 'classify').sort()).toEqual(taken.sort());
      }),
      { numRuns: 1000 },
    );
  });
});

describe('assign', () => {
  it('to another line is a functional escalation, and the first line has lost it', () => {
    const { changes, entry } = decided(incident('in_progress'), 'assign', { groupId: 'network', reason: 'router' });
    expect(changes).toMatchObject({ state: 'assigned', groupId: 'network', line: 2, assigneeId: null, reassignmentCount: 1, previousGroupId: 'desk', leftFirstLine: true });
    expect(entry).toMatchObject({ reason: 'router', data: { escalation: 'functional', fromLine: 1, toLine: 2 } });
  });
  it('for the first time is no reassignment and no escalation', () => {
    const { changes, entry } = decided(incident('new'), 'assign');
    expect(changes.reassignmentCount).toBe(0);
    expect(changes).not.toHaveProperty('previousGroupId');
    expect(entry.data).not.toHaveProperty('escalation');
  });
  it('to a person of a group counts when it passes from hand to hand within the group', () => {
    const f = facts({}, { target: { group: { id: 'desk', line: 1 }, assignee: { id: 'ivan', works: true }, routedAssigneeId: null, routing: null } });
    expect(decided(incident('in_progress'), 'assign', { assigneeId: 'ivan' }, f).changes).toMatchObject({ assigneeId: 'ivan', reassignmentCount: 1, leftFirstLine: false });
    expect(decided(incident('assigned'), 'assign', { assigneeId: 'ivan' }, f).changes.reassignmentCount).toBe(0);
  });
  it('takes whom the strategy of the group chose', () => {
    const f = facts({}, { target: { group: { id: 'desk', line: 1 }, assignee: null, routedAssigneeId: 'ivan', routing: { strategy: 'round_robin' } } });
    expect(decided(incident('new'), 'assign', { groupId: 'desk' }, f)).toMatchObject({ changes: { assigneeId: 'ivan' }, entry: { data: { routing: { strategy: 'round_robin' } } } });
  });
  it('ends a hold', () => {
    expect(decided(incident('on_hold'), 'assign').changes).toMatchObject({ holdReason: null, holdUntil: null });
  });
  it.each([
    ['neither group nor person', {}, { group: null, assignee: null }, '/groupId', 'incident.assign.target_required'],
    ['an unknown group', { groupId: 'x' }, { group: null, assignee: null }, '/groupId', 'unknown_reference'],
    ['an unknown person', { groupId: 'desk', assigneeId: 'x' }, { group: { id: 'desk', line: 1 }, assignee: null }, '/assigneeId', 'unknown_reference'],
    ['a person who does not work there', { groupId: 'desk', assigneeId: 'x' }, { group: { id: 'desk', line: 1 }, assignee: { id: 'x', works: false } }, '/assigneeId', 'incident.assign.not_a_member'],
  ])('refuses %s', (_, input, target, pointer, code) => {
    const refusal = refused(incident('new'), 'assign', input, facts({}, { target: { routedAssigneeId: null, routing: null, ...target } }));
    expect(refusal).toMatchObject({ status: 422, errors: [{ pointer, code }] });
  });
  it('lets a supplier only give it back to the group that it came from', () => {
    const supplier = { external: true };
    const before = incident('in_progress', { previousGroupId: 'network' });
    expect(decided(before, 'assign', {}, facts(supplier)).changes.groupId).toBe('network');
    expect(decided(before, 'assign', { groupId: 'network' }, facts(supplier)).changes.groupId).toBe('network');
    expect(refused(before, 'assign', { groupId: 'desk' }, facts(supplier)).status).toBe(403);
    expect(refused(before, 'assign', { assigneeId: 'x' }, facts(supplier)).status).toBe(403);
    expect(refused(incident('in_progress'), 'assign', {}, facts(supplier)).status).toBe(403);
  });
});

describe('hold and resume', () => {
  it('from new waits for the requester alone', () => {
    expect(refused(incident('new'), 'hold', { reason: 'part' })).toMatchObject({ status: 409, code: 'incident.hold.only_requester_from_new' });
  });
  it.each([
    ['a question for the requester', { reason: 'requester' as const }, '/message'],
    ['more than blanks as a question', { reason: 'requester' as const, message: '  ' }, '/message'],
    ['an instant where it is scheduled', { reason: 'scheduled' as const }, '/until'],
    ['an instant that is to come', { reason: 'scheduled' as const, until: now }, '/until'],
  ])('asks for %s', (_, input, pointer) => {
    expect(refused(incident('in_progress'), 'hold', input)).toMatchObject({ status: 422, errors: [{ pointer }] });
  });
  it('sends the question', () => {
    expect(decided(incident('in_progress'), 'hold')).toMatchObject({ say: 'Which version?', changes: { holdReason: 'requester' } });
    expect(decided(incident('in_progress'), 'hold', { reason: 'scheduled', until: later })).toMatchObject({ say: null, changes: { holdUntil: later } });
  });
  it('goes back to who has it, or to the group where nobody has', () => {
    expect(decided(incident('on_hold'), 'resume').changes).toEqual({ state: 'in_progress', holdReason: null, holdUntil: null });
    expect(decided(incident('on_hold', { assigneeId: null }), 'resume').changes.state).toBe('assigned');
  });
});

describe('resolve', () => {
  it('asks for a known code and a text', () => {
    expect(refused(incident('assigned'), 'resolve', { code: 'magic', text: 'x' })).toMatchObject({ status: 422, errors: [{ pointer: '/code' }] });
    expect(refused(incident('assigned'), 'resolve', { code: 'solved', text: ' ' })).toMatchObject({ status: 422, errors: [{ pointer: '/text' }] });
    expect(refused(incident('assigned'), 'resolve', { code: 'solved', text: 'x', articleId: 'a' }, facts({}, { articleKnown: false }))).toMatchObject({ errors: [{ pointer: '/articleId', code: 'unknown_reference' }] });
  });
  it('keeps whether it was solved at first contact', () => {
    expect(decided(incident('in_progress'), 'resolve').changes.firstContact).toBe(true);
    expect(decided(incident('in_progress', { leftFirstLine: true }), 'resolve').changes.firstContact).toBe(false);
    expect(decided(incident('in_progress', { line: 2 }), 'resolve').changes.firstContact).toBe(false);
    expect(decided(incident('in_progress', { reopenCount: 1 }), 'resolve').changes.firstContact).toBe(false);
  });
  it('makes the solver the one who had it where nobody had', () => {
    expect(decided(incident('assigned'), 'resolve').changes.assigneeId).toBe('boris');
    expect(decided(incident('assigned'), 'resolve', inputs.resolve, facts({ worksInGroup: false })).changes).not.toHaveProperty('assigneeId');
    expect(decided(incident('in_progress'), 'resolve').changes).not.toHaveProperty('assigneeId');
    expect(decided(incident('new'), 'resolve', inputs.resolve, facts({}, { solverGroup: { id: 'desk', line: 1 } })).changes).toMatchObject({ groupId: 'desk', line: 1, assigneeId: 'boris', firstContact: true });
  });
});

describe('after the resolution', () => {
  it('the requester confirms with a rating, staff without', () => {
    expect(decided(incident('resolved'), 'confirm', { rating: 5, comment: 'quick' }, facts({ personId: 'olena' })).changes.rating).toEqual({ score: 5, comment: 'quick', byId: 'olena', at: now });
    expect(refused(incident('resolved'), 'confirm', { rating: 5 })).toMatchObject({ status: 422, errors: [{ pointer: '/rating', code: 'read_only' }] });
    expect(decided(incident('resolved'), 'confirm').entry.data).toEqual({ byPhone: true });
  });
  it('nobody confirms their own solution, nor in the place of the requester', () => {
    expect(refused(incident('resolved'), 'confirm', {}, facts({ personId: 'anna' })).status).toBe(403);
    expect(refused(incident('resolved', { requesterId: 'anna' }), 'confirm', {}, facts({ personId: 'anna' })).status).toBe(403);
    expect(refused(incident('resolved'), 'confirm', {}, facts({ standsInForRequester: true })).status).toBe(403);
  });
  it.each(['reject', 'reopen'] as const)('%s counts, and gives it to the same assignee where available', (command) => {
    const { changes } = decided(incident('resolved'), command);
    expect(changes).toMatchObject({ state: 'in_progress', reopenCount: 1, resolution: null, resolvedAt: null, firstContact: false });
    expect(changes).not.toHaveProperty('assigneeId');
    expect(decided(incident('resolved'), command, { reason: 'x' }, facts({}, { assigneeAvailable: false })).changes.assigneeId).toBeNull();
    expect(refused(incident('resolved'), command, { reason: ' ' })).toMatchObject({ errors: [{ pointer: '/reason' }] });
  });
});

describe('cancel', () => {
  const requester: Partial<Standing> = { personId: 'olena', permittedAsStaff: () => false };
  it.each([['new', true], ['assigned', true], ['in_progress', false], ['on_hold', false], ['resolved', false]] as const)('by the requester in %s: %s', (state, taken) => {
    const result = decide(incident(state), 'cancel', { reason: 'x' }, facts(requester));
    if (taken) expect(result).not.toBeInstanceOf(Refusal);
    else expect(result).toMatchObject({ status: 409 });
  });
});

describe('a major incident', () => {
  it('has a manager, a cadence and a next update', () => {
    expect(decided(incident('new'), 'major', { declared: true, updateEverySeconds: 600 }).changes.major).toEqual({
      declaredAt: now, declaredById: 'boris', managerId: 'boris', updateEverySeconds: 600, nextUpdateAt: new Date('2026-03-02T08:10:00Z'),
    });
  });
  it('keeps manager and cadence when it is declared again', () => {
    const first = decided(incident('new'), 'major', { declared: true, managerId: 'ivan', updateEverySeconds: 600 }).changes.major ?? null;
    const again = decided(incident('new', { major: first }), 'major', { declared: true }, facts({ personId: 'anna' }, { now: later })).changes.major;
    expect(again).toEqual({ ...first, nextUpdateAt: new Date('2026-03-03T08:10:00Z') });
  });
  it('asks for a problem record when it is stood down, and can only be stood down once', () => {
    const declared = decided(incident('new'), 'major').changes.major ?? null;
    expect(decided(incident('new', { major: declared }), 'major', { declared: false }).changes).toEqual({ major: null, problemWanted: true });
    expect(refused(incident('new'), 'major', { declared: false })).toMatchObject({ status: 409, code: 'incident.major.not_declared' });
  });
  it('refuses an unknown manager', () => {
    expect(refused(incident('new'), 'major', { declared: true, managerId: 'x' }, facts({}, { managerKnown: false }))).toMatchObject({ errors: [{ pointer: '/managerId', code: 'unknown_reference' }] });
  });
});

describe('random walks', () => {
  it('never leave the table and end only in final states', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...(Object.keys(TABLE) as DecidedCommand[])), { maxLength: 30 }), (commands) => {
        let current = incident('new');
        for (const command of commands) {
          const result = decide(current, command, inputs[command], facts(bySystem(command)));
          if (result instanceof Refusal) expect([409, 403]).toContain(result.status);
          else {
            expect(TABLE[command][current.state] === (result.changes.state ?? current.state) || command === 'resume').toBe(true);
            current = { ...current, ...result.changes };
            expect(current.state === 'on_hold').toBe(current.holdReason !== null);
            if (current.state === 'resolved') expect(current.resolution).not.toBeNull();
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
