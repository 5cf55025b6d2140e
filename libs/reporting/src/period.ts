import { invalid } from '@opora/kit';
import type { Actor } from '@opora/platform';
import { LONGEST_DAYS, type Period, daysBetween, isDay, periodOf } from './domain';
import type { ReportPeriod } from './dto/common.dto';
import type { CutQuery } from './dto/query.dto';
import type { Drill } from './drill';

/** The period asked for, in days of the caller's time zone, or the usual one. @throws Refusal 422 */
export function periodAsked(actor: Actor, { from, to }: { from?: string; to?: string }, usual: (timeZone: string) => Period): Period {
  const fallback = usual(actor.timeZone);
  const [first, last] = [from ?? (to === undefined ? fallback.from : to), to ?? (from === undefined ? fallback.to : from)];
  for (const [pointer, day] of [['/from', first], ['/to', last]] as const) if (!isDay(day)) throw invalid(pointer, 'report.not_a_day');
  if (last < first) throw invalid('/to', 'report.turned_round');
  if (daysBetween(first, last) > LONGEST_DAYS) throw invalid('/to', 'report.too_long', { days: LONGEST_DAYS });
  return periodOf(first, last, actor.timeZone);
}

export const told = ({ from, to, timeZone, start, end }: Period): ReportPeriod => ({ from, to, timeZone, start: start.toISOString(), end: end.toISOString() });
export const registeredIn = (period: { start: Date; end: Date }): Drill => ({ createdFrom: period.start.toISOString(), createdTo: period.end.toISOString() });

/** The part of a report's query that is a filter of tickets. */
export function cutOf({ serviceId, groupId, departmentId, priority, channel }: CutQuery): Drill {
  return Object.fromEntries(Object.entries({ serviceId, groupId, departmentId, priority, channel }).filter(([, value]) => value !== undefined));
}
