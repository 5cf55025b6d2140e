export interface HeatCell {
  /** Monday = 1. */
  weekday: number;
  hour: number;
  count: number;
  mean: number;
  min: number;
  max: number;
}

const HOURS = 24;

/**
 * Weekday × hour from counts of single hours.
 * @param hours counts by local hour, `2026-11-02 10`; hours without any are left out
 * @param days local days of the period that have begun: a Monday on which nothing came counts too
 */
export function heat(hours: readonly { at: string; n: number }[], days: readonly string[]): { cells: HeatCell[]; days: number[] } {
  const counts = new Map(hours.map(({ at, n }) => [at, n]));
  const byWeekday = Array.from({ length: 7 }, (_one, i) => days.filter((day) => weekdayOf(day) === i + 1));
  const cells = byWeekday.flatMap((own, i) =>
    Array.from({ length: HOURS }, (_one, hour): HeatCell => {
      const values = own.map((day) => counts.get(`${day} ${String(hour).padStart(2, '0')}`) ?? 0);
      const count = values.reduce((sum, n) => sum + n, 0);
      return { weekday: i + 1, hour, count, mean: own.length === 0 ? 0 : count / own.length, min: values.length === 0 ? 0 : Math.min(...values), max: values.length === 0 ? 0 : Math.max(...values) };
    }),
  );
  return { cells, days: byWeekday.map((own) => own.length) };
}

/** Monday = 1. */
export function weekdayOf(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  /* Zeller: the day of the week of a calendar date needs no time zone. */
  const m = month < 3 ? month + 12 : month;
  const y = month < 3 ? year - 1 : year;
  const h = (date + Math.floor((13 * (m + 1)) / 5) + (y % 100) + Math.floor((y % 100) / 4) + Math.floor(Math.floor(y / 100) / 4) + 5 * Math.floor(y / 100)) % 7;
  return ((h + 5) % 7) + 1;
}
