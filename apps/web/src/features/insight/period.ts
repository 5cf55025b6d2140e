/* Days of a report's period as they stand in the address: `2026-11-01`. Pure calendar arithmetic; zones are the server's. */

export interface Days {
  from: string;
  to: string;
}

const MS = 86_400_000;
const parse = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const write = (at: number): string => new Date(at).toISOString().slice(0, 10);
const parts = (day: string): [year: number, month: number, date: number] => day.split('-').map(Number) as [number, number, number];
const first = (year: number, month: number): string => write(Date.UTC(year, month - 1, 1));
const last = (year: number, month: number): string => write(Date.UTC(year, month, 0));

export const isDay = (text: unknown): text is string => typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(parse(text)) && write(parse(text)) === text;
export const plus = (day: string, days: number): string => write(parse(day) + days * MS);
export const length = ({ from, to }: Days): number => Math.round((parse(to) - parse(from)) / MS) + 1;

/** How many whole months it is; 0 where it is none. */
export function months({ from, to }: Days): number {
  const [[y1, m1, d1], [y2, m2]] = [parts(from), parts(to)];
  return d1 === 1 && to === last(y2, m2) ? (y2 - y1) * 12 + m2 - m1 + 1 : 0;
}

/** The period before (-1) or after (1): whole months by months, else as many days. */
export function shifted(days: Days, by: -1 | 1): Days {
  const whole = months(days);
  if (whole === 0) return { from: plus(days.from, by * length(days)), to: plus(days.to, by * length(days)) };
  const [year, month] = parts(days.from);
  const start = month + by * whole;
  return { from: first(year, start), to: last(year, start + whole - 1) };
}

export const PRESETS = ['week', 'fourWeeks', 'month', 'lastMonth', 'quarter', 'year'] as const;
export type Preset = (typeof PRESETS)[number];

export function preset(name: Preset, today: string): Days {
  const [year, month] = parts(today);
  const quarter = month - ((month - 1) % 3);
  return {
    week: { from: plus(today, -6), to: today },
    fourWeeks: { from: plus(today, -27), to: today },
    month: { from: first(year, month), to: last(year, month) },
    lastMonth: { from: first(year, month - 1), to: last(year, month - 1) },
    quarter: { from: first(year, quarter), to: last(year, quarter + 2) },
    year: { from: first(year, 1), to: last(year, 12) },
  }[name];
}

export const presetOf = (days: Days, today: string): Preset | null => PRESETS.find((name) => preset(name, today).from === days.from && preset(name, today).to === days.to) ?? null;

/** The twelve months that end with this one. */
export function yearUntil(day: string): Days {
  const [year, month] = parts(day);
  return { from: first(year, month - 11), to: last(year, month) };
}

/** `листопад 2026 р.`, `1–23 лист. 2026 р.` */
export function spell({ from, to }: Days, tag: string): string {
  const [a, b] = [new Date(parse(from)), new Date(parse(to))];
  const clean = (text: string): string => text.replace(/\s+р\./g, '').replaceAll('\u2009', '');
  if (months({ from, to }) === 1) return clean(new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(a));
  const format = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return clean(from === to ? format.format(a) : format.formatRange(a, b));
}
