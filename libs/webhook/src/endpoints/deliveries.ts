import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Refusal, notFound } from '@opora/kit';
import { type Actor, Cursors, Database, type Sql } from '@opora/platform';
import type { DeliveryPage, DeliveryQuery, DeliveryReply } from './webhooks.dto';

interface Row extends Omit<DeliveryReply, 'createdAt' | 'nextAttemptAt' | 'endedAt'> {
  createdAt: Date;
  nextAttemptAt: Date | null;
  endedAt: Date | null;
}

const SELECT = `select d.id, d.type, d.state, d.ticket_id as "ticketId", d.reason, d.created_at as "createdAt", d.next_attempt_at as "nextAttemptAt", d.ended_at as "endedAt",
  coalesce((select json_agg(json_build_object('at', to_char(x.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'status', x.status, 'error', x.error, 'milliseconds', x.milliseconds, 'answer', x.answer) order by x.n desc)
    from (select * from webhook_attempt a where a.delivery_id = d.id order by a.n desc limit 10) x), '[]') as attempts from webhook_delivery d`;

/** What went out and what came of it. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly journal: Journal,
  ) {}

  /** The newest first. @throws Refusal 404 */
  async list(actor: Actor, webhookId: string, { limit, cursor, state }: DeliveryQuery): Promise<DeliveryPage> {
    const { sql } = this.database;
    if (!(await sql.one('select 1 from webhook where id = $1', [webhookId]))) throw notFound();
    const key = `deliveries ${webhookId} ${(state ?? []).join()}`;
    const [at, id] = cursor === undefined ? [null, null] : this.cursors.decode(actor, key, cursor);
    const rows = await sql.rows<Row>(`${SELECT} where d.webhook_id = $1 and ($2::text[] is null or d.state = any($2)) and ($3::timestamptz is null or (d.created_at, d.id) < ($3, $4::uuid)) order by d.created_at desc, d.id desc limit $5`, [webhookId, state ?? null, at, id, limit + 1]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { items: shown.map(replyOf), nextCursor: rows.length > limit && last ? this.cursors.encode(actor, key, [last.createdAt.toISOString(), last.id]) : null };
  }

  /** What was given up goes out once more, under its own id; what waits goes at once. @throws Refusal 404, 409 where it was taken already */
  async resend(actor: Actor, webhookId: string, id: string): Promise<DeliveryReply> {
    return this.database.tx(async (tx) => {
      const row = await tx.one<{ state: string }>('select state from webhook_delivery where id = $1 and webhook_id = $2 for update', [id, webhookId]);
      if (!row) throw notFound();
      if (row.state === 'delivered') throw new Refusal('webhook.delivered_already', { status: 409 });
      await tx.run(`update webhook_delivery set state = 'waiting', attempts = case when state = 'waiting' then attempts else 0 end, next_attempt_at = $2, ended_at = null, reason = null where id = $1`, [id, tx.now]);
      if (row.state !== 'waiting') await tx.run('delete from webhook_attempt where delivery_id = $1', [id]);
      await this.journal.append(tx, { streamId: webhookId, streamKind: 'webhook', kind: 'webhook.sent_again', actor, data: { deliveryId: id } });
      return replyOf((await readOne(tx, id)) as Row);
    });
  }
}

const readOne = (sql: Sql, id: string): Promise<Row | null> => sql.one<Row>(`${SELECT} where d.id = $1`, [id]);

const replyOf = ({ createdAt, nextAttemptAt, endedAt, ...row }: Row): DeliveryReply => ({ ...row, createdAt: createdAt.toISOString(), nextAttemptAt: nextAttemptAt?.toISOString() ?? null, endedAt: endedAt?.toISOString() ?? null });
