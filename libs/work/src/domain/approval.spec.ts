import fc from 'fast-check';
import { type Answer, type ApprovalEvent, type ApprovalLife, type Step, follow, neededOf, outcomeOf, stepOutcome } from './approval';

const vote = (personId: string, answer: Answer | null = null, answeredBy: string | null = answer && personId) => ({ personId, answer, answeredBy });
const step = (mode: Step['mode'], votes: Step['votes'], needed: number | null = null): Step => ({ mode, needed, votes });

describe('a step of an approval', () => {
  it.each([
    ['any: the first approval passes it', step('any', [vote('a'), vote('b', 'approved')]), 'approved'],
    ['all: one is missing', step('all', [vote('a', 'approved'), vote('b')]), 'running'],
    ['all: all are there', step('all', [vote('a', 'approved'), vote('b', 'approved')]), 'approved'],
    ['2 of 3', step('n_of_m', [vote('a', 'approved'), vote('b'), vote('c', 'approved')], 2), 'approved'],
    ['2 of 3 by one person who also stands in for another', step('n_of_m', [vote('a', 'approved'), vote('b', 'approved', 'a'), vote('c')], 2), 'running'],
    ['a refusal ends it, whatever else was said', step('any', [vote('a', 'approved'), vote('b', 'refused')]), 'refused'],
    ['nobody asked lets nothing pass', step('all', []), 'running'],
    ['the requester’s own word counts for nothing', step('any', [vote('me', 'approved')]), 'running'],
    ['nor as somebody’s stand-in', step('any', [vote('a', 'approved', 'me')]), 'running'],
  ] as const)('%s', (_, given, expected) => expect(stepOutcome(given, ['me'])).toBe(expected));
});

describe('an approval', () => {
  it('asks its steps in their order', () => {
    expect(outcomeOf([step('any', [vote('a')]), step('any', [vote('b', 'approved')])], [])).toEqual({ outcome: 'running', asking: 0 });
    expect(outcomeOf([step('any', [vote('a', 'approved')]), step('any', [vote('b')])], [])).toEqual({ outcome: 'running', asking: 1 });
    expect(outcomeOf([], [])).toEqual({ outcome: 'running', asking: null });
  });

  const PEOPLE = ['requester', 'a', 'b', 'c', 'd'];
  const person = fc.constantFrom(...PEOPLE);
  const steps = fc.array(
    fc.record({
      mode: fc.constantFrom('any' as const, 'all' as const, 'n_of_m' as const),
      needed: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
      votes: fc.uniqueArray(fc.record({ personId: person, answeredBy: fc.option(person, { nil: null }), answer: fc.constantFrom<(Answer | null)[]>('approved', 'approved', 'approved', null, 'refused') }), { maxLength: 5, selector: ({ personId }) => personId }),
    }),
    { minLength: 1, maxLength: 4 },
  );

  it('never passes without the required number of different people, none of them the requester', () => {
    fc.assert(
      fc.property(steps, (given) => {
        if (outcomeOf(given, ['requester']).outcome !== 'approved') return;
        for (const one of given) {
          const approvers = new Set(one.votes.filter(({ answer, answeredBy }) => answer === 'approved' && answeredBy !== null && answeredBy !== 'requester').map(({ answeredBy }) => answeredBy));
          expect(approvers.size).toBeGreaterThanOrEqual(one.mode === 'all' ? 1 : neededOf(one));
          if (one.mode === 'all') for (const asked of one.votes) expect([asked.answer, asked.answeredBy === 'requester', asked.answeredBy === null]).toEqual(['approved', false, false]);
          expect(one.votes.some(({ answer, answeredBy }) => answer === 'refused' && answeredBy !== null && answeredBy !== 'requester')).toBe(false);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('never passes by fewer answers: taking any approval of an unfinished step away passes nothing', () => {
    fc.assert(
      fc.property(steps, fc.nat(), fc.nat(), (given, s, v) => {
        if (outcomeOf(given, ['requester']).outcome !== 'running') return;
        const fewer = given.map((one, i) => (i === s % given.length ? { ...one, votes: one.votes.map((each, j) => (one.votes.length > 0 && j === v % one.votes.length ? { ...each, answer: null, answeredBy: null } : each)) } : one));
        expect(outcomeOf(fewer, ['requester']).outcome).not.toBe('approved');
      }),
      { numRuns: 2_000 },
    );
  });
});

/* Sequences of everything that can happen to an approval (issue: answers, delegations, withdrawals and expiries in any order, by anybody). */
describe('the life of an approval', () => {
  const PEOPLE = ['requester', 'a', 'b', 'c', 'd', 'e'];
  const person = fc.constantFrom(...PEOPLE);
  const policy = fc.array(
    fc.record({ mode: fc.constantFrom('any' as const, 'all' as const, 'n_of_m' as const), asked: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 4 }), needed: fc.integer({ min: 1, max: 4 }) }),
    { minLength: 1, maxLength: 3 },
  );
  const started = (steps: { mode: 'any' | 'all' | 'n_of_m'; asked: string[]; needed: number }[]): ApprovalLife => ({
    state: 'running', excluded: ['requester'],
    steps: steps.map(({ mode, asked, needed }, i) => ({
      mode, needed: mode === 'n_of_m' ? Math.min(needed, asked.length) : null, state: i === 0 ? 'asking' : 'waiting',
      votes: asked.map((personId) => ({ id: `${i}-${personId}`, personId, delegateId: null, answer: null, answeredBy: null })),
    })),
  });
  const voteId = fc.tuple(fc.nat(2), person).map(([step, who]) => `${step}-${who}`);
  /** Anybody, standing in for up to two others. */
  const voter = fc.tuple(person, fc.uniqueArray(person, { maxLength: 2 })).map(([personId, others]) => ({ personId, for: [...new Set([personId, ...others])] }));
  const answer = fc.constantFrom<Answer>('approved', 'approved', 'approved', 'approved', 'approved', 'refused');
  /** By whoever was asked: without these hardly any sequence would get anywhere. */
  const asked = fc.record({ step: fc.nat(2), who: person, answer }).map(({ step, who, answer: said }): ApprovalEvent => ({ kind: 'answer', voteId: `${step}-${who}`, by: { personId: who, for: [who] }, answer: said }));
  const event: fc.Arbitrary<ApprovalEvent> = fc.oneof(
    { weight: 12, arbitrary: asked },
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('answer' as const), voteId, by: voter, answer }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('delegate' as const), voteId, by: voter, to: person }) },
    { weight: 1, arbitrary: fc.constantFrom<ApprovalEvent>({ kind: 'expire' }, { kind: 'withdraw' }) },
  );

  it('no sequence of answers, delegations, withdrawals and expiries passes without the required approvals, or approves one’s own', () => {
    let passed = 0;
    fc.assert(
      fc.property(policy, fc.array(event, { maxLength: 40, size: 'max' }), (steps, events) => {
        let life = started(steps);
        /** Written down apart from the rules: who said yes or no to which vote, while it could be said. */
        const said = new Map<string, { by: string; answer: Answer }>();
        for (const each of events) {
          const next = follow(life, each);
          if (typeof next === 'string') continue;
          expect(life.state).toBe('running');
          if (each.kind === 'answer') {
            expect(each.by.personId).not.toBe('requester');
            expect(said.has(each.voteId)).toBe(false);
            said.set(each.voteId, { by: each.by.personId, answer: each.answer });
          }
          life = next;
        }
        if (life.state !== 'approved') return;
        passed++;
        expect([...said.values()].some(({ answer }) => answer === 'refused')).toBe(false);
        steps.forEach(({ mode, asked, needed }, i) => {
          const approvals = asked.flatMap((who) => said.get(`${i}-${who}`) ?? []);
          if (mode === 'all') expect(approvals).toHaveLength(asked.length);
          expect(new Set(approvals.map(({ by }) => by)).size).toBeGreaterThanOrEqual(mode === 'n_of_m' ? Math.min(needed, asked.length) : 1);
        });
      }),
      { numRuns: 4_000 },
    );
    // The property is worth nothing where nothing ever passes.
    expect(passed).toBeGreaterThan(50);
  });

  it('what has ended stays as it ended, whatever comes', () => {
    fc.assert(
      fc.property(policy, fc.array(event, { maxLength: 30 }), event, (steps, events, late) => {
        const life = events.reduce<ApprovalLife>((now, each) => { const next = follow(now, each); return typeof next === 'string' ? now : next; }, started(steps));
        if (life.state === 'running') return;
        expect(typeof follow(life, late)).toBe('string');
        expect(life.steps.every(({ state }) => state !== 'asking' && state !== 'waiting')).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('a vote is handed over once, to somebody who may decide, and can be taken back by whoever was asked', () => {
    const life = started([{ mode: 'any', asked: ['a'], needed: 1 }]);
    const a = { personId: 'a', for: ['a'] };
    expect(follow(life, { kind: 'delegate', voteId: '0-a', by: a, to: 'requester' })).toBe('to_excluded');
    const handed = follow(life, { kind: 'delegate', voteId: '0-a', by: a, to: 'b' }) as ApprovalLife;
    const b = { personId: 'b', for: ['b'] };
    expect(follow(handed, { kind: 'delegate', voteId: '0-a', by: b, to: 'c' })).toBe('not_asked');
    expect(follow(handed, { kind: 'answer', voteId: '0-a', by: b, answer: 'approved' })).toMatchObject({ state: 'approved' });
    expect(follow(handed, { kind: 'delegate', voteId: '0-a', by: a, to: 'a' })).toEqual(life);
  });
});
