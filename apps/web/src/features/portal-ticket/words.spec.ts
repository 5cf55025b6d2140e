import { holderOf, needsYou, plainOf, promiseOf, stepOf } from './words';

const clock = (change: object): Parameters<typeof promiseOf>[0][number] => ({
  id: 'c', metric: 'resolution', agreement: { id: 'a', name: 'Стандарт', type: 'SLA' }, state: 'running', targetSeconds: 14_400, startedAt: '2026-11-23T08:00:00Z', dueAt: '2026-11-23T12:00:00Z', stoppedAt: null,
  elapsedSeconds: 3600, remainingSeconds: 10_800, breachedAt: null, ...change,
});

describe('What the requester reads of a state', () => {
  it.each([
    ['new', 'new', null, 'received', 0],
    ['assigned', 'active', null, 'taken', 1],
    ['in_progress', 'active', null, 'working', 2],
    ['on_hold', 'waiting', 'requester', 'waits_you', 2],
    ['on_hold', 'waiting', 'supplier', 'waits_supplier', 2],
    ['on_hold', 'waiting', 'a reason of tomorrow', 'waits', 2],
    ['resolved', 'resolved', null, 'check', 3],
    ['closed', 'closed', null, 'closed', 4],
    ['cancelled', 'closed', null, 'cancelled', null],
  ] as const)('%s (%s, %s) = %s', (state, phase, stateReason, plain, step) => {
    expect(plainOf({ state, phase, stateReason })).toBe(plain);
    expect(stepOf(plain)).toBe(step);
  });

  it('says who has the ball', () => {
    const group = { id: 'g', name: 'Периферія' };
    const assignee = { id: 'p', displayName: 'Андрій Шевчук' };
    expect(holderOf({ state: 'assigned', phase: 'active', stateReason: null, group, assignee: null }, 'taken')).toBe('Периферія');
    expect(holderOf({ state: 'in_progress', phase: 'active', stateReason: null, group, assignee }, 'working')).toBe('Андрій Шевчук');
    expect(holderOf({ state: 'resolved', phase: 'resolved', stateReason: null, group, assignee }, 'check')).toBeNull();
    expect(['waits_you', 'check', 'working', 'received'].map((plain) => needsYou(plain as never))).toEqual([true, true, false, false]);
  });
});

describe('What was promised', () => {
  it('is the first answer until it came, then the solution', () => {
    expect(promiseOf([clock({}), clock({ metric: 'response' })])?.metric).toBe('response');
    expect(promiseOf([clock({}), clock({ metric: 'response', state: 'met', stoppedAt: '2026-11-23T09:00:00Z' })])?.metric).toBe('resolution');
    expect(promiseOf([clock({ state: 'met', stoppedAt: '2026-11-23T09:00:00Z' })])).toBeNull();
  });

  it('never tells what groups and suppliers owe one another', () => expect(promiseOf([clock({ agreement: { id: 'o', name: 'OLA', type: 'OLA' } })])).toBeNull());

  it('owns up to being late, and rests while the requester has the ball', () => {
    expect(promiseOf([clock({ state: 'breached', remainingSeconds: -60 })])).toMatchObject({ look: 'late', leftSeconds: 0 });
    expect(promiseOf([clock({ state: 'paused' })])?.look).toBe('paused');
  });
});
