import { Injectable } from '@nestjs/common';
import { type Actor, Clock, Database } from '@opora/platform';
import { ticketConditions } from '@opora/ticket';
import { CUTS, type Drill, OPEN, figure } from '../drill';
import type { AgeingReport, AgeingRow, OldTicket } from '../dto/backlog.dto';
import type { AgeingQuery } from '../dto/query.dto';
import { cutOf } from '../period';

const DAY_MS = 86_400_000;
/** Youngest first; the edges in days. */
const BANDS = ['<1', '1-3', '3-7', '7-30', '>30'] as const;
const EDGES = [1, 3, 7, 30];
const PING_PONG = 3;
const OLDEST = 10;

interface Counted {
  key: string | null;
  label: string | null;
  ages: number[];
}

/** What is open, by how long (`ux.md` §1.5.25). */
@Injectable()
export class AgeingReports {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async read(actor: Actor, query: AgeingQuery): Promise<AgeingReport> {
    const now = this.clock.now();
    const by = query.by ?? 'group';
    const base: Drill = { permission: ['report.backlog'], ...cutOf(query), ...OPEN };
    const edges = EDGES.map((days) => new Date(now.getTime() - days * DAY_MS));
    const [rows, aside, oldest] = await Promise.all([this.count(actor, base, by, edges), this.aside(actor, base), this.oldest(actor, base)]);
    const bands = BANDS.map((_band, i): Drill => ({ ...(i === BANDS.length - 1 ? {} : { createdFrom: edges[i]?.toISOString() ?? '' }), ...(i === 0 ? {} : { createdTo: edges[i - 1]?.toISOString() ?? '' }) }));
    const shape = ({ key, label, ages }: Counted, more: Drill): AgeingRow => ({
      key, label, ages: bands.map((band, i) => figure(ages[i] ?? 0, base, more, band)), total: figure(ages.reduce((sum, n) => sum + n, 0), base, more),
    });
    const totals = BANDS.map((_band, i) => rows.reduce((sum, { ages }) => sum + (ages[i] ?? 0), 0));
    return {
      at: now.toISOString(), by, bands: [...BANDS], totals: shape({ key: null, label: null, ages: totals }, {}), rows: rows.map((row) => shape(row, CUTS[by].drill(row.key))),
      holdReasons: aside.filter(({ reason }) => reason !== null).map(({ reason, n }) => ({ reason: reason ?? '', tickets: figure(n, base, { phase: ['waiting'], stateReason: [reason ?? ''] }) })),
      pingPong: figure(aside.find(({ reason }) => reason === null)?.n ?? 0, base, { reassignedFrom: [String(PING_PONG)] }), oldest,
    };
  }

  private async count(actor: Actor, base: Drill, by: NonNullable<AgeingQuery['by']>, edges: readonly Date[]): Promise<Counted[]> {
    const params: unknown[] = [];
    const tickets = ticketConditions(actor, base, params);
    const oldestFirst = `$${params.push([...edges].reverse())}::timestamptz[]`;
    const rows = await this.database.sql.rows<{ key: string | null; label: string | null; bucket: number; n: number }>(
      `select x.*, ${CUTS[by].label(actor)} as label from (select ${CUTS[by].sql} as key, width_bucket(t.created_at, ${oldestFirst}) as bucket, count(*) as n from ticket t where ${tickets} group by 1, 2) x`,
      params,
      { prepare: false },
    );
    const found = new Map<string | null, Counted>();
    for (const { key, label, bucket, n } of rows) {
      const row = found.get(key) ?? { key, label, ages: BANDS.map(() => 0) };
      row.ages[BANDS.length - 1 - bucket] = n;
      found.set(key, row);
    }
    const size = ({ ages }: Counted): number => ages.reduce((sum, n) => sum + n, 0);
    return [...found.values()].sort((a, b) => (by === 'priority' ? Number(a.key) - Number(b.key) : size(b) - size(a)) || (a.label ?? '').localeCompare(b.label ?? ''));
  }

  /** Reasons of those that wait; without a reason: those handed to and fro. */
  private aside(actor: Actor, base: Drill): Promise<{ reason: string | null; n: number }[]> {
    const params: unknown[] = [];
    const tickets = ticketConditions(actor, base, params);
    return this.database.sql.rows(
      `select t.state_reason as reason, count(*) as n from ticket t where ${tickets} and t.phase = 'waiting' and t.state_reason is not null group by 1
       union all select null, count(*) from ticket t where ${tickets} and t.reassignment_count >= ${PING_PONG} order by n desc`,
      params,
      { prepare: false },
    );
  }

  private async oldest(actor: Actor, base: Drill): Promise<OldTicket[]> {
    const params: unknown[] = [];
    const tickets = ticketConditions(actor, base, params);
    const rows = await this.database.sql.rows<Omit<OldTicket, 'createdAt'> & { createdAt: Date }>(
      `select x.reference, x.title, x.created_at as "createdAt", x.priority, x.reassignment_count as "reassignmentCount", g.name_${actor.locale} as "group"
       from (select t.* from ticket t where ${tickets} order by t.created_at, t.id limit ${OLDEST}) x left join support_group g on g.id = x.group_id order by x.created_at, x.id`,
      params,
      { prepare: false },
    );
    return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
  }
}
