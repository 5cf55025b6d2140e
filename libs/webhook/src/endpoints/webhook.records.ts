import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { type Page, Refusal, invalid } from '@opora/kit';
import { Directory } from '@opora/organisation';
import { type Actor, Cursors, Database, Egress, Ids, type Sql } from '@opora/platform';
import { TEST_TYPE } from '../delivery/limits';
import { WebhookRow } from '../webhook.entity';
import { Webhooks } from '../webhooks';
import { WebhookSecrets } from './secrets';
import type { CreateWebhook, IssuedWebhook, UpdateWebhook, WebhookQuery, WebhookReply } from './webhooks.dto';

/** For as long after a new secret was made the old one signs as well, seconds. */
const FORMER_SECONDS = 24 * 3_600;
const TESTS_AN_HOUR = 10;

/** What a directory is made of. */
@Injectable()
export class RecordKeeping {
  constructor(
    readonly journal: Journal,
    readonly cursors: Cursors,
  ) {}
}

/** Endpoints as administrators keep them. A secret is shown once, when it is made. */
@Injectable()
export class WebhookRecords {
  private readonly directory: Directory<WebhookRow>;

  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly egress: Egress,
    private readonly secrets: WebhookSecrets,
    private readonly webhooks: Webhooks,
    { journal, cursors }: RecordKeeping,
  ) {
    this.directory = new Directory<WebhookRow>({ entity: WebhookRow, kind: 'webhook', order: 'name', search: ['name', 'url'] }, database, journal, ids, cursors);
  }

  async list(actor: Actor, query: WebhookQuery): Promise<Page<WebhookReply>> {
    const page = await this.directory.list(actor, query);
    return { ...page, items: await this.replies(this.database.sql, page.items) };
  }

  async read(id: string): Promise<WebhookReply> {
    return this.one(this.database.sql, await this.directory.read(id));
  }

  /** @throws Refusal 422 where the address is none that may be called, or the owner nobody */
  async create(actor: Actor, { name, url, events = [], audience = 'public', ownerId = actor.personId }: CreateWebhook, id: string = this.ids.next()): Promise<IssuedWebhook> {
    await this.judge(url);
    const secret = this.secrets.make();
    return this.database.tx(async (tx) => {
      await checkOwner(tx, ownerId);
      const row = await this.directory.create(tx, actor, { name, url, events, audience, ownerId, secret: this.secrets.seal(secret, id), createdAt: tx.now, disabledBecause: null, disabledAt: null, rotatedAt: null }, id);
      return { ...(await this.one(tx, row)), secret };
    });
  }

  async update(actor: Actor, id: string, ifMatch: number | '*', body: UpdateWebhook): Promise<WebhookReply> {
    if (body.url !== undefined) await this.judge(body.url);
    return this.database.tx(async (tx) => {
      if (body.ownerId !== undefined) await checkOwner(tx, body.ownerId);
      const row = await this.directory.update(tx, actor, id, ifMatch, { ...body, ...(body.active === true ? { disabledBecause: null, disabledAt: null } : {}) });
      return this.one(tx, row);
    });
  }

  /** A new secret; for a day the old one signs beside it, so that the receiver can change without missing anything. */
  async rotate(actor: Actor, id: string, ifMatch: number | '*'): Promise<IssuedWebhook> {
    const secret = this.secrets.make();
    return this.database.tx(async (tx) => {
      const before = await this.directory.claim(tx, id, ifMatch);
      await tx.run('update webhook set former_secret = secret, former_until = $3, secret = $2, rotated_at = $4 where id = $1', [id, this.secrets.seal(secret, id), new Date(tx.now.getTime() + FORMER_SECONDS * 1_000), tx.now]);
      const row = await this.directory.amend(tx, actor, before, 'secret_rotated', [{ field: 'rotatedAt', from: before.rotatedAt?.toISOString() ?? null, to: tx.now.toISOString() }]);
      return { ...(await this.one(tx, { ...row, rotatedAt: tx.now })), secret };
    });
  }

  /** One delivery of nothing, so that whoever sets a receiver up sees it work; ten an hour (`security.md` WH-09). @throws Refusal 404, 429 */
  async test(id: string): Promise<{ id: string }> {
    return this.database.tx(async (tx) => {
      if (!(await tx.one('select 1 from webhook where id = $1 for update', [id]))) await this.directory.read(id);
      const { n } = (await tx.one<{ n: number }>(`select count(*)::int as n from webhook_delivery where webhook_id = $1 and type = $2 and created_at > $3::timestamptz - interval '1 hour'`, [id, TEST_TYPE, tx.now])) ?? { n: 0 };
      if (n >= TESTS_AN_HOUR) throw new Refusal('too_many', { status: 429, extra: { retryAfter: 3_600 } });
      const [made] = await this.webhooks.sendAll(tx, [{ webhookId: id, type: TEST_TYPE, payload: {}, key: this.ids.next() }]);
      return { id: made?.deliveryId ?? '' };
    });
  }

  private async judge(url: string): Promise<void> {
    const fault = await this.egress.faultOfResolved(url);
    if (fault !== null) throw invalid('/url', fault);
  }

  private async one(sql: Sql, row: WebhookRow): Promise<WebhookReply> {
    return (await this.replies(sql, [row]))[0] as WebhookReply;
  }

  private async replies(sql: Sql, rows: readonly WebhookRow[]): Promise<WebhookReply[]> {
    const beside = await sql.rows<{ id: string; owner: string; email: string; waiting: number; dead: number; failingSince: Date | null; deliveredAt: Date | null }>(
      `select w.id, p.display_name as owner, p.email, w.failing_since as "failingSince", w.delivered_at as "deliveredAt", (select count(*)::int from webhook_delivery d where d.webhook_id = w.id and d.state = 'waiting') as waiting,
         (select count(*)::int from webhook_delivery d where d.webhook_id = w.id and d.state = 'dead') as dead from webhook w left join person p on p.id = w.owner_id where w.id = any($1::uuid[])`,
      [rows.map(({ id }) => id)],
    );
    const known = new Map(beside.map((one) => [one.id, one]));
    return rows.map(({ id, name, url, events, audience, ownerId, active, disabledBecause, disabledAt, createdAt, rotatedAt, version }) => {
      const more = known.get(id);
      return {
        id, name, url, events, audience, active, disabledBecause, version, owner: { id: ownerId, displayName: more?.owner ?? '', email: more?.email ?? '' },
        disabledAt: disabledAt?.toISOString() ?? null, failingSince: more?.failingSince?.toISOString() ?? null, deliveredAt: more?.deliveredAt?.toISOString() ?? null, createdAt: createdAt.toISOString(), rotatedAt: rotatedAt?.toISOString() ?? null,
        waiting: more?.waiting ?? 0, dead: more?.dead ?? 0,
      };
    });
  }
}

async function checkOwner(sql: Sql, ownerId: string): Promise<void> {
  if (!(await sql.one('select 1 from person where id = $1 and active', [ownerId]))) throw invalid('/ownerId', 'unknown_reference');
}
