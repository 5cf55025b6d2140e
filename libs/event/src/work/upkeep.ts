import { Injectable } from '@nestjs/common';
import { Clock, Database, Log } from '@opora/platform';
import { EventMeters } from './meters';

/** Days that raw events are kept (`security.md` F.10); their alerts and incidents stay. */
export const RETENTION_DAYS = 90;
const AHEAD_DAYS = 7;
const EVERY_MS = 60_000;
const UPKEEP_LOCK = 7_310_035;
const DAY_MS = 86_400_000;
const UNPREPARED = { prepare: false };

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Makes the days of the event table ahead, drops those that are over, forgets senders' numbers and clear alerts of the same age. */
@Injectable()
export class EventUpkeep {
  private dueAt = 0;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly meters: EventMeters,
  ) {}

  async sweep(): Promise<{ acted: number; nextDueAt: Date | null }> {
    const now = this.clock.now().getTime();
    if (now < this.dueAt) return { acted: 0, nextDueAt: new Date(this.dueAt) };
    this.dueAt = now + EVERY_MS;
    let acted = 0;
    try {
      acted = await this.tidy(new Date(now));
      this.meters.open.set((await this.database.sql.one<{ n: number }>(`select count(*) as n from alert where state <> 'cleared'`))?.n ?? 0);
    } catch (error) {
      this.log.failure('upkeep of events failed', error);
    }
    return { acted, nextDueAt: new Date(this.dueAt) };
  }

  /** @returns days made and dropped */
  async tidy(now: Date): Promise<number> {
    return this.database.tx(async (tx) => {
      if (!(await tx.one<{ free: boolean }>(`select pg_try_advisory_xact_lock(${UPKEEP_LOCK}) as free`))?.free) return 0;
      const parts = await tx.rows<{ name: string }>(`select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'event'::regclass and c.relname like 'event_d%'`);
      const present = new Set(parts.map(({ name }) => name));
      let acted = 0;
      for (let day = 0; day <= AHEAD_DAYS; day++) {
        const from = dayOf(now.getTime() + day * DAY_MS);
        const name = `event_d${from.replaceAll('-', '')}`;
        const to = dayOf(Date.parse(from) + DAY_MS);
        if (present.has(name) || (await tx.one('select 1 from event_other where received_at >= $1 and received_at < $2 limit 1', [`${from}Z`, `${to}Z`], UNPREPARED))) continue;
        await tx.run(`create table ${name} partition of event for values from ('${from} 00:00:00Z') to ('${to} 00:00:00Z')`, [], UNPREPARED);
        acted++;
      }
      const oldest = now.getTime() - RETENTION_DAYS * DAY_MS;
      const last = `event_d${dayOf(oldest).replaceAll('-', '')}`;
      for (const name of [...present].filter((one) => one < last)) {
        await tx.run(`drop table ${name}`, [], UNPREPARED);
        acted++;
      }
      const before = new Date(Date.parse(dayOf(oldest)));
      await tx.run('delete from event_other where received_at < $1', [before]);
      await tx.run('delete from event_once where ctid in (select ctid from event_once where at < $1 limit 20000)', [before]);
      await tx.run(`delete from alert where id in (select id from alert where state = 'cleared' and last_seen_at < $1 and decide_at is null limit 5000)`, [before]);
      await tx.run(`delete from alert_group where id in (select g.id from alert_group g where g.closed_at < $1 and not exists (select 1 from alert a where a.group_id = g.id) limit 5000)`, [before]);
      return acted;
    });
  }
}
