import { ALWAYS, WorkingTime } from '@opora/calendar';
import fc from 'fast-check';
import { random, randomCase } from '../oracle/histories';
import { type AgreementDefinition, type Facts, type LedgerEvent, type PublishedAgreement, type Allowance, type LengthOf, type Rules, type Subject, chooseTargets, entryFor, holding, levelsOf, momentsOf, outcomeOf, pointOf, relive, replay, secondsOnTheWay, shorterThanWay, signalsOf } from './index';

const at = (text: string): number => Date.parse(text) / 1000;
const T = at('2027-01-04T09:00:00Z');
const definition = (more: Partial<AgreementDefinition> = {}): AgreementDefinition => ({ calendarId: 'c', match: {}, targets: [{ metric: 'resolution', seconds: 100 }], pauses: [], levels: [], validFrom: new Date((T - 1000) * 1000).toISOString(), ...more });
const version = (id: string, more: Partial<PublishedAgreement> = {}): PublishedAgreement => ({ id, agreementId: id, type: 'SLA', number: 1, publishedAt: T - 1000, openTickets: false, definition: definition(), ...more });
const subject: Subject = { registeredAt: T, kind: 'incident', priority: 3, departments: ['accounting', 'finance'], services: ['mail', 'communication'], categories: ['spam'], groupId: null, supplierId: null };
const chosen = (agreements: PublishedAgreement[], who = subject, now = T): string[] => chooseTargets(agreements, 'SLA', who, now).map(({ agreement, metric, seconds }) => `${agreement.id} ${metric} ${seconds}`);

describe('the agreement that holds', () => {
  it.each([
    ['department before service', [version('service', { definition: definition({ match: { serviceId: 'mail' } }) }), version('department', { definition: definition({ match: { departmentId: 'finance' } }) })], 'department'],
    ['the nearer department', [version('far', { definition: definition({ match: { departmentId: 'finance' } }) }), version('near', { definition: definition({ match: { departmentId: 'accounting' } }) })], 'near'],
    ['the nearer service', [version('near', { definition: definition({ match: { serviceId: 'mail' } }) }), version('far', { definition: definition({ match: { serviceId: 'communication' } }) })], 'near'],
    ['service before kind', [version('kind', { definition: definition({ match: { kind: 'incident' } }) }), version('service', { definition: definition({ match: { serviceId: 'communication' } }) })], 'service'],
    ['kind before category', [version('category', { definition: definition({ match: { categoryId: 'spam' } }) }), version('kind', { definition: definition({ match: { kind: 'incident' } }) })], 'kind'],
    ['category before priority', [version('priority', { definition: definition({ targets: [{ metric: 'resolution', priority: 3, seconds: 100 }] }) }), version('category', { definition: definition({ match: { categoryId: 'spam' } }) })], 'category'],
    ['a target of the priority before one for all', [version('all'), version('priority', { definition: definition({ targets: [{ metric: 'resolution', priority: 3, seconds: 100 }] }) })], 'priority'],
    ['the newest of equals', [version('new', { publishedAt: T - 10 }), version('old', { publishedAt: T - 20 })], 'new'],
  ])('is %s', (_what, agreements, winner) => {
    expect(chosen(agreements)).toEqual([`${winner} resolution 100`]);
    expect(chosen([...agreements].reverse())).toEqual([`${winner} resolution 100`]);
  });

  it('is chosen for each metric by itself', () => {
    const near = version('near', { definition: definition({ match: { serviceId: 'mail' }, targets: [{ metric: 'response', seconds: 5 }] }) });
    expect(chosen([near, version('wide')]).sort()).toEqual(['near response 5', 'wide resolution 100']);
  });

  it('leaves out other priorities, other places, other types, and what is not valid then', () => {
    const other = { match: { departmentId: 'sales' } };
    expect(chosen([version('a', { definition: definition(other) }), version('b', { type: 'OLA' }), version('c', { definition: definition({ targets: [{ metric: 'resolution', priority: 1, seconds: 1 }] }) })])).toEqual([]);
    expect(chosen([version('over', { definition: definition({ validTo: new Date(T * 1000).toISOString() }) }), version('coming', { definition: definition({ validFrom: new Date((T + 1) * 1000).toISOString() }) })])).toEqual([]);
  });
});

describe('of an agreement’s versions', () => {
  const [first, second] = [version('v1', { agreementId: 'a' }), version('v2', { agreementId: 'a', number: 2, publishedAt: T + 50 })];
  const held = (versions: PublishedAgreement[], registeredAt: number) => holding(versions, registeredAt).map(({ id }) => id);

  it('the one published before the registration holds', () => {
    expect([held([first, second], T), held([first, second], T + 50), held([second, first], T + 60)]).toEqual([['v1'], ['v2'], ['v2']]);
  });
  it('a later one holds where the manager let it hold for open tickets', () => {
    const open = { ...second, openTickets: true, definition: definition({ validFrom: new Date((T + 50) * 1000).toISOString() }) };
    expect(held([first, open], T)).toEqual(['v2']);
    expect(chosen(holding([first, open], T), subject, T + 60)).toEqual(['v2 resolution 100']);
  });
  it('the first holds for what was registered before it where it says so itself', () => {
    expect(held([first, second], T - 1000)).toEqual(['v1']);
    expect(held([first, second], T - 1001)).toEqual([]);
  });
});

describe('levels', () => {
  const rules: Rules = { seconds: 100, calendar: new WorkingTime(ALWAYS), pauses: [{ state: 'on_hold' }] };
  const levels = [{ percent: 50, notify: [] }, { offsetSeconds: -10, notify: [] }, { offsetSeconds: 30, notify: [] }];
  const dues = (ledger: LedgerEvent[], now: number) => levelsOf(levels, ledger, replay(ledger, now) as never, now).map(({ dueAt }) => (dueAt === null ? null : dueAt - T));
  const started: LedgerEvent = { at: T, event: 'started', state: 'new', rules };

  it('fall due at their points of the used time; the breach in the second after the due instant', () => expect(dues([started], T)).toEqual([101, 50, 90, 130]));
  it('wait while the clock is paused, and move by as much', () => {
    const held: LedgerEvent[] = [started, { at: T + 60, event: 'state', state: 'on_hold' }];
    expect(dues(held, T + 70)).toEqual([null, 50, null, null]);
    expect(dues([...held, { at: T + 80, event: 'state', state: 'in_progress' }], T + 80)).toEqual([121, 50, 110, 150]);
  });
  it('that were passed when the target is shortened are due at once', () => expect(dues([started, { at: T + 80, event: 'rules', rules: { ...rules, seconds: 40 } }], T + 80)).toEqual([41, 20, 30, 70]));
  it('tell no breach of a clock that stopped in the very second of its due instant', () => expect(dues([started, { at: T + 100, event: 'stopped', state: 'resolved' }], T + 200)).toEqual([null, 50, 90, null]));
  it('that come after the end never act', () => expect(dues([started, { at: T + 60, event: 'stopped', state: 'resolved' }], T + 200)).toEqual([null, 50, null, null]));
  it('are reached where the used time reaches them, in any running life', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const one = randomCase(seed, 3);
      const own: Rules = { seconds: one.seconds, calendar: new WorkingTime(one.calendar), pauses: one.pauses };
      const ledger = one.history.flatMap((event): LedgerEvent[] => (event.event === 'registered' ? [{ at: event.at, event: 'started', state: 'new', rules: own }] : event.event === 'state' && event.state !== 'cancelled' ? [{ at: event.at, event: 'state', state: event.state, reason: event.reason }] : []));
      const told = replay(ledger, one.now);
      for (const [index, { dueAt }] of levelsOf(levels, ledger, told as never, one.now).slice(1).entries()) {
        const point = pointOf(levels[index] as (typeof levels)[number], one.seconds);
        if (dueAt !== null) expect([seed, index, replay(ledger, dueAt)?.elapsedSeconds]).toEqual([seed, index, point]);
      }
    }
  });
});

describe('a target that is used up to the second', () => {
  const rules: Rules = { seconds: 100, calendar: new WorkingTime(ALWAYS), pauses: [{ state: 'on_hold' }] };
  const started: LedgerEvent = { at: T, event: 'started', state: 'new', rules };

  it('when a pause begins is due there, not where the pause ends, and late a second later', () => {
    const held: LedgerEvent[] = [started, { at: T + 100, event: 'state', state: 'on_hold' }];
    expect([replay(held, T + 100), replay([...held, { at: T + 500, event: 'state', state: 'in_progress' }], T + 500)]).toMatchObject([{ dueAt: T + 100, state: 'paused' }, { dueAt: T + 100, state: 'breached', breachedAt: T + 100 }]);
  });
  it('at closing time is due at the closing, and met by a solution of that second', () => {
    const office = new WorkingTime({ timeZone: 'UTC', week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '08:00', to: '09:30' })), exceptions: [] });
    const ledger: LedgerEvent[] = [{ ...started, rules: { ...rules, seconds: 1_800, calendar: office } }, { at: T + 1_800, event: 'stopped', state: 'resolved' }];
    expect(replay(ledger, T + 90_000)).toMatchObject({ dueAt: T + 1_800, state: 'met', remainingSeconds: 0 });
  });
});

describe('a life read back from its journal', () => {
  const present: Facts = { state: 'resolved', stateReason: null, priority: 1, serviceId: 'mail', categoryId: null, requesterId: 'r', groupId: 'g2', mergedIntoId: null };
  const change = (field: string, from: unknown, to: unknown) => ({ field, from, to });
  const entries = [
    { at: T + 10, changes: [change('groupId', null, 'g1'), change('state', 'new', 'assigned')] },
    { at: T + 20, changes: [change('title', 'a', 'b')] },
    { at: T + 30, changes: [change('priority', 3, 1), change('groupId', 'g1', 'g2')] },
    { at: T + 40, changes: [change('state', 'assigned', 'resolved')] },
  ];
  const moments = momentsOf(T, present, entries);

  it('begins as it was registered and ends as it is', () => {
    expect(moments.map(({ at: when, state, priority, groupId }) => [when - T, state, priority, groupId])).toEqual([[0, 'new', 3, null], [10, 'assigned', 3, 'g1'], [30, 'assigned', 1, 'g2'], [40, 'resolved', 1, 'g2']]);
    expect(moments.at(-1)).toMatchObject(present);
  });
  it('tells the clocks what happened, a merge that was undone left out', () => {
    expect(signalsOf(moments, T + 5).map(({ at: when, event }) => [when - T, event])).toEqual([[5, 'public_reply'], [10, 'state'], [40, 'resolved']]);
    const merged = momentsOf(T, { ...present, state: 'new' }, [{ at: T + 5, changes: [change('state', 'new', 'closed'), change('mergedIntoId', null, 'x')] }, { at: T + 9, changes: [change('state', 'closed', 'new'), change('mergedIntoId', 'x', null)] }]);
    expect(signalsOf(merged, null)).toEqual([]);
  });
  it('is measured anew: by stays in groups, by changing targets', () => {
    const rulesOf = (_metric: string, allowance: Allowance): Rules => ({ ...allowance, calendar: new WorkingTime(ALWAYS), pauses: [] });
    const targets = moments.map(({ priority }) => [{ metric: 'resolution' as const, seconds: priority === 1 ? 25 : 100 }]);
    expect(relive('SLA', { moments, firstResponseAt: null }, targets, rulesOf, T + 99)).toMatchObject([{ metric: 'resolution', told: { state: 'breached', dueAt: T + 25, breachedAt: T + 30 } }]);
    const stays = moments.map(({ groupId }) => (groupId === null ? [] : [{ metric: 'group_work' as const, seconds: groupId === 'g1' ? 15 : 20 }]));
    expect(relive('OLA', { moments, firstResponseAt: null }, stays, rulesOf, T + 99).map(({ told }) => [told.startedAt - T, told.state, told.elapsedSeconds])).toEqual([[10, 'breached', 20], [30, 'met', 10]]);
    expect([outcomeOf(['met', 'breached']), outcomeOf(['met', 'running']), outcomeOf(['cancelled']), outcomeOf(['met', 'cancelled'])]).toEqual(['breached', 'open', 'none', 'met']);
  });
});

describe('a service level and the agreements on its way', () => {
  const ola = version('ola', { type: 'OLA', definition: definition({ match: { groupId: 'g1' }, targets: [{ metric: 'group_work', seconds: 60 }] }) });
  const uc = version('uc', { type: 'UC', definition: definition({ match: { supplierId: 's' }, targets: [{ metric: 'supplier_resolution', priority: 2, seconds: 50 }] }) });
  const inSeconds: LengthOf = (_calendarId, { seconds, days }) => seconds ?? (days ?? 0) * 30;
  const services = [{ id: 'mail', chain: ['mail', 'communication'], groups: [{ id: 'g1', supplierId: null }, { id: 'gx', supplierId: 's' }] }, { id: 'desk', chain: ['desk'], groups: [{ id: 'g2', supplierId: null }] }];
  const ways = new Map(services.map((service) => [service.id, [0, 1, 2, 3, 4, 5].map((priority) => secondsOnTheWay(service, priority, [ola, uc], T, inSeconds))]));

  it('are compared by priority along the groups of each service it is about', () => {
    expect(ways.get('mail')).toEqual([60, 60, 110, 60, 60, 60]);
    expect(shorterThanWay(definition({ targets: [{ metric: 'resolution', seconds: 100 }] }), services, ways, inSeconds)).toEqual([{ priority: 2, serviceId: 'mail', targetSeconds: 100, waySeconds: 110 }]);
    expect(shorterThanWay(definition({ match: { serviceId: 'desk' }, targets: [{ metric: 'resolution', seconds: 1 }] }), services, ways, inSeconds)).toEqual([]);
  });
});

describe('a prefix of a life', () => {
  it('says of its time what the whole says of it, with every kind of entry', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (seed, share) => {
        const one = randomCase(seed, 3);
        const roll = random(seed + 1);
        const rules = (seconds: number): Rules => ({ seconds, calendar: new WorkingTime(one.calendar), pauses: one.pauses });
        const ledger = one.history.flatMap(({ at: when, event, state, reason, seconds }): LedgerEvent[] => {
          if (event === 'registered') return [{ at: when, event: 'started', state, rules: rules(one.seconds) }];
          if (event === 'priority') return [{ at: when, event: 'rules', rules: rules(seconds ?? 600 + Math.floor(roll() * 9000)) }];
          const entry = entryFor(one.metric, { at: when, event: event as 'state', state, reason });
          return entry ? [entry] : [];
        });
        const middle = Math.floor(ledger[0] ? ledger[0].at + (one.now - ledger[0].at) * share : one.now);
        expect(replay(ledger, middle)).toEqual(replay(ledger.filter((event) => event.at <= middle), middle));
        const counted = (now: number) => (replay(ledger, now)?.intervals ?? []).filter(({ kind, from }) => kind === 'counted' && from < middle).reduce((sum, { from, to }) => sum + Math.min(to, middle) - from, 0);
        const [early, late] = [replay(ledger.filter((event) => event.at <= middle), middle), replay(ledger, one.now)];
        if (early && late && early.dueAt > middle && late.dueAt > middle && late.stoppedAt === null && early.stoppedAt === null) expect(counted(one.now)).toBe(counted(middle));
      }),
      { numRuns: 150, seed: 20_270_104 },
    );
  });
});
