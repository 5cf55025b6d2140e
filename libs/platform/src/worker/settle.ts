import { Injectable } from '@nestjs/common';
import { Database } from '../db/database';
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
      const fresh = await this.database.tx(async (tx) => {
        const rows = await tx.rows<{ id: string; topic: string }>(
          `update outbox o set relayed_at = now(), seq = nextval('outbox_seq') where id in (select id from outbox where relayed_at is null order by id limit 500 for update skip locked) returning id, topic`,
        );
        const owed = rows.flatMap(({ id, topic }) => this.handlers.namesFor(topic).map((handler) => ({ id, handler })));
        if (owed.length > 0)
          await tx.run(`insert into outbox_delivery (event_id, handler, enqueued_at) select id, handler, now() from jsonb_to_recordset($1::jsonb) as x(id uuid, handler text) on conflict do nothing`, [JSON.stringify(owed)]);
        if (rows.length > 0) await tx.run(`select pg_notify('opora_stream', '')`);
        return rows.length;
      });
      const owed = await this.database.sql.rows<{ handler: string; ids: string[] }>(
        `select handler, array_agg(event_id order by event_id) as ids from outbox_delivery where parked_at is null and enqueued_at <= now() group by handler`,
      );
      for (const { handler, ids } of owed) await this.delivery.deliver(handler, ids);
      if (fresh === 0 && owed.length === 0) return;
    }
  }
}
