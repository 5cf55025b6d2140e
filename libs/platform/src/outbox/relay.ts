import { Injectable } from '@nestjs/common';
import { Database } from '../db/database';
import { EventQueue } from '../queue/event-queue';
import { OutboxHandlers } from './handlers';

const BATCH = 500;
/** One relay at a time keeps `seq` in the order of visibility, which the stream's resume needs. */
const RELAY_LOCK = 7_310_001;

interface Claimed {
  id: string;
  topic: string;
}

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
      const rows = await tx.rows<Claimed>(
        `with free as materialized (select pg_try_advisory_xact_lock(${RELAY_LOCK}) as ok),
         batch as (select id from outbox where relayed_at is null and (select ok from free) order by id limit ${BATCH} for update skip locked),
         marked as (update outbox o set relayed_at = now(), seq = nextval('outbox_seq') from batch where o.id = batch.id returning o.id, o.topic)
         select id, topic from marked order by id`,
      );
      if (rows.length === 0) return 0;
      const owed = rows.flatMap(({ id, topic }) => this.handlers.namesFor(topic).map((handler) => ({ id, handler })));
      if (owed.length > 0) {
        await tx.run(
          `insert into outbox_delivery (event_id, handler, enqueued_at) select id, handler, now() from jsonb_to_recordset($1::jsonb) as x(id uuid, handler text) on conflict do nothing`,
          [JSON.stringify(owed)],
        );
        await this.queue.add(owed);
      }
      await tx.run(`select pg_notify('opora_stream', '')`);
      return rows.length;
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

  async pending(): Promise<number> {
    return (await this.database.sql.one<{ n: number }>('select count(*) as n from outbox where relayed_at is null'))?.n ?? 0;
  }
}
