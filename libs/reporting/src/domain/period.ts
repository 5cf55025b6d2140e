import { DateTime } from 'luxon';

/** Whole days of a time zone; `end` is the instant after the last of them. */
export interface Period {
  from: string;
  to: string;
  timeZone: string;
  start: Date;
  end: Date;
}

export interface Span {
  key: string;
  start: Date;
  end: Date;
}

const DAY = 'yyyy-MM-dd';
export const LONGEST_DAYS = 800;

const at = (day: string, timeZone: string): DateTime => DateTime.fromFormat(day, DAY, { zone: timeZone }).startOf('day');

/** @param to the last day, which belongs to the period */
export function periodOf(from: string, to: string, timeZone: string): Period {
  return { from, to, timeZone, start: at(from, timeZone).toJSDate(), end: at(to, timeZone).plus({ days: 1 }).startOf('day').toJSDate() };
}

/** A day of our time: the edges of the calendar are nobody's period. */
export const isDay = (text: string): boolean => /^(?:19|2\d)\d{2}-\d{2}-\d{2}$/.test(text) && DateTime.fromFormat(text, DAY, { zone: 'UTC' }).isValid;

export const daysBetween = (from: string, to: string): number => Math.round(at(to, 'UTC').diff(at(from, 'UTC'), 'days').days) + 1;

export function monthOf(now: Date, timeZone: string): Period {
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  return periodOf(local.startOf('month').toFormat(DAY), local.endOf('month').toFormat(DAY), timeZone);
}

/** The last days, today among them. */
export function lastDays(now: Date, timeZone: string, days: number): Period {
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  return periodOf(local.minus({ days: days - 1 }).toFormat(DAY), local.toFormat(DAY), timeZone);
}

/** What stands beside it: as many whole months before whole months, else as many days before. */
export function previousOf({ from, to, timeZone }: Period): Period {
  const [first, last] = [at(from, timeZone), at(to, timeZone)];
  const whole = first.day === 1 && last.day === last.daysInMonth;
  const start = whole ? first.minus({ months: (last.year - first.year) * 12 + last.month - first.month + 1 }) : first.minus({ days: daysBetween(from, to) });
  return periodOf(start.toFormat(DAY), first.minus({ days: 1 }).toFormat(DAY), timeZone);
}

export function daysOf({ from, to, timeZone }: Period): Span[] {
  return spans(at(from, timeZone), at(to, timeZone), { days: 1 }, DAY);
}

/** Months that the period touches, cut to it. */
export function monthsOf({ from, to, timeZone, start, end }: Period): Span[] {
  return spans(at(from, timeZone).startOf('month'), at(to, timeZone), { months: 1 }, 'yyyy-MM').map((month) => ({
    key: month.key, start: month.start < start ? start : month.start, end: month.end > end ? end : month.end,
  }));
}

function spans(first: DateTime, last: DateTime, step: { days: number } | { months: number }, format: string): Span[] {
  const found: Span[] = [];
  for (let one = first; one <= last; ) {
    const next = one.plus(step);
    found.push({ key: one.toFormat(format), start: one.toJSDate(), end: next.toJSDate() });
    one = next;
  }
  return found;
}

/** Today until now, and the same hours of the same weekday in each of the weeks before. */
export function sameHours(now: Date, timeZone: string, weeks: number): Span[] {
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  return Array.from({ length: weeks + 1 }, (_one, week) => {
    const end = local.minus({ weeks: week });
    return { key: end.toFormat(DAY), start: end.startOf('day').toJSDate(), end: end.toJSDate() };
  });
}

export const endOfDay = (now: Date, timeZone: string): Date => DateTime.fromJSDate(now, { zone: timeZone }).startOf('day').plus({ days: 1 }).toJSDate();
export const startOfDay = (now: Date, timeZone: string): Date => DateTime.fromJSDate(now, { zone: timeZone }).startOf('day').toJSDate();
