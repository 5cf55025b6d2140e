import { Injectable } from '@nestjs/common';
import { Database } from '../db/database';
import { Metrics } from '../health/metrics';
import { Log } from '../log/log';
import { OutboxHandlers } from './handlers';
import type { OutboxEvent } from './outbox';

const ATTEMPTS = 8;

interface Row extends Omit<OutboxEvent, 'requestId'> {
  request_id: string | null;
}

/** Runs one handler over a batch and remembers what was done; a poison event parks alone and blocks nothing (`security.md` I49). */
@Injectable()
export class OutboxDelivery {
  constructor(
    private readonly database: Database,
    private readonly handlers: OutboxHandlers,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  async deliver(handlerName: string, ids: readonly string[]): Promise<void> {
    const handler = this.handlers.get(handlerName);
    if (!handler) return;
    const rows = await this.database.sql.rows<Row>(
      `select o.id, o.seq, o.topic, o.key, o.payload, o.at, o.request_id from outbox o join outbox_delivery d on d.event_id = o.id and d.handler = $1 and d.parked_at is null
       where o.id = any($2) order by o.seq`,
      [handlerName, ids],
    );
    if (rows.length === 0) return;
    const events = rows.map(({ request_id, ...event }) => ({ ...event, requestId: request_id }));
    try {
      await handler.handle(events);
      await this.done(handlerName, events);
    } catch (error) {
      if (events.length === 1) return this.failed(handlerName, events[0] as OutboxEvent, error);
      for (const event of events) {
        try {
          await handler.handle([event]);
          await this.done(handlerName, [event]);
        } catch (single) {
          await this.failed(handlerName, event, single);
        }
      }
    }
  }

  private async done(handler: string, events: readonly OutboxEvent[]): Promise<void> {
    this.metrics.jobs.inc({ handler, result: 'done' }, events.length);
    await this.database.sql.run('delete from outbox_delivery where handler = $1 and event_id = any($2)', [handler, events.map((event) => event.id)]);
  }

  private async failed(handler: string, event: OutboxEvent, error: unknown): Promise<void> {
    this.metrics.jobs.inc({ handler, result: 'failed' });
    this.log.failure('event handler failed', error, { handler, outboxId: event.id, topic: event.topic });
    await this.database.sql.run(
      `update outbox_delivery set attempts = attempts + 1, error = left($3, 2000), enqueued_at = now() + make_interval(secs => least(600, power(2, attempts))),
         parked_at = case when attempts + 1 >= ${ATTEMPTS} then now() end where handler = $1 and event_id = $2`,
      [handler, event.id, error instanceof Error ? error.message : String(error)],
    );
  }
}
