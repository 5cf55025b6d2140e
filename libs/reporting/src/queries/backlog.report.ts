import { Injectable } from '@nestjs/common';
import { type Actor, Clock, Database } from '@opora/platform';
import { ENDED, ticketConditions } from '@opora/ticket';
import { type Span, balance, daysOf, lastDays } from '../domain';
import { type Drill, figure } from '../drill';
import type { BacklogReport } from '../dto/backlog.dto';
import type { PeriodQuery } from '../dto/query.dto';
import { cutOf, periodAsked, told } from '../period';

const USUAL_DAYS = 28;

/** What came, what went, and what was left each day; a ticket that was reopened counts as never gone. */
@Injectable()
export class BacklogReports {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async read(actor: Actor, query: PeriodQuery): Promise<BacklogReport> {
    const now = this.clock.now();
    const period = periodAsked(actor, query, (timeZone) => lastDays(now, timeZone, USUAL_DAYS));
    const base: Drill = { permission: ['report.backlog'], ...cutOf(query) };
    const days = daysOf(period);
    const { open, came, went } = await this.count(actor, base, days);
    const left = balance(open, days.map((_day, i) => ({ came: came[i] ?? 0, went: went[i] ?? 0 })));
    const cameIn = (span: { start: Date; end: Date }): Drill => ({ createdFrom: span.start.toISOString(), createdTo: span.end.toISOString() });
    const wentIn = (span: { start: Date; end: Date }): Drill => ({ endedFrom: span.start.toISOString(), endedTo: span.end.toISOString() });
    const openAt = (at: Date): Drill => ({ openAt: at.toISOString() });
    const begun = days.filter(({ start }) => start <= now);
    return {
      period: told(period), at: now.toISOString(), before: figure(open, base, openAt(period.start)), came: figure(sum(came), base, cameIn(period)), went: figure(sum(went), base, wentIn(period)),
      after: figure(left.at(-1) ?? open, base, openAt(period.end)),
      days: begun.map((day, i) => ({ day: day.key, came: figure(came[i] ?? 0, base, cameIn(day)), went: figure(went[i] ?? 0, base, wentIn(day)), open: figure(left[i] ?? 0, base, openAt(day.end)) })),
    };
  }

  private async count(actor: Actor, base: Drill, days: readonly Span[]): Promise<{ open: number; came: number[]; went: number[] }> {
    const params: unknown[] = [];
    const tickets = ticketConditions(actor, base, params);
    const starts = `$${params.push(days.map(({ start }) => start))}::timestamptz[]`;
    const [from, to] = [`$${params.push(days[0]?.start)}::timestamptz`, `$${params.push(days.at(-1)?.end)}::timestamptz`];
    const rows = await this.database.sql.rows<{ what: 'came' | 'went' | 'open'; day: number; n: number }>(
      `select 'came' as what, width_bucket(t.created_at, ${starts}) as day, count(*) as n from ticket t where t.created_at >= ${from} and t.created_at < ${to} and ${tickets} group by 2
       union all select 'went', width_bucket(${ENDED}, ${starts}), count(*) from ticket t where ${ENDED} >= ${from} and ${ENDED} < ${to} and ${tickets} group by 2
       union all select 'open', 0, count(*) from ticket t where t.created_at < ${from} and (${ENDED} is null or ${ENDED} >= ${from}) and ${tickets}`,
      params,
      { prepare: false },
    );
    const by = (what: string): number[] => days.map((_day, i) => rows.find((row) => row.what === what && row.day === i + 1)?.n ?? 0);
    return { open: rows.find(({ what }) => what === 'open')?.n ?? 0, came: by('came'), went: by('went') };
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, n) => total + n, 0);
