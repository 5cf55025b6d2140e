import fc from 'fast-check';
import { type Claim, DAY_MS, type GrantEvent, type GrantFold, type SodRule, conflicts, flagsOf, fold, isHeld, next, periodFault } from '.';

const T0 = Date.parse('2026-01-01T00:00:00Z');
const at = (day: number): Date => new Date(T0 + day * DAY_MS);

const events = fc.array(
  fc.record({ day: fc.integer({ min: 0, max: 400 }), what: fc.constantFrom('extended', 'suspend', 'resume', 'revoke', 'expire', 'done remove', 'done suspend', 'done resume', 'certified'), until: fc.option(fc.integer({ min: 0, max: 800 })) }),
  { maxLength: 40 },
).map((list) => [...list].sort((a, b) => a.day - b.day));

function eventOf({ day, what, until }: { day: number; what: string; until: number | null }): GrantEvent {
  switch (what) {
    case 'extended': return { kind: 'extended', at: at(day), untilAt: until === null ? null : at(until) };
    case 'suspend': case 'resume': return { kind: 'asked', at: at(day), action: what };
    case 'revoke': return { kind: 'ending', at: at(day), end: 'revoked' };
    case 'expire': return { kind: 'ending', at: at(day), end: 'expired' };
    case 'certified': return { kind: 'certified', at: at(day) };
    default: return { kind: 'done', at: at(day), action: what.slice(5) as 'remove' };
  }
}

/** Plays what a register would: takes what can follow, leaves out what cannot. */
function play(list: readonly Parameters<typeof eventOf>[0][], until: Date | null): { taken: GrantEvent[]; grant: GrantFold } {
  const taken: GrantEvent[] = [{ kind: 'granted', at: at(0), untilAt: until }];
  let grant = next(null, taken[0] as GrantEvent) as GrantFold;
  for (const one of list) {
    const event = eventOf(one);
    const after = next(grant, event);
    if (after === null) continue;
    taken.push(event);
    grant = after;
  }
  return { taken, grant };
}

describe('the life of a grant', () => {
  it('is ended by one decision and one act in the target, in whatever order people, timers and targets come', () => {
    fc.assert(
      fc.property(events, fc.option(fc.integer({ min: 1, max: 300 })), (list, until) => {
        const { taken, grant } = play(list, until === null ? null : at(until));
        expect(fold(taken)).toEqual(grant);
        const endings = taken.filter(({ kind }) => kind === 'ending').length;
        const removals = taken.filter((event) => event.kind === 'done' && event.action === 'remove').length;
        expect(endings).toBeLessThanOrEqual(1);
        expect(removals).toBeLessThanOrEqual(endings);
        expect(isHeld(grant)).toBe(removals === 0);
        expect(grant.endedAt !== null).toBe(removals === 1);
        // Nothing but the removal follows a decision to remove; nothing at all follows the removal.
        const ending = taken.findIndex(({ kind }) => kind === 'ending');
        if (ending !== -1) expect(taken.slice(ending + 1).map(({ kind }) => kind)).toEqual(removals === 1 ? ['done'] : []);
      }),
      { numRuns: 3_000 },
    );
  });

  it('never expires before its end, and never without one', () => {
    fc.assert(
      fc.property(events, fc.option(fc.integer({ min: 1, max: 300 })), (list, until) => {
        const { taken } = play(list, until === null ? null : at(until));
        const expiry = taken.findIndex((event) => event.kind === 'ending' && event.end === 'expired');
        if (expiry === -1) return;
        const before = fold(taken.slice(0, expiry));
        expect(before.untilAt).not.toBeNull();
        expect((before.untilAt as Date).getTime()).toBeLessThanOrEqual((taken[expiry] as GrantEvent).at.getTime());
      }),
      { numRuns: 2_000 },
    );
  });

  it('is not said to be suspended, given back or gone before the target did it', () => {
    const held = fold([{ kind: 'granted', at: at(0), untilAt: null }, { kind: 'asked', at: at(1), action: 'suspend' }]);
    expect(held).toMatchObject({ state: 'active', pending: 'suspend' });
    const ending = next(held, { kind: 'ending', at: at(2), end: 'revoked' }) as GrantFold;
    expect(ending).toMatchObject({ state: 'active', pending: 'remove', ending: 'revoked' });
    expect(next(ending, { kind: 'done', at: at(3), action: 'suspend' })).toBeNull();
    expect(next(ending, { kind: 'done', at: at(3), action: 'remove' })).toMatchObject({ state: 'revoked', endedAt: at(3) });
  });

  it('cannot be folded from what never followed', () => {
    expect(() => fold([])).toThrow();
    expect(() => fold([{ kind: 'certified', at: at(0) }])).toThrow();
    expect(() => fold([{ kind: 'granted', at: at(0), untilAt: null }, { kind: 'done', at: at(1), action: 'remove' }])).toThrow();
  });
});

describe('segregation of duties', () => {
  const names = ['post', 'pay', 'approve', 'audit'];
  const rules = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)).filter(([a, b]) => a < b), { maxLength: 6 }).map((pairs) => pairs.map(([firstId, secondId], i): SodRule => ({ id: String(i), number: i + 1, firstId, secondId, mode: 'refuse', maxDays: 90 })));

  it('nobody who asks for one right after another ever holds a pair, however they are ordered', () => {
    fc.assert(
      fc.property(rules, fc.shuffledSubarray(names), (known, order) => {
        const held: Claim[] = [];
        for (const wanted of order) if (conflicts(known, held, wanted).length === 0) held.push({ entitlementId: wanted, sourceId: wanted, source: held.length % 2 === 0 ? 'grant' : 'request' });
        const has = new Set(held.map(({ entitlementId }) => entitlementId));
        for (const { firstId, secondId } of known) expect(has.has(firstId) && has.has(secondId)).toBe(false);
      }),
    );
  });

  it('says the same whichever right of a pair is asked for first', () => {
    fc.assert(
      fc.property(rules, fc.constantFrom(...names), fc.constantFrom(...names), (known, a, b) => {
        const one = conflicts(known, [{ entitlementId: a, sourceId: 'x', source: 'grant' }], b).map(({ rule }) => rule.id);
        const other = conflicts(known, [{ entitlementId: b, sourceId: 'x', source: 'grant' }], a).map(({ rule }) => rule.id);
        expect(one).toEqual(other);
      }),
    );
  });
});

describe('a period', () => {
  const now = at(100);
  it.each([
    ['ends in the past', { fromAt: null, untilAt: at(99) }, { maxDays: null, exceptionDays: null }, 'access.until_after_from'],
    ['begins long ago', { fromAt: at(90), untilAt: at(120) }, { maxDays: null, exceptionDays: null }, 'access.from_in_past'],
    ['ends before it begins', { fromAt: at(110), untilAt: at(105) }, { maxDays: null, exceptionDays: null }, 'access.until_after_from'],
    ['has no end where the right wants one', { fromAt: null, untilAt: null }, { maxDays: 30, exceptionDays: null }, 'access.until_required'],
    ['is longer than the right allows', { fromAt: null, untilAt: at(140) }, { maxDays: 30, exceptionDays: null }, 'access.until_too_late'],
    ['is longer than the exception allows', { fromAt: null, untilAt: at(120) }, { maxDays: 30, exceptionDays: 10 }, 'access.until_too_late'],
    ['is an endless exception', { fromAt: null, untilAt: null }, { maxDays: null, exceptionDays: 90 }, 'access.until_required'],
  ])('that %s is refused', (_name, period, policy, code) => expect(periodFault(period, policy, now)?.code).toBe(code));

  it('within the policy is fine', () => {
    expect(periodFault({ fromAt: null, untilAt: null }, { maxDays: null, exceptionDays: null }, now)).toBeNull();
    expect(periodFault({ fromAt: at(105), untilAt: at(135) }, { maxDays: 30, exceptionDays: null }, now)).toBeNull();
  });
});

it('what is unusual about a grant is told, the most telling first', () => {
  const usual = { grantedAt: at(0), untilAt: at(200), lastUsedAt: at(95), movedAt: null, personActive: true, risk: 'low' as const, sod: false, missingInTarget: false };
  expect(flagsOf(usual, at(100))).toEqual([]);
  expect(flagsOf({ ...usual, lastUsedAt: at(2), movedAt: at(50), untilAt: null, risk: 'high' }, at(100))).toEqual(['mover', 'unused', 'endless', 'high_risk']);
  expect(flagsOf({ ...usual, sod: true, personActive: false, missingInTarget: true }, at(400))).toEqual(['sod', 'leaver', 'drift', 'unused', 'long_held']);
});
