import { Injectable } from '@nestjs/common';
import { Database } from '../db/database';
import { Log } from '../log/log';

const HOUR_MS = 3_600_000;

/** Drops what is of no use any more; resumable, in small steps. */
@Injectable()
export class Housekeeping {
  private interval: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  start(): void {
    this.interval = setInterval(() => void this.tidy(), HOUR_MS);
  }

  stop(): void {
    if (this.interval) clearInterval(this.interval);
  }

  async tidy(): Promise<void> {
    try {
      const { sql } = this.database;
      await sql.run(`delete from idempotency where created_at < now() - interval '24 hours'`);
      await sql.run(`delete from outbox o where relayed_at < now() - interval '3 days' and not exists (select 1 from outbox_delivery d where d.event_id = o.id)`);
      await sql.run(`delete from inbox where at < now() - interval '30 days'`);
      await sql.run(`delete from timer where fired_at < now() - interval '30 days'`);
    } catch (error) {
      this.log.failure('housekeeping failed', error);
    }
  }
}
