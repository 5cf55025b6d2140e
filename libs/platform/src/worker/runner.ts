import { Injectable } from '@nestjs/common';
import { Log } from '../log/log';
import { OutboxRelay } from '../outbox/relay';

/** Between two looks: what comes in a tenth of a second goes to the queue together, which costs it little more than one event would. */
const PAUSE_MS = 100;
const FULL_BATCH = 500;
const RECONCILE_MS = 2_000;
/** A delivery that is not done after this long is put on the queue again, seconds. */
const OVERDUE_SECONDS = 5;

/** The relay's heartbeat in a worker process. */
@Injectable()
export class RelayRunner {
  private stopped = true;
  private loop: Promise<void> = Promise.resolve();
  private wakeUp: (() => void) | null = null;

  constructor(
    private readonly outbox: OutboxRelay,
    private readonly log: Log,
  ) {}

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wakeUp?.();
    await this.loop;
  }

  private async run(): Promise<void> {
    let reconciledAt = 0;
    while (!this.stopped) {
      let pause = PAUSE_MS;
      try {
        const relayed = await this.outbox.relay();
        if (relayed >= FULL_BATCH) pause = 0;
        if (performance.now() - reconciledAt > RECONCILE_MS) {
          reconciledAt = performance.now();
          await this.outbox.reconcile(OVERDUE_SECONDS);
        }
      } catch (error) {
        pause = 500;
        this.log.failure('relay failed', error);
      }
      if (!this.stopped) await this.sleep(pause);
    }
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timeout = setTimeout(resolve, ms);
      this.wakeUp = () => {
        clearTimeout(timeout);
        resolve();
      };
    });
  }
}
