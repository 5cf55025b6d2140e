/** Seconds by which local time is ahead of UTC at an instant given in seconds since the epoch. */
export type OffsetAt = (instant: number) => number;

export type ReadInstant = (text: string) => number | null;

const TOKENS: Readonly<Record<string, string>> = {
  yyyy: '(?<yyyy>\\d{4})', MM: '(?<MM>\\d{2})', M: '(?<MM>\\d{1,2})', dd: '(?<dd>\\d{2})', d: '(?<dd>\\d{1,2})', HH: '(?<HH>\\d{2})', H: '(?<HH>\\d{1,2})', mm: '(?<mm>\\d{2})', ss: '(?<ss>\\d{2})', SSS: '(?<SSS>\\d{1,3})',
};
const TOKEN = /yyyy|MM|M|dd|d|HH|H|mm|ss|SSS/g;
/** RFC 3339 in its looser habits: a blank for the T, seconds and offset left out. */
const ISO = /^(?<yyyy>\d{4})-(?<MM>\d{2})-(?<dd>\d{2})(?:[T ](?<HH>\d{2}):(?<mm>\d{2})(?::(?<ss>\d{2})(?:[.,](?<SSS>\d{1,9}))?)?)?\s?(?<zone>[Zz]|[+-]\d{2}:?\d{2})?$/;

export const ISO_PATTERN = 'yyyy-MM-dd HH:mm:ss';

/** Whether a pattern names a whole date. */
export const isPattern = (pattern: string): boolean => /yyyy/.test(pattern) && /M/.test(pattern) && /d/.test(pattern) && (pattern.match(TOKEN) ?? []).length === new Set((pattern.match(TOKEN) ?? []).map((token) => token[0])).size;

/**
 * Reads instants written in one of the patterns (`dd.MM.yyyy HH:mm`) or as ISO 8601; a time without an offset is local in the zone. The hour that daylight saving skips counts as if the
 * clock had not been changed yet, of the hour that comes twice it is the first.
 * @returns milliseconds since the epoch; null where the text is no such instant
 */
export function instantReader(patterns: readonly string[], offsetAt: OffsetAt): ReadInstant {
  const shapes = [...patterns.map(shapeOf), ISO];
  const known = new Map<string, number | null>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const read = readBy(shapes, text, offsetAt);
    if (known.size > 20_000) known.clear();
    known.set(text, read);
    return read;
  };
}

const shapeOf = (pattern: string): RegExp => new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(TOKEN, (token) => TOKENS[token] ?? token)}$`);

function readBy(shapes: readonly RegExp[], text: string, offsetAt: OffsetAt): number | null {
  for (const shape of shapes) {
    const part = shape.exec(text)?.groups;
    if (!part) continue;
    const [year, month, day, hour, minute, second] = [part['yyyy'], part['MM'], part['dd'], part['HH'], part['mm'], part['ss']].map((value) => Number(value ?? 0)) as [number, number, number, number, number, number];
    const milliseconds = Number((part['SSS'] ?? '0').padEnd(3, '0').slice(0, 3));
    if (year < 1900 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) continue;
    const local = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
    return part['zone'] === undefined ? fromLocal(local, offsetAt) : local - offsetOf(part['zone']) * 1000;
  }
  return null;
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

function offsetOf(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const seconds = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(-2)) * 60;
  return zone.startsWith('-') ? -seconds : seconds;
}

function fromLocal(local: number, offsetAt: OffsetAt): number {
  const wall = Math.floor(local / 1000);
  const [before, after] = [offsetAt(wall - 86_400), offsetAt(wall + 86_400)];
  const fits = [before, after].filter((offset) => offsetAt(wall - offset) === offset);
  /* Twice: the earlier instant is the one with the larger offset. Never: the offset before the change. */
  const offset = fits.length > 0 ? Math.max(...fits) : before;
  return local - offset * 1000;
}
