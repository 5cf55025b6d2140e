import { Refusal } from '@opora/kit';
import fc from 'fast-check';
import { ACCESS_COMMANDS, ACCESS_LIFECYCLE, ACCESS_STATES, type AccessCommand, type AccessRequest, type AccessState, type CommandInput, PURPOSES, type Standing, allowedCommands, decide } from '.';

const NOW = new Date('2026-11-27T09:00:00Z');
const request = (over: Partial<AccessRequest> = {}): AccessRequest => ({
  id: 'r', reference: 'ACC-000001', state: 'submitted', purpose: 'grant', requesterId: 'olena', reporterId: 'olena', entitlementId: 'e', fromAt: null, untilAt: null, verification: null, inTarget: false, failed: false, ...over,
});
const who = (personId: string, permissions: readonly string[] | 'all', system = false): Standing => ({ personId, system, permitted: (permission) => permissions === 'all' || permissions.includes(permission) });
const SYSTEM = who('system', 'all', true);

const BODIES: { [C in AccessCommand]: CommandInput[C] } = {
  specify: { entitlementId: 'e', fromAt: null, untilAt: null }, verify: { method: 'call_back' }, approve: {}, refuse: { reason: 'ні', expired: false }, reject: { reason: 'не та особа' }, provision: {}, retry: {}, finish: {}, confirm: {},
  reopen: { reason: 'не працює' }, close: {}, cancel: { reason: 'передумали' }, stop: { reason: 'пішла' },
};

describe('the life-cycle table', () => {
  const commands = fc.constantFrom(...ACCESS_COMMANDS);
  const requests = fc.record({ state: fc.constantFrom(...ACCESS_STATES), purpose: fc.constantFrom(...PURPOSES), failed: fc.boolean(), inTarget: fc.boolean(), requesterId: fc.constantFrom('olena', 'ihor') });
  const actors = fc.record({ personId: fc.constantFrom('olena', 'ihor', 'taras'), permissions: fc.subarray(Object.values(ACCESS_LIFECYCLE.commands).map((rule) => rule.permission)), system: fc.boolean() }).map(({ personId, permissions, system }) => who(system ? 'system' : personId, permissions, system));

  it('is what decide() follows, and allowedCommands tells exactly what it takes', () => {
    fc.assert(
      fc.property(requests, commands, actors, (over, command, standing) => {
        const asked = request(over);
        const result = decide(asked, command, BODIES[command], { now: NOW, standing, identityKnown: true });
        expect(!(result instanceof Refusal)).toBe(allowedCommands(asked, standing).includes(command));
        if (result instanceof Refusal) return;
        const rule = ACCESS_LIFECYCLE.commands[command];
        expect(rule.from).toContain(asked.state);
        expect(rule.to === 'same' ? [asked.state] : typeof rule.to === 'string' ? [rule.to] : [...rule.to]).toContain(result.state);
      }),
      { numRuns: 3_000 },
    );
  });

  it('lets nobody verify, turn away, carry out or retry for themselves, whatever they may', () => {
    fc.assert(
      fc.property(requests, fc.constantFrom('verify' as const, 'reject' as const, 'provision' as const, 'retry' as const), (over, command) => {
        const own = request(over);
        expect(decide(own, command, BODIES[command] as never, { now: NOW, standing: who(own.requesterId, 'all') })).toMatchObject({ status: 403 });
      }),
    );
  });

  it.each(['approve', 'refuse', 'close', 'finish', 'stop'] as const)('%s is never a person’s to say', (command) => {
    for (const state of ACCESS_STATES) expect(decide(request({ state }), command, BODIES[command] as never, { now: NOW, standing: who('taras', 'all') })).toMatchObject({ status: 403 });
  });

  it('never ends in granted without approving, by any sequence of commands', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(commands, fc.boolean()), { maxLength: 30 }), fc.constantFrom<AccessState>('submitted', 'verifying', 'approving'), (sequence, first) => {
        let state = first;
        let approved = false;
        for (const [command, system] of sequence) {
          const result = decide(request({ state }), command, BODIES[command] as never, { now: NOW, standing: system ? SYSTEM : who('taras', 'all'), identityKnown: false });
          if (result instanceof Refusal) continue;
          approved ||= command === 'approve';
          state = result.state;
          if (state === 'granted' || state === 'provisioning') expect(approved).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('what a body must hold', () => {
  it.each(['reject', 'reopen', 'cancel'] as const)('%s needs a reason', (command) => {
    const state = command === 'reopen' ? 'granted' : 'submitted';
    expect(decide(request({ state }), command, { reason: '  ' }, { now: NOW, standing: who('taras', 'all') })).toMatchObject({ status: 422, errors: [{ pointer: '/reason' }] });
  });

  it('a session is no verification by somebody', () => {
    expect(decide(request({ state: 'verifying' }), 'verify', { method: 'session' }, { now: NOW, standing: who('taras', 'all') })).toMatchObject({ status: 422, errors: [{ pointer: '/method' }] });
  });

  it('an extension and a right found in the target are granted with the last approval', () => {
    const facts = { now: NOW, standing: SYSTEM };
    expect(decide(request({ state: 'approving', purpose: 'extend' }), 'approve', {}, facts)).toMatchObject({ state: 'granted' });
    expect(decide(request({ state: 'approving', inTarget: true }), 'approve', {}, facts)).toMatchObject({ state: 'granted' });
    expect(decide(request({ state: 'approving' }), 'approve', {}, facts)).toMatchObject({ state: 'provisioning' });
  });
});
