import { Injectable } from '@nestjs/common';
import { Database } from '../db/database';
import { EventQueue } from '../queue/event-queue';
import { claimEvents } from './claim';
import { OutboxHandlers } from './handlers';

/** Moves committed events to the queue; alone feeds it. Nothing in the queue is a truth: `outbox_delivery` remembers what is still owed. */
@Injectable()
export class OutboxRelay {
  constructor(
    private readonly database: Database,
    private readonly handlers: OutboxHandlers,
    private readonly queue: EventQueue,
  ) {}

  /** @returns events relayed; call again while it is not 0 */
  async relay(): Promise<number> {
    return this.database.tx(async (tx) => {
      const { claimed, owed } = await claimEvents(tx, this.handlers, { wait: false });
      if (owed.length > 0) await this.queue.add(owed);
      return claimed;
    });
  }

  /**
   * Puts on the queue again what was not delivered within `seconds`: the queue store may have been emptied (`security.md` F5, F6).
   * @returns deliveries put on again
   */
  async reconcile(seconds: number): Promise<number> {
    const owed = await this.database.sql.rows<{ id: string; handler: string }>(
      `update outbox_delivery d set enqueued_at = now() where (event_id, handler) in
        (select event_id, handler from outbox_delivery where parked_at is null and enqueued_at < now() - make_interval(secs => $1) order by enqueued_at limit 1000 for update skip locked)
       returning d.event_id as id, d.handler`,
      [seconds],
    );
    if (owed.length > 0) await this.queue.add(owed, true);
    return owed.length;
  }
}
