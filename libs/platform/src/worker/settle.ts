import { Injectable } from '@nestjs/common';
import { Database } from '../db/database';
import { claimEvents } from '../outbox/claim';
import { OutboxDelivery } from '../outbox/delivery';
import { OutboxHandlers } from '../outbox/handlers';

/** Delivers every waiting event in this process, without the queue: what the test clock and the commands use to reach rest. */
@Injectable()
export class Settle {
  constructor(
    private readonly database: Database,
    private readonly handlers: OutboxHandlers,
    private readonly delivery: OutboxDelivery,
  ) {}

  async drain(): Promise<void> {
    for (;;) {
      const { claimed } = await this.database.tx((tx) => claimEvents(tx, this.handlers, { wait: true }));
      const owed = await this.database.sql.rows<{ handler: string; ids: string[] }>(
        `select handler, array_agg(event_id order by event_id) as ids from outbox_delivery where parked_at is null and enqueued_at <= now() group by handler`,
      );
      for (const { handler, ids } of owed) await this.delivery.deliver(handler, ids);
      if (claimed === 0 && owed.length === 0) return;
    }
  }
}
