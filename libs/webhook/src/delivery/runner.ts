import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, Database, Log } from '@opora/platform';
import { AT_ONCE, KEEP_DAYS } from './limits';
import { DeliveryQueue, type Due } from './queue';
import { WebhookSender } from './sender';

const IDLE_MS = 1_000;
const CLEAN_EVERY_MS = 3_600_000;

/** Sends what is due, in a loop of its own: a receiver that hangs holds up nothing but deliveries, and of those eight at a time (`security.md` I45). */
@Injectable()
export class WebhookRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();
  private wakeUp: (() => void) | null = null;
  private readonly flying = new Set<Promise<void>>();
  private cleanAt = new Date(0);

  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueue,
    private readonly sender: WebhookSender,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.loop = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.loop;
    await Promise.all(this.flying);
  }

  /** Looks at once; returns at once. */
  wake(): void {
    this.wakeUp?.();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      let taken = 0;
      try {
        taken = await this.take();
        await this.clean();
      } catch (error) {
        this.log.failure('webhooks could not be looked for', error);
      }
      if (taken === 0 && !this.stopped) await this.pause();
    }
  }

  private async take(): Promise<number> {
    const free = AT_ONCE - this.flying.size;
    const due = free > 0 ? await this.queue.claim(free) : [];
    for (const one of due) this.fly(one);
    return due.length;
  }

  private fly(due: Due): void {
    const flight = this.sender
      .send(due)
      .catch((error: unknown) => this.log.failure('a webhook could not be sent', error, { deliveryId: due.id, webhookId: due.webhookId }))
      .finally(() => {
        this.flying.delete(flight);
        this.wake();
      });
    this.flying.add(flight);
  }

  private async clean(): Promise<void> {
    const now = this.clock.now();
    if (now < this.cleanAt) return;
    this.cleanAt = new Date(now.getTime() + CLEAN_EVERY_MS);
    await this.database.sql.run(`delete from webhook_delivery where id in (select id from webhook_delivery where ended_at < $1::timestamptz - make_interval(days => ${KEEP_DAYS}) limit 5000)`, [now]);
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timeout = setTimeout(resolve, IDLE_MS);
      this.wakeUp = () => {
        clearTimeout(timeout);
        resolve();
      };
    });
  }
}
