import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config';
import { Database } from '../db/database';
import { Clock } from './clock';

const REFRESH_MS = 200;

/** Keeps this process's clock at the offset that the test clock has in the database: the API's and the workers' alike. */
@Injectable()
export class ClockFollower implements OnApplicationBootstrap, OnApplicationShutdown {
  private interval: NodeJS.Timeout | null = null;
  private seen: number | null = null;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.testClock) return;
    await this.refresh();
    this.interval = setInterval(() => void this.refresh().catch(() => undefined), REFRESH_MS).unref();
  }

  onApplicationShutdown(): void {
    if (this.interval) clearInterval(this.interval);
  }

  private async refresh(): Promise<void> {
    const row = await this.database.sql.one<{ offset_ms: number }>('select offset_ms from test_clock');
    const offset = row?.offset_ms ?? 0;
    // What has not changed there is left alone: a demonstration that is being loaded plays its past with this process's clock.
    if (offset === this.seen) return;
    this.seen = offset;
    this.clock.shift(offset);
  }
}
