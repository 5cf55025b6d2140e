import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Database } from '../db/database';
import type { Tx } from '../db/sql';
import { Metrics } from '../health/metrics';
import { Log } from '../log/log';

export interface FiredTimer {
  key: string;
  dueAt: Date;
  payload: Record<string, unknown>;
}

export type TimerHandler = (tx: Tx, timer: FiredTimer) => Promise<void>;

interface TimerRow {
  id: string;
  kind: string;
  key: string;
  due_at: Date;
  payload: Record<string, unknown>;
}

/** Things that shall happen at an instant, as rows: decided exactly once, in the transaction that does them. */
@Injectable()
export class Timers {
  private readonly handlers = new Map<string, TimerHandler>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  register(kind: string, handler: TimerHandler): void {
    if (this.handlers.has(kind)) throw new Error(`the timer ${kind} is registered twice`);
    this.handlers.set(kind, handler);
  }

  /** One timer per kind and key; setting it again moves it. */
  async set(tx: Tx, timer: { kind: string; key: string; dueAt: Date; payload?: Record<string, unknown> }): Promise<void> {
    tx.send(
      `insert into timer (kind, key, due_at, payload) values ($1, $2, $3, $4)
       on conflict (kind, key) do update set due_at = excluded.due_at, payload = excluded.payload, fired_at = null, attempts = 0, retry_at = null`,
      [timer.kind, timer.key, timer.dueAt, timer.payload ?? {}],
    );
  }

  async clear(tx: Tx, kind: string, key: string): Promise<void> {
    tx.send('delete from timer where kind = $1 and key = $2', [kind, key]);
  }

  /** Fires all that is due now; safe in any number of processes. */
  async sweep(): Promise<{ acted: number; nextDueAt: Date | null }> {
    let acted = 0;
    for (let fired = true; fired; ) {
      fired = await this.fireOne();
      if (fired) acted++;
    }
    return { acted, nextDueAt: await this.nextDueAt() };
  }

  async nextDueAt(): Promise<Date | null> {
    const row = await this.database.sql.one<{ at: Date | null }>('select min(coalesce(retry_at, due_at)) as at from timer where fired_at is null and kind = any($1)', [[...this.handlers.keys()]]);
    return row?.at ?? null;
  }

  private async fireOne(): Promise<boolean> {
    let claimed: TimerRow | null = null;
    try {
      return await this.database.tx(async (tx) => {
        claimed = await tx.one<TimerRow>(
          `update timer set fired_at = $1 where id = (select id from timer where fired_at is null and coalesce(retry_at, due_at) <= $1 and kind = any($2) order by coalesce(retry_at, due_at) limit 1 for update skip locked)
           returning id, kind, key, due_at, payload`,
          [tx.now, [...this.handlers.keys()]],
        );
        if (!claimed) return false;
        this.metrics.levelLagSeconds.observe(Math.max(0, (tx.now.getTime() - claimed.due_at.getTime()) / 1000));
        await this.handlers.get(claimed.kind)?.(tx, { key: claimed.key, dueAt: claimed.due_at, payload: claimed.payload });
        return true;
      });
    } catch (error) {
      const failed = claimed as TimerRow | null;
      if (!failed) throw error;
      this.log.failure('timer failed', error, { kind: failed.kind, key: failed.key });
      await this.database.sql.run(`update timer set attempts = attempts + 1, retry_at = $2::timestamptz + make_interval(secs => least(3600, 5 * power(2, attempts))) where id = $1 and fired_at is null`, [failed.id, this.clock.now()]);
      return true;
    }
  }
}

/** Tables of the modules that fall due by themselves (levels of clocks). */
export interface Sweep {
  name: string;
  /** Looks after stored data at intervals; nobody waits for its instant, so the test clock does not stop at it. */
  upkeep?: boolean;
  sweep(): Promise<{ acted: number; nextDueAt: Date | null }>;
}

@Injectable()
export class Sweeps {
  private readonly sweeps: Sweep[] = [];

  register(sweep: Sweep): void {
    this.sweeps.push(sweep);
  }

  all(): readonly Sweep[] {
    return this.sweeps;
  }
}
