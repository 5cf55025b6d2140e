import { ALWAYS, type CalendarDefinition, WorkingTime } from '@opora/calendar';
import { difference } from '../oracle/compare';
import { randomCase } from '../oracle/histories';
import { type LedgerEvent, type Rules, replay, simulate } from './index';

const at = (text: string): number => Date.parse(text) / 1000;
const iso = (instant: number | null | undefined): string | null => (instant === null || instant === undefined ? null : new Date(instant * 1000).toISOString().replace('.000Z', 'Z'));
const OFFICE: CalendarDefinition = { timeZone: 'Europe/Kyiv', week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' })), exceptions: [{ date: '2027-01-01', name: 'Новий рік', intervals: [] }] };
const office = new WorkingTime(OFFICE);
const pauses = [{ metric: 'resolution' as const, state: 'on_hold', reason: 'requester' }, { metric: 'resolution' as const, state: 'on_hold', reason: 'scheduled' }];
const HOURS = 3600;

function run(history: [string, string, (string | { response?: number; resolution?: number })?, string?][], now: string, calendar = office): Record<string, ReturnType<typeof simulate>[number]['clock']> {
  const clocks = simulate({
    calendar,
    targets: [{ metric: 'response', seconds: 1 * HOURS }, { metric: 'resolution', seconds: 8 * HOURS }],
    pauses,
    history: history.map(([when, event, what, reason]) => ({
      at: at(when), event: event as 'state',
      ...(typeof what === 'string' ? { state: what, reason } : {}),
      ...(typeof what === 'object' ? { targets: Object.entries(what).map(([metric, seconds]) => ({ metric: metric as 'response', seconds })) } : {}),
    })),
    now: at(now),
  });
  return Object.fromEntries(clocks.map(({ metric, clock }) => [metric, clock]));
}

describe('a clock', () => {
  it('is due when the working time of its target is used up', () => {
    const { response, resolution } = run([['2026-12-30T14:30:00Z', 'registered', 'new']], '2026-12-30T14:30:00Z');
    expect(iso(response?.dueAt)).toBe('2026-12-30T15:30:00Z');
    expect(iso(resolution?.dueAt)).toBe('2026-12-31T13:30:00Z');
    expect(resolution).toMatchObject({ state: 'running', remainingSeconds: 8 * HOURS, elapsedSeconds: 0 });
  });

  it('leaves out what waits for the requester, and only from the resolution', () => {
    const clocks = run([['2026-12-28T07:00:00Z', 'registered', 'new'], ['2026-12-28T08:00:00Z', 'state', 'on_hold', 'requester'], ['2026-12-28T10:00:00Z', 'state', 'in_progress']], '2026-12-28T11:00:00Z');
    expect(iso(clocks['resolution']?.dueAt)).toBe('2026-12-29T08:00:00Z');
    expect(clocks['response']).toMatchObject({ state: 'breached', breachedAt: at('2026-12-28T08:00:00Z') });
  });

  it('counts the supplier’s time', () => {
    const { resolution } = run([['2026-12-28T07:00:00Z', 'registered', 'new'], ['2026-12-28T08:00:00Z', 'state', 'on_hold', 'supplier']], '2026-12-28T10:00:00Z');
    expect(resolution).toMatchObject({ state: 'running', elapsedSeconds: 3 * HOURS });
  });

  it('is met on the second and breached one second later, whenever that is judged', () => {
    const life = (resolvedAt: string) => run([['2026-12-28T07:00:00Z', 'registered', 'new'], [resolvedAt, 'resolved', 'resolved']], '2027-02-01T00:00:00Z');
    expect(life('2026-12-28T15:00:00Z')['resolution']?.state).toBe('met');
    expect(life('2026-12-28T15:00:01Z')['resolution']).toMatchObject({ state: 'breached', breachedAt: at('2026-12-28T15:00:00Z') });
  });

  it('goes on after a reopening as if the time since the resolution had not been', () => {
    const { resolution } = run(
      [['2026-12-28T07:00:00Z', 'registered', 'new'], ['2026-12-28T09:00:00Z', 'resolved', 'resolved'], ['2026-12-29T09:00:00Z', 'reopened', 'in_progress']],
      '2026-12-29T10:00:00Z',
    );
    expect(resolution).toMatchObject({ state: 'running', elapsedSeconds: 3 * HOURS });
    expect(iso(resolution?.dueAt)).toBe('2026-12-29T15:00:00Z');
  });

  it('takes a new target from the original start with what was used, and is breached at once where that is too much', () => {
    const shortened = run([['2026-12-28T07:00:00Z', 'registered', 'new'], ['2026-12-28T12:00:00Z', 'priority', { resolution: 4 * HOURS }]], '2026-12-28T12:00:00Z');
    expect(shortened['resolution']).toMatchObject({ state: 'breached', dueAt: at('2026-12-28T11:00:00Z'), breachedAt: at('2026-12-28T12:00:00Z') });
    const lengthened = run([['2026-12-28T07:00:00Z', 'registered', 'new'], ['2026-12-28T12:00:00Z', 'priority', { resolution: 10 * HOURS }]], '2026-12-28T12:00:00Z');
    expect(iso(lengthened['resolution']?.dueAt)).toBe('2026-12-29T08:00:00Z');
  });

  it('counts the resolution as the first response where nobody answered before', () => {
    expect(run([['2026-12-28T07:00:00Z', 'registered', 'new'], ['2026-12-28T07:30:00Z', 'resolved', 'resolved']], '2026-12-28T09:00:00Z')['response']).toMatchObject({ state: 'met', elapsedSeconds: 1800 });
  });

  it('ends when the ticket is cancelled', () => {
    expect(run([['2026-12-28T07:00:00Z', 'registered', 'new'], ['2026-12-28T12:00:00Z', 'state', 'cancelled']], '2027-01-28T09:00:00Z')['resolution']).toMatchObject({ state: 'cancelled', breachedAt: null });
  });

  it('explains itself: the pieces tile start to due and their counted seconds are the target', () => {
    const { resolution } = run(
      [['2026-12-30T12:00:00Z', 'registered', 'new'], ['2026-12-30T13:00:00Z', 'state', 'on_hold', 'requester'], ['2026-12-31T08:00:00Z', 'state', 'in_progress']],
      '2026-12-31T09:00:00Z',
    );
    expect(resolution?.intervals.map(({ from, to, kind, reason }) => [iso(from), iso(to), kind, reason])).toEqual([
      ['2026-12-30T12:00:00Z', '2026-12-30T13:00:00Z', 'counted', null],
      ['2026-12-30T13:00:00Z', '2026-12-30T16:00:00Z', 'paused', 'on_hold:requester'],
      ['2026-12-30T16:00:00Z', '2026-12-31T07:00:00Z', 'out_of_hours', null],
      ['2026-12-31T07:00:00Z', '2026-12-31T08:00:00Z', 'paused', 'on_hold:requester'],
      ['2026-12-31T08:00:00Z', '2026-12-31T15:00:00Z', 'counted', null],
    ]);
  });
});

describe('a target in working days', () => {
  const due = (registered: string, days: number, more: [string, 'state' | 'resolved', string, string?][] = [], now = registered) => {
    const history = [{ at: at(registered), event: 'registered' as const, state: 'new' }, ...more.map(([when, event, state, reason]) => ({ at: at(when), event, state, reason }))];
    return simulate({ calendar: office, targets: [{ metric: 'resolution', days }], pauses, history, now: at(now) })[0]?.clock;
  };

  it.each([
    ['2026-12-28T08:30:00Z', 1, '2026-12-29T08:30:00Z', 'the same hour of the next working day'],
    ['2026-12-31T08:30:00Z', 1, '2027-01-04T08:30:00Z', 'over a holiday and a weekend'],
    ['2026-12-28T07:00:00Z', 1, '2026-12-29T07:00:00Z', 'at the opening, not at the closing before it'],
    ['2026-12-26T10:00:00Z', 1, '2026-12-29T07:00:00Z', 'from the opening where it is closed'],
    ['2027-03-26T13:00:00Z', 1, '2027-03-29T12:00:00Z', 'by the wall over a change of the clocks'],
  ])('from %s of %i ends at %s: %s', (registered, days, wanted) => expect(iso(due(registered, days)?.dueAt)).toBe(wanted));

  it('of what came later is never due earlier', () => {
    const dues = Array.from({ length: 24 * 14 }, (_unused, hour) => due(new Date(Date.parse('2026-12-25T00:00:00Z') + hour * 3_600_000).toISOString(), 2)?.dueAt ?? 0);
    expect(dues).toEqual([...dues].sort((a, b) => a - b));
  });

  it('leaves out pauses, tells its days and adds up to the second', () => {
    const told = due('2026-12-28T08:30:00Z', 1, [['2026-12-28T09:00:00Z', 'state', 'on_hold', 'requester'], ['2026-12-28T11:00:00Z', 'state', 'in_progress']], '2026-12-28T12:00:00Z');
    expect(told).toMatchObject({ targetDays: 1, targetSeconds: 9 * HOURS, dueAt: at('2026-12-29T10:30:00Z'), state: 'running' });
    expect(told?.intervals.filter(({ kind }) => kind === 'counted').reduce((sum, { seconds }) => sum + seconds, 0)).toBe(9 * HOURS);
  });

  it('is met until the second of its hour, at the opening too', () => {
    expect(due('2026-12-28T07:00:00Z', 1, [['2026-12-29T07:00:00Z', 'resolved', 'resolved']], '2027-01-05T00:00:00Z')?.state).toBe('met');
    expect(due('2026-12-28T07:00:00Z', 1, [['2026-12-29T07:00:01Z', 'resolved', 'resolved']], '2027-01-05T00:00:00Z')).toMatchObject({ state: 'breached', breachedAt: at('2026-12-29T07:00:00Z') });
  });

  it('of a priority that changes is counted from the original start', () => {
    const history = [{ at: at('2026-12-28T08:30:00Z'), event: 'registered' as const, state: 'new' }, { at: at('2026-12-28T14:00:00Z'), event: 'priority' as const, targets: [{ metric: 'resolution' as const, days: 2 }] }];
    expect(iso(simulate({ calendar: office, targets: [{ metric: 'resolution', seconds: HOURS }], pauses, history, now: at('2026-12-28T14:00:00Z') })[0]?.clock.dueAt)).toBe('2026-12-30T08:30:00Z');
  });
});

describe('any life of a ticket', () => {
  it('is told by the engine as by the second-by-second oracle (200 seeds)', () => {
    const found = Array.from({ length: 200 }, (_unused, index) => [index + 1, difference(randomCase(index + 1, 3))] as const).filter(([, text]) => text !== null);
    expect(found).toEqual([]);
  });

  it('has intervals without gap or overlap, from the start to the due instant, that add up to the target, in seconds and in days', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const one = randomCase(seed, 3);
      const [told] = simulate({
        calendar: new WorkingTime(one.calendar), targets: [{ metric: one.metric, ...(one.days ? { days: one.days } : { seconds: one.seconds }) }], pauses: one.pauses.map((pause) => ({ ...pause, metric: one.metric })),
        history: one.history.map(({ seconds, days, ...event }) => ({ ...event, event: event.event as 'state', targets: seconds === undefined ? undefined : [{ metric: one.metric, ...(days ? { days } : { seconds }) }] })), now: one.now,
      });
      if (!told) continue;
      const { intervals, startedAt, dueAt, stoppedAt, state, targetSeconds, elapsedSeconds } = told.clock;
      const stopped = stoppedAt !== null && state !== 'breached';
      const counted = intervals.filter(({ kind }) => kind === 'counted').reduce((sum, { seconds }) => sum + seconds, 0);
      expect([seed, intervals[0]?.from ?? startedAt, intervals.at(-1)?.to ?? startedAt]).toEqual([seed, startedAt, stopped ? stoppedAt : dueAt]);
      intervals.slice(1).forEach((tile, index) => expect([seed, tile.from]).toEqual([seed, intervals[index]?.to]));
      expect([seed, counted]).toEqual([seed, stopped ? elapsedSeconds : targetSeconds]);
    }
  });

  it('never says of the past what its prefix did not say', () => {
    const rules: Rules = { seconds: 4 * HOURS, calendar: office, pauses: [{ state: 'on_hold', reason: 'requester' }] };
    for (let seed = 1; seed <= 200; seed++) {
      const one = randomCase(seed, 3);
      const ledger: LedgerEvent[] = one.history.flatMap(({ at: when, event, state, reason }): LedgerEvent[] =>
        event === 'registered' ? [{ at: when, event: 'started', state, rules }] : event === 'state' && state !== 'cancelled' ? [{ at: when, event: 'state', state, reason }] : [],
      );
      const middle = Math.floor((one.now + (one.history[0]?.at ?? 0)) / 2);
      const prefix = replay(ledger.filter((event) => event.at <= middle), middle);
      const whole = replay(ledger, one.now);
      const past = (whole?.intervals ?? []).filter(({ from }) => from < Math.min(middle, prefix?.dueAt ?? middle)).map((tile) => ({ ...tile, to: Math.min(tile.to, middle, prefix?.dueAt ?? middle) }));
      const told = (prefix?.intervals ?? []).filter(({ from }) => from < middle).map((tile) => ({ ...tile, to: Math.min(tile.to, middle) }));
      const counted = (tiles: { kind: string; from: number; to: number }[]) => tiles.filter(({ kind }) => kind === 'counted').reduce((sum, { from, to }) => sum + to - from, 0);
      expect([seed, counted(past)]).toEqual([seed, counted(told)]);
    }
  });

  it('counts every second of a calendar that is always open', () => {
    expect(run([['2027-03-28T00:00:00Z', 'registered', 'new']], '2027-03-28T05:00:00Z', new WorkingTime(ALWAYS))['resolution']).toMatchObject({ elapsedSeconds: 5 * HOURS });
  });
});
