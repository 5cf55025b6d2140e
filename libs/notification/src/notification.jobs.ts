import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, Database, OutboxHandlers, Sweeps } from '@opora/platform';
import { NotificationKinds } from './kinds/registry';
import { Notifier } from './notifier';

const KEEP_DAYS = 90;
const CLEAN_EVERY_MS = 3_600_000;

@Injectable()
export class NotificationWork implements OnApplicationBootstrap {
  private cleanAt = new Date(0);

  constructor(
    private readonly handlers: OutboxHandlers,
    private readonly sweeps: Sweeps,
    private readonly kinds: NotificationKinds,
    private readonly notifier: Notifier,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** After all modules have enrolled their kinds. */
  onApplicationBootstrap(): void {
    this.handlers.register({ name: 'notification', topics: this.kinds.topics(), handle: (events) => this.notifier.handle(events) });
    this.sweeps.register({ name: 'notification.old', upkeep: true, sweep: () => this.clean() });
  }

  private async clean(): Promise<{ acted: number; nextDueAt: Date | null }> {
    const now = this.clock.now();
    let acted = 0;
    if (now >= this.cleanAt) {
      acted = await this.database.sql.run(`delete from notification where created_at < $1::timestamptz - make_interval(days => ${KEEP_DAYS})`, [now]);
      this.cleanAt = new Date(now.getTime() + CLEAN_EVERY_MS);
    }
    return { acted, nextDueAt: this.cleanAt };
  }
}
