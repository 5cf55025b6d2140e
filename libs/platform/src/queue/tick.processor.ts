import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { Queue } from 'bullmq';
import { Sweeper } from '../timers/sweeper';
import { Log } from '../log/log';

export const TICKS_QUEUE = 'ticks';

/** BullMQ wakes the sweep; what is due is decided by the rows. */
@Processor(TICKS_QUEUE, { concurrency: 1 })
export class TickProcessor extends WorkerHost {
  constructor(private readonly sweeper: Sweeper) {
    super();
  }

  override async process(): Promise<void> {
    this.sweeper.wake();
  }
}

/** Emptying a queue store kills its scheduler for good, so it is set again and again (`stack.md` §4). */
@Injectable()
export class TickScheduler {
  private interval: NodeJS.Timeout | null = null;

  constructor(
    @InjectQueue(TICKS_QUEUE) private readonly queue: Queue,
    private readonly log: Log,
  ) {}

  async start(): Promise<void> {
    await this.schedule();
    this.interval = setInterval(() => void this.schedule(), 30_000);
  }

  stop(): void {
    if (this.interval) clearInterval(this.interval);
  }

  private async schedule(): Promise<void> {
    try {
      await this.queue.upsertJobScheduler('sweep', { every: 1_000 }, { name: 'sweep', opts: { removeOnComplete: true, removeOnFail: 10 } });
    } catch (error) {
      this.log.failure('the sweep’s scheduler could not be set', error);
    }
  }
}
