import { Injectable } from '@nestjs/common';
import { type Actor, Clock, Database } from '@opora/platform';
import { ENDED, ticketConditions } from '@opora/ticket';
import { endOfDay, sameHours, usual } from '../domain';
import { CUTS, type Drill, OPEN, figure } from '../drill';
import type { CutQuery } from '../dto/query.dto';
import type { TodayFigures, TodayFlow, TodayMajor, TodayReport } from '../dto/today.dto';
import { cutOf } from '../period';

interface Counted {
  key: string | null;
  label: string | null;
  open: number;
  new: number;
  unassigned: number;
  breached: number;
  dueNextHour: number;
  dueToday: number;
  onHoldTooLong: number;
  oldestAt: Date | null;
  nextDueAt: Date | null;
}
type Measure = keyof TodayFigures;

const HOUR_MS = 3_600_000;
/** Waiting for so long without anything happening is too long. */
const TOO_LONG_MS = 72 * HOUR_MS;
const WEEKS = 8;
const MEASURES: readonly Measure[] = ['open', 'new', 'unassigned', 'breached', 'dueNextHour', 'dueToday', 'onHoldTooLong'];

/** What the desk has before it now, and how the day compares with such days (`ux.md` §1.5.25). */
@Injectable()
export class TodayReports {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async read(actor: Actor, query: CutQuery): Promise<TodayReport> {
    /* Whole seconds, so that what the address of a list says is what was counted. */
    const now = new Date(Math.floor(this.clock.now().getTime() / 1000) * 1000);
    const base: Drill = { permission: ['report.operational'], ...cutOf(query) };
    const drills = drillsOf(base, now, endOfDay(now, actor.timeZone));
    const [groups, flow, majors] = await Promise.all([this.groups(actor, base, now), this.flow(actor, base, now), this.majors(actor, base)]);
    const figures = (counted: Record<Measure, number>, more: Drill): TodayFigures => Object.fromEntries(MEASURES.map((name) => [name, figure(counted[name], drills[name], more)])) as unknown as TodayFigures;
    const sum = Object.fromEntries(MEASURES.map((name) => [name, groups.reduce((total, group) => total + group[name], 0)])) as Record<Measure, number>;
    return {
      at: now.toISOString(), timeZone: actor.timeZone, totals: figures(sum, {}), ...flow, majors,
      groups: groups.map((group) => ({ key: group.key, label: group.label, oldestAt: group.oldestAt?.toISOString() ?? null, nextDueAt: group.nextDueAt?.toISOString() ?? null, ...figures(group, CUTS.group.drill(group.key)) })),
    };
  }

  private groups(actor: Actor, base: Drill, now: Date): Promise<Counted[]> {
    const params: unknown[] = [];
    const tickets = ticketConditions(actor, { ...base, ...OPEN }, params);
    const at = (instant: Date): string => `$${params.push(instant)}::timestamptz`;
    const [present, hour, midnight, long] = [at(now), at(new Date(now.getTime() + HOUR_MS)), at(endOfDay(now, actor.timeZone)), at(new Date(now.getTime() - TOO_LONG_MS))];
    const due = (until: string): string => `count(*) filter (where t.next_due_state = 'running' and t.next_due_at >= ${present} and t.next_due_at < ${until})`;
    return this.database.sql.rows<Counted>(
      `select x.*, ${CUTS.group.label(actor)} as label from (select ${CUTS.group.sql} as key, count(*) as open, count(*) filter (where t.phase = 'new') as new,
         count(*) filter (where t.phase in ('new', 'active') and t.assignee_id is null) as unassigned, count(*) filter (where t.next_due_state = 'breached') as breached, ${due(hour)} as "dueNextHour", ${due(midnight)} as "dueToday",
         count(*) filter (where t.phase = 'waiting' and t.updated_at < ${long}) as "onHoldTooLong", min(t.created_at) as "oldestAt", min(t.next_due_at) filter (where t.next_due_state = 'running' and t.next_due_at >= ${present}) as "nextDueAt"
       from ticket t where ${tickets} group by 1) x order by x.breached desc, x.open desc, label`,
      params,
      { prepare: false },
    );
  }

  private async flow(actor: Actor, base: Drill, now: Date): Promise<{ registered: TodayFlow; resolved: TodayFlow; firstContact: TodayFlow; openWeekAgo: TodayFlow }> {
    const [today, ...before] = sameHours(now, actor.timeZone, WEEKS);
    if (!today) throw new Error('there is always a today');
    const params: unknown[] = [];
    const tickets = ticketConditions(actor, base, params);
    const spans = [today, ...before];
    const [starts, ends] = [`$${params.push(spans.map(({ start }) => start))}::timestamptz[]`, `$${params.push(spans.map(({ end }) => end))}::timestamptz[]`];
    const weekAgo = `$${params.push(before[0]?.end)}::timestamptz`;
    const resolved = `${ENDED} >= d.lo and ${ENDED} < d.hi and t.resolved_at is not null and ${tickets}`;
    const rows = await this.database.sql.rows<{ registered: number; resolved: number; firstContact: number; since: boolean; weekAgo: number }>(
      `select (select count(*) from ticket t where t.created_at >= d.lo and t.created_at < d.hi and ${tickets}) as registered, (select count(*) from ticket t where ${resolved}) as resolved,
         case when d.n = 1 then (select count(*) from ticket t join incident i on i.ticket_id = t.id and i.first_contact where ${resolved}) end as "firstContact",
         case when d.n = 1 then (select count(*) from ticket t where t.created_at < ${weekAgo} and (${ENDED} is null or ${ENDED} >= ${weekAgo}) and ${tickets}) end as "weekAgo",
         exists (select 1 from ticket t where t.created_at < d.lo) as since
       from unnest(${starts}, ${ends}) with ordinality as d(lo, hi, n) order by d.n`,
      params,
      { prepare: false },
    );
    /* Weeks before the first ticket ever say nothing about what is usual. */
    const known = rows.slice(1).filter(({ since }) => since);
    const within = (from: 'createdFrom' | 'resolvedFrom', to: 'createdTo' | 'resolvedTo'): Drill => ({ ...base, [from]: today.start.toISOString(), [to]: today.end.toISOString() });
    const solved = within('resolvedFrom', 'resolvedTo');
    const plain = { usual: null };
    return {
      registered: { ...figure(rows[0]?.registered ?? 0, within('createdFrom', 'createdTo')), usual: usual(known.map(({ registered }) => registered)) },
      resolved: { ...figure(rows[0]?.resolved ?? 0, solved), usual: usual(known.map((row) => row.resolved)) },
      firstContact: { ...figure(rows[0]?.firstContact ?? 0, solved, { firstContact: 'true' }), ...plain },
      openWeekAgo: { ...figure(rows[0]?.weekAgo ?? 0, base, { openAt: before[0]?.end.toISOString() ?? '' }), ...plain },
    };
  }

  private async majors(actor: Actor, base: Drill): Promise<TodayMajor[]> {
    const params: unknown[] = [];
    const tickets = ticketConditions(actor, { ...base, ...OPEN }, params);
    const rows = await this.database.sql.rows<{ reference: string; title: string; since: Date }>(
      `select t.reference, t.title, i.major_declared_at as since from incident i join ticket t on t.id = i.ticket_id where i.major and ${tickets} order by i.major_declared_at limit 20`,
      params,
      { prepare: false },
    );
    return rows.map(({ since, ...rest }) => ({ ...rest, since: since.toISOString() }));
  }
}

function drillsOf(base: Drill, now: Date, midnight: Date): Record<Measure, Drill> {
  const open: Drill = { ...base, ...OPEN };
  const due = (until: Date): Drill => ({ ...open, dueState: ['running'], dueFrom: now.toISOString(), dueTo: until.toISOString() });
  return {
    open,
    new: { ...base, phase: ['new'] },
    unassigned: { ...base, phase: ['new', 'active'], assigneeId: ['none'] },
    breached: { ...open, dueState: ['breached'] },
    dueNextHour: due(new Date(now.getTime() + HOUR_MS)),
    dueToday: due(midnight),
    onHoldTooLong: { ...base, phase: ['waiting'], updatedTo: new Date(now.getTime() - TOO_LONG_MS).toISOString() },
  };
}
