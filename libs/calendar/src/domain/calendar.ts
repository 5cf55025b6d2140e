/** Local times `HH:MM`; `24:00` is the end of the day, and an end that is not after its start passes midnight (`api.md` calendar). */
export interface LocalInterval {
  from: string;
  to: string;
}

export interface WeekInterval extends LocalInterval {
  /** ISO 8601 weekday, Monday = 1. */
  day: number;
}

/** A date that is not as its weekday: no intervals is a holiday, others are shortened or moved days. */
export interface ExceptionalDay {
  /** `YYYY-MM-DD`. */
  date: string;
  name: string;
  intervals: readonly LocalInterval[];
}

/** Working time of a place (`domain.md` §9). All arithmetic is on instants: whole seconds since 1970-01-01T00:00:00Z. */
export interface CalendarDefinition {
  /** IANA zone. */
  timeZone: string;
  week: readonly WeekInterval[];
  exceptions: readonly ExceptionalDay[];
}

export const ALWAYS: CalendarDefinition = {
  timeZone: 'UTC',
  week: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' })),
  exceptions: [],
};

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Seconds since local midnight, or null where the text is no time. */
export function secondsOf(time: string): number | null {
  if (time === '24:00') return 86_400;
  const [, hours, minutes] = TIME.exec(time) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 3600 + Number(minutes) * 60;
}
