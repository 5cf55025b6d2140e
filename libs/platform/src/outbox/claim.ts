import type { Tx } from '../db/sql';
import type { OutboxHandlers } from './handlers';
import type { Owed } from '../queue/event-queue';

const BATCH = 500;
/** One at a time keeps `seq` in the order of visibility, which the stream's resume needs. */
const CLAIM_LOCK = 7_310_001;

/** Takes waiting events, numbers them in the order of their making and writes down who is owed which. Where another claims already, `wait` waits for it to end; else nothing is claimed. */
export async function claimEvents(tx: Tx, handlers: OutboxHandlers, { wait }: { wait: boolean }): Promise<{ claimed: number; owed: Owed[] }> {
  if (wait) await tx.run(`select pg_advisory_xact_lock(${CLAIM_LOCK})`);
  const rows = await tx.rows<{ id: string; topic: string }>(
    `with free as materialized (select pg_try_advisory_xact_lock(${CLAIM_LOCK}) as ok),
     batch as materialized (select id from outbox where relayed_at is null and (select ok from free) order by id limit ${BATCH} for update skip locked),
     numbered as materialized (select id, nextval('outbox_seq') as seq from (select id from batch order by id) ordered),
     marked as (update outbox o set relayed_at = now(), seq = numbered.seq from numbered where o.id = numbered.id returning o.id, o.topic)
     select id, topic from marked order by id`,
  );
  if (rows.length === 0) return { claimed: 0, owed: [] };
  const owed = rows.flatMap(({ id, topic }) => handlers.namesFor(topic).map((handler) => ({ id, handler })));
  if (owed.length > 0)
    await tx.run(
      `insert into outbox_delivery (event_id, handler, enqueued_at) select id, handler, now() from jsonb_to_recordset($1::jsonb) as x(id uuid, handler text) on conflict do nothing`,
      [JSON.stringify(owed)],
    );
  await tx.run(`select pg_notify('opora_stream', '')`);
  return { claimed: rows.length, owed };
}
