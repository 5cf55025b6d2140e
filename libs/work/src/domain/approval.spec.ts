import fc from 'fast-check';
import { type Answer, type Step, neededOf, outcomeOf, stepOutcome } from './approval';

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
