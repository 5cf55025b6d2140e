import { Injectable } from '@nestjs/common';
import { type Actor, Clock, Database } from '@opora/platform';
import { ENDED, ticketConditions } from '@opora/ticket';
import { daysOf, heat, lastDays } from '../domain';
import { type Drill, type Figured, figure } from '../drill';
import type { LoadReport } from '../dto/load.dto';
import type { LoadQuery } from '../dto/query.dto';
import { cutOf, periodAsked, told } from '../period';

const USUAL_DAYS = 28;
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const HOURS = Array.from({ length: 24 }, (_one, hour) => hour);

/** When tickets are registered or resolved, by weekday and hour of the caller's time zone (`ux.md` §1.5.15). */
@Injectable()
export class LoadReports {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async read(actor: Actor, query: LoadQuery): Promise<LoadReport> {
    const now = this.clock.now();
    const period = periodAsked(actor, query, (timeZone) => lastDays(now, timeZone, USUAL_DAYS));
    const of = query.of ?? 'registered';
    const [start, end] = [period.start.toISOString(), period.end.toISOString()];
    const base: Drill = { permission: ['report.load'], ...cutOf(query), ...(of === 'registered' ? { createdFrom: start, createdTo: end } : { resolvedFrom: start, resolvedTo: end }) };
    const name = of === 'registered' ? 'registeredHour' : 'resolvedHour';
    const begun = daysOf(period).filter((day) => day.start <= now).map(({ key }) => key);
    const { cells, days } = heat(await this.hours(actor, base, of), begun);
    const sum = (wanted: (cell: (typeof cells)[number]) => boolean): number => cells.filter(wanted).reduce((total, { count }) => total + count, 0);
    const slots = (weekdays: readonly number[], hours: readonly number[]): Drill => ({ [name]: weekdays.flatMap((weekday) => hours.map((hour) => `${weekday}-${hour}`)) });
    const cell = (count: number, weekdays: readonly number[], hours: readonly number[]): Figured => figure(count, base, slots(weekdays, hours));
    return {
      period: told(period), at: now.toISOString(), of, days, cells: cells.map((one) => ({ ...one, ...cell(one.count, [one.weekday], [one.hour]) })),
      weekdays: WEEKDAYS.map((weekday) => cell(sum((one) => one.weekday === weekday), [weekday], HOURS)), hours: HOURS.map((hour) => cell(sum((one) => one.hour === hour), WEEKDAYS, [hour])), total: figure(sum(() => true), base),
    };
  }

  private hours(actor: Actor, base: Drill, of: 'registered' | 'resolved'): Promise<{ at: string; n: number }[]> {
    const params: unknown[] = [];
    const tickets = ticketConditions(actor, base, params);
    const column = of === 'registered' ? 't.created_at' : ENDED;
    const zone = `$${params.push(actor.timeZone)}::text`;
    return this.database.sql.rows(`select to_char(x.at, 'YYYY-MM-DD HH24') as at, x.n from (select date_trunc('hour', ${column} at time zone ${zone}) as at, count(*) as n from ticket t where ${tickets} group by 1) x`, params, { prepare: false });
  }
}
