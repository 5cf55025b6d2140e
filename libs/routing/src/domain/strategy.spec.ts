import * as fc from 'fast-check';
import { destination } from './destination';
import { type Candidate, type OnCall, choose, chooseOnCall } from './strategy';

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 2, 8, minute));
const person = (personId: string, more: Partial<Candidate> = {}): Candidate => ({ personId, load: 0, capacity: null, absentUntil: null, lastTurn: null, ...more });
const people = fc.uniqueArray(
  fc.record({
    personId: fc.stringMatching(/^[a-z]{1,6}$/),
    load: fc.nat(20),
    capacity: fc.option(fc.nat(20)),
    absentUntil: fc.option(fc.constant(at(59))),
    lastTurn: fc.option(fc.nat(50)),
  }),
  { selector: (candidate) => candidate.personId, maxLength: 12 },
);
const strategies = fc.constantFrom('manual' as const, 'round_robin' as const, 'least_loaded' as const);

describe('manual', () => {
  it('chooses nobody', () => expect(choose('manual', [person('anna')])).toEqual({ strategy: 'manual', chosen: null, reason: 'manual', candidates: [] }));
});

describe('round robin', () => {
  it('gives it to who waited longest and says why not to the others', () => {
    const decision = choose('round_robin', [person('anna', { lastTurn: 5 }), person('boris', { lastTurn: 1 }), person('ivan', { absentUntil: at(59) }), person('olha', { load: 3, capacity: 3 })]);
    expect(decision).toMatchObject({ chosen: 'boris', reason: 'their_turn' });
    expect(decision.candidates.map((candidate) => [candidate.personId, candidate.outcome])).toEqual([['anna', 'not_their_turn'], ['boris', 'chosen'], ['ivan', 'absent'], ['olha', 'at_capacity']]);
  });
  it('goes round: in as many tickets as there are members each gets one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 3 }), (ids, rounds) => {
        let members = ids.map((id) => person(id));
        const given: string[] = [];
        for (let turn = 0; turn < ids.length * rounds; turn++) {
          const { chosen } = choose('round_robin', members);
          given.push(chosen ?? '');
          members = members.map((member) => (member.personId === chosen ? { ...member, lastTurn: turn, load: member.load + 1 } : member));
        }
        for (const id of ids) expect(given.filter((name) => name === id)).toHaveLength(rounds);
      }),
    );
  });
});

describe('least loaded', () => {
  it('gives it to who has the least', () => {
    const decision = choose('least_loaded', [person('anna', { load: 4 }), person('boris', { load: 2, lastTurn: 9 }), person('ivan', { load: 2, lastTurn: 3 })]);
    expect(decision).toMatchObject({ chosen: 'ivan', reason: 'least_loaded' });
    expect(decision.candidates.map((candidate) => candidate.outcome)).toEqual(['more_loaded', 'equal', 'chosen']);
  });
  it('leaves nobody free with less', () => {
    fc.assert(
      fc.property(people, (candidates) => {
        const { chosen } = choose('least_loaded', candidates);
        const load = candidates.find((candidate) => candidate.personId === chosen)?.load ?? Infinity;
        for (const candidate of candidates)
          if (!candidate.absentUntil && (candidate.capacity === null || candidate.load < candidate.capacity)) expect(candidate.load).toBeGreaterThanOrEqual(load);
      }),
    );
  });
});

describe('each strategy', () => {
  it('never chooses who is absent or full, and chooses somebody where somebody is free', () => {
    fc.assert(
      fc.property(strategies, people, (strategy, candidates) => {
        const free = candidates.filter((candidate) => !candidate.absentUntil && (candidate.capacity === null || candidate.load < candidate.capacity)).map((candidate) => candidate.personId);
        const { chosen, candidates: told } = choose(strategy, candidates);
        if (strategy === 'manual' || free.length === 0) expect(chosen).toBeNull();
        else {
          expect(free).toContain(chosen);
          expect(told.filter((candidate) => candidate.outcome === 'chosen').map((candidate) => candidate.personId)).toEqual([chosen]);
          expect(told).toHaveLength(candidates.length);
        }
      }),
    );
  });
  it('decides the same in whatever order the candidates come', () => {
    fc.assert(fc.property(strategies, people, (strategy, candidates) => expect(choose(strategy, [...candidates].reverse())).toEqual(choose(strategy, candidates))));
  });
});

describe('on call', () => {
  const onCall = (personId: string, more: Partial<OnCall> = {}): OnCall => ({ ...person(personId), works: true, standsInFor: null, ...more });

  it('gives it to the first of the rota; the second stands by', () => {
    const decision = chooseOnCall([onCall('anna'), onCall('boris')]);
    expect(decision).toMatchObject({ chosen: 'anna', reason: 'on_call' });
    expect(decision.candidates.map(({ outcome }) => outcome)).toEqual(['chosen', 'stands_by']);
  });
  it('goes to the substitute of who is absent, then to the second; never to who is full or left the group', () => {
    const rota = [onCall('anna', { absentUntil: at(59) }), onCall('ivan', { standsInFor: 'anna', works: false }), onCall('boris', { load: 4, capacity: 4 }), onCall('olha')];
    const decision = chooseOnCall(rota);
    expect(decision).toMatchObject({ chosen: 'olha', reason: 'on_call' });
    expect(decision.candidates.map(({ personId, outcome, standsInFor }) => [personId, outcome, standsInFor])).toEqual([['anna', 'absent', undefined], ['ivan', 'not_a_member', 'anna'], ['boris', 'at_capacity', undefined], ['olha', 'chosen', undefined]]);
    expect(chooseOnCall([onCall('anna', { absentUntil: at(59) }), onCall('ivan', { standsInFor: 'anna' })]).chosen).toBe('ivan');
  });
  it('leaves it to the group outside of all shifts, and where nobody can', () => {
    expect(chooseOnCall([])).toEqual({ strategy: 'on_call', chosen: null, reason: 'no_rota', candidates: [] });
    expect(chooseOnCall([onCall('anna', { absentUntil: at(59) })])).toMatchObject({ chosen: null, reason: 'nobody_available' });
  });
});

describe('the destination of a new ticket', () => {
  const group = (id: string) => ({ id, line: 1 });
  it.each([
    ['what a person says', { chosen: group('a'), category: group('b'), service: group('c') }, 'a', 'chosen'],
    ['what the category says', { chosen: null, category: group('b'), service: group('c') }, 'b', 'category_default'],
    ['the first line of the service', { chosen: null, category: null, service: group('c') }, 'c', 'service_group'],
    ['triage', { chosen: null, category: null, service: null }, undefined, 'none'],
  ])('is %s', (_, facts, id, rule) => {
    const result = destination(facts);
    expect(result.group?.id).toBe(id);
    expect(result.rule).toBe(rule);
  });
});
