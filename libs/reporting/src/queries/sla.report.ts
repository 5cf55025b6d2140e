import { Injectable } from '@nestjs/common';
import { type Actor, Clock, Database } from '@opora/platform';
import { ticketConditions } from '@opora/ticket';
import { OUTCOMES, type Period, type Tally, compliance, monthOf, monthsOf, noTally, previousOf, rankOf, totalOf } from '../domain';
import { CUTS, type Dimension, type Drill, figure } from '../drill';
import { clocksOf, rankSql } from '../drill.filters';
import type { SlaQuery } from '../dto/query.dto';
import type { ImportedFigures, SlaFigures, SlaReport, SlaRow } from '../dto/sla.dto';
import { cutOf, periodAsked, registeredIn, told } from '../period';

interface Counted {
  key: string | null;
  label: string | null;
  current: boolean;
  /** A metric, or `imported`. */
  metric: string;
  rank: number;
  n: number;
}
interface Cell {
  tallies: Map<string, Tally>;
}
interface Bucket {
  key: string | null;
  label: string | null;
  current: Cell;
  previous: Cell;
}

const IMPORTED = 'imported';
/** One clock a ticket; of the others a ticket may have several, as it goes through groups. */
const SINGLE = new Set(['response', 'resolution', 'fulfilment', 'approval']);
const PERMISSION: Drill = { permission: ['report.sla'] };

/** Compliance with service levels of the tickets registered in a period (`domain.md` §13). */
@Injectable()
export class SlaReports {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async read(actor: Actor, query: SlaQuery): Promise<SlaReport> {
    const now = this.clock.now();
    const period = periodAsked(actor, query, (timeZone) => monthOf(now, timeZone));
    const previous = previousOf(period);
    const by = query.by ?? 'service';
    const metrics = query.metric ?? (actor.face === 'supplier' ? ['supplier_response', 'supplier_resolution'] : ['response', 'resolution']);
    const base: Drill = { ...PERMISSION, ...cutOf(query) };
    const buckets = gather(await this.count(actor, base, period, previous, by, metrics, now), by === 'month' ? monthsOf(period).map(({ key }) => key) : []);
    const shape = (bucket: Bucket, drill: Drill, current: Period | { start: Date; end: Date }, before: Period | null): SlaRow => rowOf(bucket, metrics, { ...base, ...registeredIn(current), ...drill }, before && { ...base, ...registeredIn(before), ...drill }, actor.face !== 'supplier');
    const months = new Map(monthsOf(period).map((month) => [month.key, month]));
    const rows = buckets.filter(({ key }) => by !== 'month' || key !== null).map((bucket) => {
      const month = by === 'month' && bucket.key !== null ? months.get(bucket.key) : undefined;
      return month ? shape(bucket, {}, month, null) : shape(bucket, CUTS[by as Dimension].drill(bucket.key), period, previous);
    });
    return { period: told(period), previous: told(previous), by, at: now.toISOString(), totals: shape(sumOf(buckets), {}, period, previous), rows };
  }

  /** Both periods in one statement; its conditions are those of the ticket list that each figure opens. */
  private count(actor: Actor, base: Drill, period: Period, previous: Period, by: string, metrics: readonly string[], now: Date): Promise<Counted[]> {
    const params: unknown[] = [];
    const place = (value: unknown): string => `$${params.push(value)}`;
    const tickets = ticketConditions(actor, { ...base, createdFrom: previous.start.toISOString(), createdTo: period.end.toISOString() }, params);
    const cut = by === 'month' ? null : CUTS[by as Dimension];
    const months = monthsOf(period);
    const key = cut?.sql ?? `(${place(months.map((month) => month.key))}::text[])[width_bucket(t.created_at, ${place(months.map((month) => month.start))}::timestamptz[])]`;
    const current = `t.created_at >= ${place(period.start)}::timestamptz`;
    const wanted = `c.metric = any(${place(metrics)}::text[]) and ${clocksOf({ actor, place })}`;
    const rank = rankSql(place(now));
    const clocks = metrics.every((metric) => SINGLE.has(metric))
      ? `select ${key} as key, ${current} as current, c.metric, ${rank} as rank from ticket t join clock c on c.ticket_id = t.id and ${wanted} where ${tickets}`
      : `select ${key} as key, ${current} as current, w.metric, w.rank from ticket t join lateral (select c.metric, max(${rank}) as rank from clock c where c.ticket_id = t.id and ${wanted} group by c.metric) w on true where ${tickets}`;
    const imported = `select ${key}, ${current}, '${IMPORTED}', case when s.made_sla then ${rankOf('met')} else ${rankOf('breached')} end from ticket t join imported_ticket s on s.ticket_id = t.id and s.made_sla is not null where ${tickets}`;
    const statement = `select x.*, ${cut ? cut.label(actor) : 'x.key'} as label from (select key, current, metric, rank, count(*) as n from (${clocks}${actor.face === 'supplier' ? '' : ` union all ${imported}`}) a group by 1, 2, 3, 4) x`;
    return this.database.sql.rows<Counted>(statement, params, { prepare: false });
  }
}

function gather(counted: readonly Counted[], always: readonly string[]): Bucket[] {
  const buckets = new Map<string | null, Bucket>(always.map((key) => [key, emptyBucket(key, key)]));
  for (const { key, label, current, metric, rank, n } of counted) {
    const bucket = buckets.get(key) ?? emptyBucket(key, label);
    buckets.set(key, bucket);
    const cell = current ? bucket.current : bucket.previous;
    const tally = cell.tallies.get(metric) ?? noTally();
    cell.tallies.set(metric, tally);
    const outcome = OUTCOMES[rank - 1];
    if (outcome) tally[outcome] += n;
  }
  const size = ({ current }: Bucket): number => [...current.tallies.values()].reduce((sum, tally) => sum + totalOf(tally), 0);
  return always.length > 0 ? [...buckets.values()] : [...buckets.values()].sort((a, b) => size(b) - size(a) || (a.label ?? '').localeCompare(b.label ?? ''));
}

const emptyBucket = (key: string | null, label: string | null): Bucket => ({ key, label, current: { tallies: new Map() }, previous: { tallies: new Map() } });

function sumOf(buckets: readonly Bucket[]): Bucket {
  const sum = emptyBucket(null, null);
  for (const bucket of buckets)
    for (const side of ['current', 'previous'] as const)
      for (const [metric, tally] of bucket[side].tallies) {
        const into = sum[side].tallies.get(metric) ?? noTally();
        sum[side].tallies.set(metric, into);
        for (const outcome of OUTCOMES) into[outcome] += tally[outcome];
      }
  return sum;
}

function rowOf({ key, label, current, previous }: Bucket, metrics: readonly string[], drill: Drill, before: Drill | null, withImported: boolean): SlaRow {
  return {
    key, label,
    metrics: metrics.map((metric) => ({ metric, current: figuresOf(current, metric, drill), previous: before && figuresOf(previous, metric, before) })),
    imported: withImported ? importedOf(current, drill) : null,
  };
}

function figuresOf({ tallies }: Cell, metric: string, drill: Drill): SlaFigures {
  const tally = tallies.get(metric) ?? noTally();
  const one = (count: number, outcome: string) => figure(count, drill, { outcome: [`${metric}:${outcome}`] });
  return {
    met: one(tally.met, 'met'), breached: one(tally.breached, 'breached'), running: one(tally.running, 'running'), paused: one(tally.paused, 'paused'), total: one(totalOf(tally), 'any'), compliance: compliance(tally),
  };
}

function importedOf({ tallies }: Cell, drill: Drill): ImportedFigures | null {
  const tally = tallies.get(IMPORTED);
  if (!tally) return null;
  return { met: figure(tally.met, drill, { outcome: ['imported:met'] }), missed: figure(tally.breached, drill, { outcome: ['imported:missed'] }), compliance: compliance(tally) };
}
