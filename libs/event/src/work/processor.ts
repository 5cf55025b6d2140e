import { Injectable } from '@nestjs/common';
import { Clock, Database, Ids, Log, type Tx, emit, unavailability } from '@opora/platform';
import { type FoldedAlert, type StoredEvent, fold } from '../domain';
import { LOAD, type LoadedAlert, changedEvent, writeAlerts } from './alert.rows';
import { EventMeters } from './meters';
import { namesFor } from './names';

const BATCH = 1_000;
/** Batches before the other sweeps get their turn. */
const ROUNDS = 2;

interface Taken {
  eventId: string;
  receivedAt: Date;
}

/* One worker at a time folds the events of a source, so that they act in their order; sources take turns. */
const CLAIM = (wait: boolean): string => `
  select p.source_id as id, s.service_id as "serviceId" from event_source_pulse p join event_source s on s.id = p.source_id
  where exists (select 1 from event_waiting w where w.source_id = p.source_id) order by p.worked_at nulls first, p.source_id limit 1 for no key update of p ${wait ? '' : 'skip locked'}`;
/* By the place of the rows, found once: the table is empty one second and holds a storm the next, so that no statistics fit it, and a join planned for an empty table would take minutes. Nobody else moves rows of a
   source that is claimed. */
const TAKE = `
  delete from event_waiting w where w.ctid = any(array(select n.ctid from event_waiting n where n.source_id = $1 order by n.event_id limit $2)) returning w.event_id as "eventId", w.received_at as "receivedAt"`;
const READ = `
  select e.id, e.received_at as "receivedAt", e.dedup_key as "dedupKey", e.status, e.severity, e.title, e.text, e.link, e.service, e.items, e.labels, e.at
  from event e where e.received_at >= $2 and e.received_at <= $3 and e.id = any($1::uuid[]) order by e.id`;
const PULSE = `
  update event_source_pulse set worked_at = clock_timestamp(), last_event_at = greatest(last_event_at, $2),
    last_minute_events = case when minute_at = date_trunc('minute', $2::timestamptz) then last_minute_events when minute_at = date_trunc('minute', $2::timestamptz) - interval '1 minute' then minute_events else 0 end,
    minute_events = case when minute_at = date_trunc('minute', $2::timestamptz) then minute_events else 0 end + $3, minute_at = date_trunc('minute', $2::timestamptz)
  where source_id = $1`;

/** Folds stored events into alerts. What an event does and that it has done it is one transaction: a worker that dies in the middle loses and doubles nothing. */
@Injectable()
export class EventProcessor {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly log: Log,
    private readonly meters: EventMeters,
  ) {}

  async sweep(): Promise<{ acted: number; nextDueAt: Date | null }> {
    let acted = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const done = await this.next(BATCH);
      acted += done;
      if (done === 0) return { acted, nextDueAt: null };
    }
    return { acted, nextDueAt: this.clock.now() };
  }

  /** @returns events folded */
  private async next(limit: number): Promise<number> {
    let source: string | null = null;
    try {
      return await this.database.tx(async (tx) => {
        const claimed = await tx.one<{ id: string; serviceId: string | null }>(CLAIM(this.meters.wait));
        source = claimed?.id ?? null;
        return claimed ? this.batch(tx, claimed, limit) : 0;
      });
    } catch (error) {
      if (source === null || unavailability(error) !== null) throw error;
      if (limit > 1) return this.next(1);
      await this.park(source, error);
      return 1;
    }
  }

  private async batch(tx: Tx, source: { id: string; serviceId: string | null }, limit: number): Promise<number> {
    const taken = await tx.rows<Taken>(TAKE, [source.id, limit]);
    if (taken.length === 0) return 0;
    const times = taken.map(({ receivedAt }) => receivedAt.getTime());
    const events = await tx.rows<StoredEvent>(READ, [taken.map(({ eventId }) => eventId), new Date(Math.min(...times)), new Date(Math.max(...times) + 1)]);
    const known = await tx.rows<LoadedAlert>(LOAD, [source.id, [...new Set(events.map(({ dedupKey }) => dedupKey))]]);
    const { alerts, changed } = this.folded(events, known);
    const names = await namesFor(tx, changed);
    await writeAlerts(tx, source.id, changed.map((alert) => {
      const item = names.item(alert.items);
      return { ...alert, itemId: item?.id ?? null, serviceId: names.service(alert.service) ?? item?.serviceId ?? source.serviceId };
    }));
    await lift(tx, alerts.filter(({ before, after }) => after.state === 'cleared' && before?.state !== 'cleared').map(({ after }) => after.id));
    await tx.run(PULSE, [source.id, new Date(Math.max(...times)), events.length]);
    if (changed.length > 0) await emit(tx, changedEvent(source.id, changed));
    this.meters.lag.observe(Math.max(0, (this.clock.now().getTime() - Math.min(...times)) / 1000));
    return taken.length;
  }

  private folded(events: readonly StoredEvent[], known: readonly LoadedAlert[]): { alerts: { before: LoadedAlert | null; after: FoldedAlert }[]; changed: FoldedAlert[] } {
    const before = new Map(known.map((alert) => [alert.dedupKey, alert]));
    const after = new Map<string, FoldedAlert>();
    for (const event of events) {
      const was = before.get(event.dedupKey);
      const ended = was !== undefined && (was.incidentPhase === 'resolved' || was.incidentPhase === 'closed') ? was.incidentEndedAt : null;
      const next = fold(after.get(event.dedupKey) ?? was ?? null, event, { newId: this.ids.next(), incidentEndedAt: ended, graceSeconds: was?.quietSeconds ?? 300 });
      if (next) after.set(event.dedupKey, next);
    }
    const alerts = [...after].map(([key, alert]) => ({ before: before.get(key) ?? null, after: alert }));
    return { alerts, changed: alerts.map(({ after: alert }) => alert) };
  }

  /** An event that cannot be folded lies aside with its reason and blocks nothing behind it (`security.md` I49). */
  private async park(sourceId: string, error: unknown): Promise<void> {
    this.log.failure('event could not be folded', error, { sourceId });
    await this.database.sql.run(
      `with poison as (delete from event_waiting where (source_id, event_id) in (select source_id, event_id from event_waiting where source_id = $1 order by event_id limit 1) returning source_id, event_id, received_at)
       insert into event_parked (source_id, event_id, received_at, error, parked_at) select source_id, event_id, received_at, left($2, 2000), $3 from poison`,
      [sourceId, error instanceof Error ? error.message : String(error), this.clock.now()],
    );
  }
}

/** What was kept quiet because of an alert that is clear now has to be decided anew. */
async function lift(tx: Tx, cleared: readonly string[]): Promise<void> {
  if (cleared.length > 0) await tx.run(`update alert set decide_at = $2 where suppressed = 'dependency' and suppressed_by = any($1::uuid[]) and state <> 'cleared'`, [cleared, tx.now]);
}
