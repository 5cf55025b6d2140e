import { Injectable } from '@nestjs/common';
import { invalid } from '@opora/kit';
import { Ids, type Tx } from '@opora/platform';

export interface Outgoing {
  webhookId: string;
  /** What the other side switches on: `access.provision`, `alert.opened`. */
  type: string;
  payload: Readonly<Record<string, unknown>>;
  /** The same key is sent once, however often it is asked for. */
  key: string;
  /** The ticket that it is about: what the owner may not see (any more) does not leave. */
  ticketId?: string | null;
  /** Whether `webhook.delivered`, `webhook.dead` or `webhook.cancelled` shall be told of it. */
  tellsOutcome?: boolean;
}

/** What `webhook.delivered`, `webhook.dead` and `webhook.cancelled` say; their key is the delivery. */
export interface WebhookOutcome {
  webhookId: string;
  type: string;
  /** The caller's own. */
  key: string;
  status: number | null;
}

/** The verb for other modules: something goes out to one endpoint, in the caller's transaction. It exists exactly when that commits; it is delivered at least once, always under the same `webhook-id`. */
@Injectable()
export class Webhooks {
  constructor(private readonly ids: Ids) {}

  /**
   * Enqueued once for a key. Its outcome comes as an event of its own (`WebhookOutcome`), which the caller's module listens to.
   * @returns the delivery, and whether this call made it @throws Refusal 422 where there is no such endpoint
   */
  async send(tx: Tx, webhookId: string, type: string, payload: Readonly<Record<string, unknown>>, key: string): Promise<{ deliveryId: string; enqueued: boolean }> {
    const [one] = await this.sendAll(tx, [{ webhookId, type, payload, key, tellsOutcome: true }]);
    if (!one) throw invalid('/webhookId', 'unknown_reference');
    return one;
  }

  /** The same for many; those whose endpoint is unknown are left out. */
  async sendAll(tx: Tx, outgoing: readonly Outgoing[]): Promise<{ deliveryId: string; enqueued: boolean }[]> {
    if (outgoing.length === 0) return [];
    const rows = [...new Map(outgoing.map((one) => [`${one.webhookId} ${one.key}`, { ticketId: null, tellsOutcome: false, ...one, id: this.ids.next() }])).values()];
    /* The update changes nothing: it waits for another transaction that makes the same one, and tells which it is. */
    return tx.rows<{ deliveryId: string; enqueued: boolean }>(
      `insert into webhook_delivery as d (id, webhook_id, key, type, ticket_id, payload, tells_outcome, at, state, next_attempt_at, created_at)
       select x.id, x."webhookId", x.key, x.type, x."ticketId", x.payload, x."tellsOutcome", $2, 'waiting', $2, $2 from jsonb_to_recordset($1::jsonb) as x(id uuid, "webhookId" uuid, type text, payload jsonb, key text, "ticketId" uuid, "tellsOutcome" boolean)
         join webhook w on w.id = x."webhookId" order by x."webhookId", x.key
       on conflict (webhook_id, key) do update set key = excluded.key returning d.id as "deliveryId", xmax = 0 as enqueued`,
      [JSON.stringify(rows), tx.now],
    );
  }

  /** Whether it may be chosen: an endpoint that is there. */
  async known(tx: Pick<Tx, 'one'>, webhookId: string): Promise<boolean> {
    return (await tx.one('select 1 from webhook where id = $1', [webhookId])) !== null;
  }
}
