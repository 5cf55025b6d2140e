import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ALWAYS, type CalendarDefinition, WorkingTime } from './index';

const at = (text: string): number => Date.parse(text) / 1000;
const iso = (instant: number): string => new Date(instant * 1000).toISOString().replace('.000Z', 'Z');
const OFFICE: CalendarDefinition = {
  timeZone: 'Europe/Kyiv',
  week: [1, 2, 3, 4, 5].flatMap((day) => [{ day, from: '09:00', to: '13:00' }, { day, from: '14:00', to: '18:00' }]),
  exceptions: [
    { date: '2027-01-01', name: 'Новий рік', intervals: [] },
    { date: '2026-12-31', name: 'Скорочений день', intervals: [{ from: '09:00', to: '12:00' }] },
  ],
};
const NIGHT: CalendarDefinition = { timeZone: 'Europe/Kyiv', week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '22:00', to: '06:00' })), exceptions: [] };

describe('working time', () => {
  const office = new WorkingTime(OFFICE);

  it('runs over lunch, the night, the week-end, a shortened day and a holiday', () => {
    expect(iso(office.add(at('2026-12-30T15:30:00Z'), 3 * 3600))).toBe('2026-12-31T09:30:00Z');
    expect(iso(office.add(at('2026-12-31T09:30:00Z'), 3600))).toBe('2027-01-04T07:30:00Z');
  });

  it('gives the closing for a time used up exactly at closing, and the next opening for no time at a closed instant', () => {
    expect(iso(office.add(at('2026-12-30T12:00:00Z'), 4 * 3600))).toBe('2026-12-30T16:00:00Z');
    expect(iso(office.add(at('2026-12-30T20:00:00Z'), 0))).toBe('2026-12-31T07:00:00Z');
    expect(office.worked(at('2026-12-30T12:00:00Z'), at('2026-12-30T11:00:00Z'))).toBe(0);
  });

  it('names the holiday that it skips', () => {
    expect(office.explain(at('2026-12-31T10:00:00Z'), at('2027-01-04T07:00:00Z'))).toEqual([
      { from: at('2026-12-31T10:00:00Z'), to: at('2026-12-31T22:00:00Z'), open: false, reason: null },
      { from: at('2026-12-31T22:00:00Z'), to: at('2027-01-01T22:00:00Z'), open: false, reason: 'Новий рік' },
      { from: at('2027-01-01T22:00:00Z'), to: at('2027-01-04T07:00:00Z'), open: false, reason: null },
    ]);
  });

  it('tells a single closed second before the opening and after the closing', () => {
    const [opens, closes] = [at('2026-12-30T07:00:00Z'), at('2026-12-30T16:00:00Z')];
    expect(office.explain(opens - 1, opens + 1).map(({ from, to, open }) => [from - opens, to - opens, open])).toEqual([[-1, 0, false], [0, 1, true]]);
    expect(office.explain(closes - 1, closes + 1).map(({ from, to, open }) => [from - closes, to - closes, open])).toEqual([[-1, 0, true], [0, 1, false]]);
  });

  it('counts real seconds through the clock changes of a night shift', () => {
    const night = new WorkingTime({ ...NIGHT, week: [{ day: 6, from: '22:00', to: '06:00' }] });
    expect(night.worked(at('2027-03-27T12:00:00Z'), at('2027-03-28T12:00:00Z'))).toBe(7 * 3600);
    expect(night.worked(at('2027-10-30T12:00:00Z'), at('2027-10-31T12:00:00Z'))).toBe(9 * 3600);
  });

  it('reads "one working day" as the same hour of the next working day', () => {
    expect(iso(office.addDays(at('2026-12-30T14:30:00Z'), 1))).toBe('2027-01-04T07:00:00Z');
    expect(iso(office.addDays(at('2026-12-28T08:30:00Z'), 1))).toBe('2026-12-29T08:30:00Z');
    expect(iso(office.addDays(at('2026-12-25T08:30:00Z'), 1))).toBe('2026-12-28T08:30:00Z');
  });

  it('says that a calendar without openings is never open', () => {
    expect(() => new WorkingTime({ timeZone: 'UTC', week: [], exceptions: [] }).add(0, 60)).toThrow();
  });

  const zones = ['Europe/Kyiv', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'Africa/Cairo', 'Australia/Lord_Howe', 'America/St_Johns'];
  const calendars = fc.constantFrom(...zones.flatMap((timeZone) => [OFFICE, NIGHT, ALWAYS].map((calendar) => ({ ...calendar, timeZone }))));
  const instants = fc.integer({ min: at('2023-01-01T00:00:00Z'), max: at('2029-01-01T00:00:00Z') });

  it('gives back what was added: worked(start, add(start, d)) = d', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 0, max: 20 * 86_400 }), (calendar, start, seconds) => {
        const working = new WorkingTime(calendar);
        expect(working.worked(start, working.add(start, seconds))).toBe(seconds);
      }),
      { numRuns: 150 },
    );
  });

  it('tiles any stretch without gap or overlap', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 1, max: 20 * 86_400 }), (calendar, from, length) => {
        const working = new WorkingTime(calendar);
        const tiles = working.explain(from, from + length);
        expect(tiles[0]?.from).toBe(from);
        expect(tiles.at(-1)?.to).toBe(from + length);
        tiles.slice(1).forEach((tile, index) => expect(tile.from).toBe(tiles[index]?.to));
        expect(tiles.filter((tile) => tile.open).reduce((sum, tile) => sum + tile.to - tile.from, 0)).toBe(working.worked(from, from + length));
      }),
      { numRuns: 150 },
    );
  });
});

interface Vector {
  id?: string;
  source?: string;
  op: string;
  policy?: string;
  calendar: { time_zone: string; hours: Record<string, [string, string][]>; holidays?: string[]; breaks?: Record<string, [string, string][]>; shifts?: Record<string, [string, string][]> };
  [field: string]: unknown;
}

const FOLDER = join(__dirname, '../../../../../shared/data/vectors');

describe('vectors of peers and of the time zone data', () => {
  if (!existsSync(FOLDER)) {
    it('are not in this clone (../shared/data/vectors): the cases above cover the same ground', () => {
      process.stdout.write('business-time vectors: ../shared/data/vectors is absent, own fixtures only\n');
    });
    return;
  }
  const vectors = ['business-time-peers.json', 'business-time-derived.json'].flatMap((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Vector[]);
  /* Operations that we do not offer, with the reason; all others must agree to the second. */
  const LEFT_OUT: Readonly<Record<string, string>> = {
    subtract: 'we never count backwards', prev_open: 'we never look back', next_close: 'no rule of ours asks for it', subtract_business_days: 'we never count days backwards', is_holiday: 'told by explain()',
    open_intervals: 'told by explain()', wall_to_instant: 'the calendar takes instants alone', add_business_days: 'ours moves a closed wall-clock time into open time, peers differ among themselves',
  };
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const definitionOf = ({ calendar }: Vector): CalendarDefinition => ({
    timeZone: calendar.time_zone,
    week: Object.entries(calendar.hours).flatMap(([day, pieces]) => pieces.map(([from, to]) => ({ day: days.indexOf(day) + 1, from, to }))),
    exceptions: [
      ...(calendar.holidays ?? []).map((date) => ({ date, name: 'holiday', intervals: [] })),
      ...Object.entries(calendar.shifts ?? {}).map(([date, pieces]) => ({ date, name: 'shift', intervals: pieces.map(([from, to]) => ({ from, to })) })),
    ],
  });
  const kept = vectors.filter((vector) => !(vector.op in LEFT_OUT) && !vector.calendar.breaks && !String(vector['start'] ?? '').includes('undefined'));
  const left = vectors.filter((vector) => !kept.includes(vector));

  it('are mostly ours to keep, and each one left out has its reason', () => {
    expect(kept.length).toBeGreaterThan(90);
    expect(left.map((vector) => LEFT_OUT[vector.op] ?? (vector.calendar.breaks ? 'breaks within a day are pieces of the week or an exceptional day here' : '')).filter((reason) => reason === '')).toEqual([]);
  });

  it.each(kept.map((vector) => [vector.id, vector] as const))('%s agrees to the second', (_id, vector) => {
    const working = new WorkingTime(definitionOf(vector));
    const time = (field: string): number => at(vector[field] as string);
    if (vector.op === 'add') expect(working.add(time('start'), vector['seconds'] as number)).toBe(time('expect'));
    else if (vector.op === 'elapsed' || vector.op === 'elapsed_signed') expect(working.worked(time('start'), time('end'))).toBe(vector['expect']);
    else if (vector.op === 'next_open') expect(working.nextOpen(time('at'))).toBe(time('expect'));
    else if (vector.op === 'in_hours') expect(working.isOpen(time('at'))).toBe(vector['expect']);
    else throw new Error(`unknown operation ${vector.op}`);
  });
});
