import { Injectable } from '@nestjs/common';
import { Database } from '../db/database';
import { Sweeper } from '../timers/sweeper';
import { Settle } from '../worker/settle';
import { Clock } from './clock';

/** The clock that tests set (`api.md` Clarifications): an offset in the database, read by all processes. */
@Injectable()
export class TestClock {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sweeper: Sweeper,
    private readonly settle: Settle,
  ) {}

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
}
