import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '@opora/platform';
import { type AgreementType, type Allowance, type LedgerEvent, type LevelDue, type Metric, type Replayed, levelsOf } from './domain';
import { Policies } from './policies';

/** A clock with its whole ledger. */
export interface LoadedClock {
  id: string;
  ticketId: string;
  metric: Metric;
  type: AgreementType;
  agreementVersionId: string;
  calendarVersionId: string;
  groupId: string | null;
  supplierId: string | null;
  entries: number;
  stopped: boolean;
  cancelled: boolean;
  ledger: LedgerEvent[];
}

interface StoredEvent {
  at: string;
  event: LedgerEvent['event'];
  state: string | null;
  reason: string | null;
  seconds: number | null;
  days: number | null;
  calendar: string | null;
  agreement: string | null;
}

export interface ClockRow extends Omit<LoadedClock, 'ledger'> {
  events: StoredEvent[];
}

const CLOCK = `c.id, c.ticket_id as "ticketId", c.metric, c.type, c.agreement_version_id as "agreementVersionId", c.calendar_version_id as "calendarVersionId", c.group_id as "groupId", c.supplier_id as "supplierId", c.entries,
  c.stopped_at is not null as stopped, c.state = 'cancelled' as cancelled,
  (select jsonb_agg(jsonb_build_object('at', e.at, 'event', e.event, 'state', e.state, 'reason', e.reason, 'seconds', e.target_seconds, 'days', e.target_days, 'calendar', e.calendar_version_id, 'agreement', e.agreement_version_id) order by e.seq)
   from clock_event e where e.clock_id = c.id) as events`;

/** A column with the clocks of the ticket of this alias, for a reader that has the ticket's row anyway; `ServiceLevels.told` makes replies of it. */
export const clockColumn = (ticket: string): string =>
  `(select coalesce(json_agg(k order by k.started_at, k.id), '[]') from (select ${CLOCK}, c.started_at from clock c where c.ticket_id = ${ticket}.id) k)`;

/** A ledger entry to be written; rules as ids. */
export interface WrittenEvent {
  event: LedgerEvent;
  allowance?: Allowance;
  calendarVersionId?: string;
  agreementVersionId?: string;
}

export interface ClockWrite {
  clock: Omit<LoadedClock, 'ledger' | 'stopped' | 'cancelled'>;
  events: readonly WrittenEvent[];
  told: Replayed;
  levels: readonly LevelDue[];
}

/** A level that a sweep marked as acted, in the sweep's transaction. */
export interface FiredLevel {
  clockId: string;
  level: number;
  dueAt: Date;
  ticketId: string;
  metric: string;
  agreementVersionId: string;
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

/* Levels are claimed under the lock of their ticket, taken in the order of ids and never waited for: whoever changes the ticket meanwhile decides first, and two sweeps share the work. What is due is
   decided by the database's clock (and the test clock's offset beside it), the same for all workers, however their own clocks go. */
export const DUE_LEVELS = `with present as materialized (select now() + make_interval(secs => coalesce((select offset_ms from test_clock), 0) / 1000.0) as at)
  select l.clock_id as "clockId", l.level, c.ticket_id as "ticketId", (select at from present) as at from clock_level l join clock c on c.id = l.clock_id
  where l.fired_at is null and l.due_at is not null and l.due_at <= (select at from present) order by l.due_at limit $1`;
const LOCK_TICKETS = 'select id from ticket where id = any($1::uuid[]) order by id for update skip locked';
const MARK_FIRED = `with marked as (
    update clock_level l set fired_at = $1 from unnest($2::uuid[], $3::int[]) x(clock_id, level) where l.clock_id = x.clock_id and l.level = x.level and l.fired_at is null and l.due_at <= $1 returning l.clock_id, l.level, l.due_at)
  select m.clock_id as "clockId", m.level, m.due_at as "dueAt", c.ticket_id as "ticketId", c.metric, c.agreement_version_id as "agreementVersionId" from marked m join clock c on c.id = m.clock_id order by m.due_at, m.clock_id, m.level`;
export const NEXT_LEVEL = 'select min(due_at) as at from clock_level where fired_at is null and due_at is not null';

@Injectable()
export class ClockStore {
  constructor(private readonly policies: Policies) {}

  /** All clocks of the tickets, each with its ledger, in one statement. */
  async load(sql: Sql, ticketIds: readonly string[]): Promise<LoadedClock[]> {
    return this.restoreAll(await sql.rows<ClockRow>(`select ${CLOCK} from clock c where c.ticket_id = any($1::uuid[]) order by c.started_at, c.id`, [ticketIds]));
  }

  restoreAll(rows: readonly ClockRow[]): Promise<LoadedClock[]> {
    return Promise.all(rows.map(async ({ events, ...clock }) => ({ ...clock, ledger: await Promise.all(events.map((event) => this.restore(clock.metric, event))) })));
  }

  /** Levels of a clock with the instants at which they fall due. */
  async levels(agreementVersionId: string, ledger: readonly LedgerEvent[], told: Replayed, now: number): Promise<readonly LevelDue[]> {
    return levelsOf((await this.policies.version(agreementVersionId))?.definition.levels ?? [], ledger, told, now);
  }

  /** Marks what is due now as acted, each level once; tickets that somebody else is changing are left for the next look. @returns what was marked, at which instant, and how many were found due */
  async claimDue(tx: Tx, limit: number): Promise<{ fired: FiredLevel[]; found: number; at: Date }> {
    const due = await tx.rows<{ clockId: string; level: number; ticketId: string; at: Date }>(DUE_LEVELS, [limit]);
    const at = due[0]?.at ?? tx.now;
    if (due.length === 0) return { fired: [], found: 0, at };
    const free = new Set((await tx.rows<{ id: string }>(LOCK_TICKETS, [[...new Set(due.map(({ ticketId }) => ticketId))]])).map(({ id }) => id));
    const ours = due.filter(({ ticketId }) => free.has(ticketId));
    const fired = ours.length === 0 ? [] : await tx.rows<FiredLevel>(MARK_FIRED, [at, ours.map(({ clockId }) => clockId), ours.map(({ level }) => level)]);
    return { fired, found: due.length, at };
  }

  /** A clock that runs on beyond its due instant. */
  async markBreached(tx: Tx, clockIds: readonly string[]): Promise<void> {
    await tx.run(`update clock set state = 'breached', breached_at = coalesce(breached_at, due_at) where id = any($1) and state in ('running', 'paused')`, [clockIds]);
  }

  async nextDueAt(sql: Sql): Promise<Date | null> {
    return (await sql.one<{ at: Date | null }>(NEXT_LEVEL))?.at ?? null;
  }

  /** Writes all changed clocks of a ticket, their new ledger entries and levels, in one statement. */
  async write(tx: Tx, writes: readonly ClockWrite[], actorId: string): Promise<void> {
    if (writes.length === 0) return;
    const clocks = writes.map(({ clock, told, events }) => ({
      id: clock.id, ticket_id: clock.ticketId, metric: clock.metric, type: clock.type, agreement_version_id: clock.agreementVersionId, calendar_version_id: clock.calendarVersionId, group_id: clock.groupId, supplier_id: clock.supplierId,
      target_seconds: told.targetSeconds, state: told.state, active: told.active, started_at: iso(told.startedAt), due_at: iso(told.dueAt), stopped_at: told.stoppedAt === null ? null : iso(told.stoppedAt),
      breached_at: told.breachedAt === null ? null : iso(told.breachedAt), elapsed_seconds: told.elapsedSeconds, entries: clock.entries + events.length,
    }));
    const events = writes.flatMap(({ clock, events: written }) =>
      written.map(({ event, allowance, calendarVersionId, agreementVersionId }, index) => ({
        clock_id: clock.id, seq: clock.entries + index + 1, at: iso(event.at), event: event.event, state: event.state ?? null, reason: event.reason ?? null, target_seconds: allowance?.seconds ?? null, target_days: allowance?.days ?? null, calendar_version_id: calendarVersionId ?? null,
        agreement_version_id: agreementVersionId ?? null, actor_id: actorId,
      })),
    );
    const levels = writes.flatMap(({ clock, levels: own }) => own.map(({ level, dueAt }) => ({ clock_id: clock.id, level, due_at: dueAt === null ? null : iso(dueAt) })));
    tx.send(
      `with given as (select * from jsonb_to_recordset($1::jsonb) as x(id uuid, ticket_id uuid, metric text, type text, agreement_version_id uuid, calendar_version_id uuid, group_id uuid, supplier_id uuid, target_seconds int, state text, active boolean,
           started_at timestamptz, due_at timestamptz, stopped_at timestamptz, breached_at timestamptz, elapsed_seconds int, entries int)),
         kept as (insert into clock (id, ticket_id, metric, type, agreement_version_id, calendar_version_id, group_id, supplier_id, target_seconds, state, active, started_at, due_at, stopped_at, breached_at, elapsed_seconds, entries)
           select id, ticket_id, metric, type, agreement_version_id, calendar_version_id, group_id, supplier_id, target_seconds, state, active, started_at, due_at, stopped_at,
             breached_at, elapsed_seconds, entries from given
           on conflict (id) do update set agreement_version_id = excluded.agreement_version_id, calendar_version_id = excluded.calendar_version_id, target_seconds = excluded.target_seconds, state = excluded.state, active = excluded.active,
             due_at = excluded.due_at, stopped_at = excluded.stopped_at, breached_at = excluded.breached_at, elapsed_seconds = excluded.elapsed_seconds, entries = excluded.entries
           returning id),
         told as (insert into clock_event (clock_id, seq, at, event, state, reason, target_seconds, target_days, calendar_version_id, agreement_version_id, actor_id)
           select x.clock_id, x.seq, x.at, x.event, x.state, x.reason, x.target_seconds, x.target_days, x.calendar_version_id, x.agreement_version_id, x.actor_id
           from jsonb_to_recordset($2::jsonb) as x(clock_id uuid, seq smallint, at timestamptz, event text, state text, reason text, target_seconds int, target_days int, calendar_version_id uuid, agreement_version_id uuid, actor_id uuid), (select count(*) from kept) k)
       insert into clock_level (clock_id, level, due_at) select x.clock_id, x.level, x.due_at from jsonb_to_recordset($3::jsonb) as x(clock_id uuid, level smallint, due_at timestamptz), (select count(*) from kept) k
       on conflict (clock_id, level) do update set due_at = excluded.due_at where clock_level.fired_at is null`,
      [JSON.stringify(clocks), JSON.stringify(events), JSON.stringify(levels)],
    );
  }

  private async restore(metric: Metric, { at, event, state, reason, seconds, days, calendar, agreement }: StoredEvent): Promise<LedgerEvent> {
    const instant = Math.floor(Date.parse(at) / 1000);
    const where = state === null ? {} : { state, reason };
    if ((seconds === null && days === null) || calendar === null || agreement === null) return { at: instant, event, ...where };
    return { at: instant, event, ...where, rules: await this.policies.rulesOf(agreement, metric, { seconds, days }, calendar) };
  }
}
