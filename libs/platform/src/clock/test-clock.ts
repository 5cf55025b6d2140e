import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config';
import { Database } from '../db/database';
import { Sweeper } from '../timers/sweeper';
import { Settle } from '../worker/settle';
import { Clock } from './clock';

const REFRESH_MS = 200;

/** The clock that tests set (`api.md` Clarifications): an offset in the database, read by all processes. */
@Injectable()
export class TestClock implements OnApplicationBootstrap, OnApplicationShutdown {
  private interval: NodeJS.Timeout | null = null;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sweeper: Sweeper,
    private readonly settle: Settle,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.testClock) return;
    await this.refresh();
    this.interval = setInterval(() => void this.refresh().catch(() => undefined), REFRESH_MS).unref();
  }

  onApplicationShutdown(): void {
    if (this.interval) clearInterval(this.interval);
  }

  /** Goes to the instant step by step, so that each timer on the way acts at its own time, and returns when all effects are done. */
  async goTo(at: Date): Promise<Date> {
    await this.rest();
    for (;;) {
      const { nextActAt } = await this.sweeper.sweep();
      const now = this.clock.now();
      if (!nextActAt || nextActAt > at || at <= now) break;
      if (nextActAt > now) await this.shift(nextActAt);
      await this.rest();
    }
    await this.shift(at);
    await this.rest();
    return this.clock.now();
  }

  private async rest(): Promise<void> {
    for (let acted = 1; acted > 0; ) {
      await this.settle.drain();
      ({ acted } = await this.sweeper.sweep());
      await this.settle.drain();
    }
  }

  private async shift(at: Date): Promise<void> {
    const offset = Math.round(at.getTime() - (this.clock.now().getTime() - this.clock.offset));
    await this.database.sql.run('update test_clock set offset_ms = $1', [offset]);
    this.clock.shift(offset);
  }

  private async refresh(): Promise<void> {
    const row = await this.database.sql.one<{ offset_ms: number }>('select offset_ms from test_clock');
    this.clock.shift(row?.offset_ms ?? 0);
  }
}
