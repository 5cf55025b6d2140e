import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Clock, Database, type Tx, emit, systemActor } from '@opora/platform';
import { EGRESS_LEASE_SECONDS, TEST_TYPE } from './limits';

export interface Due {
  id: string;
  webhookId: string;
  type: string;
  key: string;
  ticketId: string | null;
  payload: Record<string, unknown>;
  tellsOutcome: boolean;
  at: Date;
  createdAt: Date;
  attempts: number;
  url: string;
  audience: 'public' | 'staff';
  ownerId: string;
  secret: Buffer;
  formerSecret: Buffer | null;
}

/** What one try came to. */
export interface Try {
  status: number | null;
  error: string | null;
  milliseconds: number;
  answer: string | null;
}

export type DisabledBecause = 'gone' | 'failing' | 'owner';

const EVENT = { delivered: 'webhook.delivered', dead: 'webhook.dead', cancelled: 'webhook.cancelled' } as const;

/** The rows of deliveries: which try is due, what came of it. A try is counted before it begins, so that a crash in between repeats it later and never forgets it. */
@Injectable()
export class DeliveryQueue {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** Takes what is due of endpoints that are switched on; a restored copy sends nothing (`security.md` F.9). */
  async claim(limit: number): Promise<Due[]> {
    return this.database.tx((tx) =>
      tx.rows<Due>(
        `update webhook_delivery d set attempts = d.attempts + 1, next_attempt_at = $1::timestamptz + make_interval(secs => ${EGRESS_LEASE_SECONDS}) from webhook w,
           (select x.id from webhook_delivery x join webhook v on v.id = x.webhook_id and v.active where x.state = 'waiting' and x.next_attempt_at <= $1 and not exists (select 1 from quarantine) order by x.next_attempt_at, x.id limit $2 for update of x skip locked) due
         where d.id = due.id and w.id = d.webhook_id
         returning d.id, d.webhook_id as "webhookId", d.type, d.key, d.ticket_id as "ticketId", d.payload, d.tells_outcome as "tellsOutcome", d.at, d.created_at as "createdAt", d.attempts, w.url, w.audience, w.owner_id as "ownerId", w.secret,
           case when w.former_until > $1 then w.former_secret end as "formerSecret"`,
        [tx.now, limit],
      ),
    );
  }

  async delivered(due: Due, made: Try): Promise<void> {
    await this.database.tx(async (tx) => {
      if (!(await this.end(tx, due, 'delivered', null, made))) return;
      await tx.run('update webhook set delivered_at = $2, failing_since = null where id = $1', [due.webhookId, tx.now]);
    });
  }

  async again(due: Due, made: Try, waitSeconds: number): Promise<void> {
    await this.database.tx(async (tx) => {
      await this.attempted(tx, due, made);
      const at = new Date(this.clock.now().getTime() + waitSeconds * 1_000);
      await tx.run(`update webhook_delivery set next_attempt_at = $3 where id = $1 and attempts = $2 and state = 'waiting'`, [due.id, due.attempts, at]);
      await tx.run('update webhook set failing_since = coalesce(failing_since, $2) where id = $1', [due.webhookId, tx.now]);
    });
  }

  /** Was the last try. Where nothing at all was taken since it was made, the endpoint is switched off: whoever looks after it has to look. A test says nothing of what matters. */
  async dead(due: Due, made: Try): Promise<void> {
    await this.database.tx(async (tx) => {
      if (!(await this.end(tx, due, 'dead', null, made)) || due.type === TEST_TYPE) return;
      const { failing } = (await tx.one<{ failing: boolean }>('select coalesce(delivered_at < $2, true) as failing from webhook where id = $1', [due.webhookId, due.createdAt])) ?? { failing: false };
      if (failing) await this.disable(tx, due.webhookId, 'failing');
    });
  }

  async gone(due: Due, made: Try): Promise<void> {
    await this.database.tx(async (tx) => {
      if (await this.end(tx, due, 'dead', 'gone', made)) await this.disable(tx, due.webhookId, 'gone');
    });
  }

  /** It is not to be sent any more. */
  async cancel(due: Due, reason: string): Promise<void> {
    await this.database.tx((tx) => this.end(tx, due, 'cancelled', reason, null));
  }

  /** Not a try: it waits until somebody else answers for the endpoint. */
  async ownerless(due: Due): Promise<void> {
    await this.database.tx(async (tx) => {
      await tx.run(`update webhook_delivery set attempts = attempts - 1, next_attempt_at = $2 where id = $1 and state = 'waiting'`, [due.id, tx.now]);
      await this.disable(tx, due.webhookId, 'owner');
    });
  }

  private async end(tx: Tx, due: Due, state: keyof typeof EVENT, reason: string | null, made: Try | null): Promise<boolean> {
    const ended = await tx.run(`update webhook_delivery set state = $2, next_attempt_at = null, ended_at = $3, reason = $4 where id = $1 and state = 'waiting' and attempts = $5`, [due.id, state, tx.now, reason, due.attempts]);
    if (ended !== 1) return false;
    if (made !== null) await this.attempted(tx, due, made);
    if (due.tellsOutcome) await emit(tx, { topic: EVENT[state], key: due.id, payload: { webhookId: due.webhookId, type: due.type, key: due.key, status: made?.status ?? null } });
    return true;
  }

  private async attempted(tx: Tx, due: Due, { status, error, milliseconds, answer }: Try): Promise<void> {
    await tx.run('insert into webhook_attempt (delivery_id, n, at, status, error, milliseconds, answer) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing', [due.id, due.attempts, tx.now, status, error, milliseconds, answer]);
  }

  private async disable(tx: Tx, webhookId: string, because: DisabledBecause): Promise<void> {
    const row = await tx.one<{ version: number; name: string }>('update webhook set active = false, disabled_because = $2, disabled_at = $3, version = version + 1 where id = $1 and active returning version, name', [webhookId, because, tx.now]);
    if (!row) return;
    await this.journal.append(tx, { streamId: webhookId, streamKind: 'webhook', kind: 'webhook.disabled', actor: systemActor('webhook', webhookId), version: row.version, data: { changes: [{ field: 'active', from: true, to: false }, { field: 'disabledBecause', from: null, to: because }] } });
    await emit(tx, { topic: 'webhook.disabled', key: webhookId, payload: { name: row.name, because } });
  }
}
