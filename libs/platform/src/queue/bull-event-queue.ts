import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { type Job, Queue } from 'bullmq';
import { OutboxDelivery } from '../outbox/delivery';
import { EventQueue, type Owed, batches } from './event-queue';

export const EVENTS_QUEUE = 'events';

export interface DeliveryJob {
  handler: string;
  ids: string[];
}

@Injectable()
export class BullEventQueue extends EventQueue {
  private round = 0;

  constructor(@InjectQueue(EVENTS_QUEUE) private readonly queue: Queue<DeliveryJob>) {
    super();
  }

  async add(owed: readonly Owed[], again = false): Promise<void> {
    const suffix = again ? `-${process.pid}-${++this.round}` : '';
    await this.queue.addBulk(
      batches(owed).map(({ handler, ids }) => ({
        name: handler,
        data: { handler, ids },
        opts: { jobId: `${ids[0]}-${handler}${suffix}`, removeOnComplete: true, removeOnFail: 100 },
      })),
    );
  }
}

@Processor(EVENTS_QUEUE, { concurrency: 4, lockDuration: 30_000 })
export class EventsProcessor extends WorkerHost {
  constructor(private readonly delivery: OutboxDelivery) {
    super();
  }

  override async process(job: Job<DeliveryJob>): Promise<void> {
    await this.delivery.deliver(job.data.handler, job.data.ids);
  }
}
