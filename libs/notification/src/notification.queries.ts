import { Injectable } from '@nestjs/common';
import { invalid } from '@opora/kit';
import { type Actor, Clock, Cursors, Database, queryKey } from '@opora/platform';
import { visibleTo } from '@opora/ticket';
import { REASONS } from './kinds/reasons';
import { NotificationKinds } from './kinds/registry';
import type { Reason } from './kinds/kind';
import { fill } from './letter';
import type { NotificationChoice, NotificationChoiceReply, NotificationPage, NotificationQuery, NotificationReply } from './notification.dto';

interface Row {
  id: string;
  kind: string;
  reason: Reason;
  params: Record<string, string | number | null>;
  createdAt: Date;
  readAt: Date | null;
  ticket: NotificationReply['ticket'];
}

/** One's own notifications; the words are made when they are read, with the rights of that moment (`security.md` I21). */
@Injectable()
export class NotificationQueries {
  constructor(
    private readonly database: Database,
    private readonly kinds: NotificationKinds,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  /** The latest first. What is about a ticket that the caller may not see any more is left out. */
  async list(actor: Actor, query: NotificationQuery): Promise<NotificationPage> {
    if (query.q !== undefined || query.sort !== undefined) throw invalid(query.q === undefined ? '/sort' : '/q', query.q === undefined ? 'unknown_sort' : 'unknown_filter');
    const params: unknown[] = [actor.personId];
    const where = [`n.person_id = $1`, `(n.ticket_id is null or t.id is not null)`, ...(query.unread ? ['n.read_at is null'] : []), ...(query.why ? [`n.reason ${query.why === 'me' ? '<>' : '='} 'watcher'`] : [])];
    const key = `notifications${queryKey(query)}`;
    if (query.cursor !== undefined) {
      const [at, id] = this.cursors.decode(actor, key, query.cursor);
      where.push(`(n.created_at, n.id) < ($${params.push(at)}, $${params.push(id)})`);
    }
    const rows = await this.database.sql.rows<Row>(
      `select n.id, n.kind, n.reason, n.params, n.created_at as "createdAt", n.read_at as "readAt",
         case when t.id is null then null else jsonb_build_object('id', t.id, 'reference', t.reference, 'title', t.title, 'kind', t.kind, 'state', t.state, 'phase', t.phase) end as ticket
       from notification n left join ticket t on t.id = n.ticket_id and ${visibleTo(actor, 't', params)} where ${where.join(' and ')} order by n.created_at desc, n.id desc limit $${params.push(query.limit + 1)}`,
      params,
    );
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items: items.map((row) => this.reply(actor, row)), nextCursor: last ? this.cursors.encode(actor, key, [last.createdAt.toISOString(), last.id]) : null, unread: await this.unread(actor) };
  }

  /** Up to 100: more is "99+" everywhere. */
  async unread(actor: Actor): Promise<number> {
    const params: unknown[] = [actor.personId];
    const row = await this.database.sql.one<{ n: number }>(
      `select count(*) as n from (select 1 from notification n left join ticket t on t.id = n.ticket_id and ${visibleTo(actor, 't', params)} where n.person_id = $1 and n.read_at is null and (n.ticket_id is null or t.id is not null) limit 100) x`,
      params,
    );
    return row?.n ?? 0;
  }

  async mark(actor: Actor, ids: readonly string[] | undefined, read: boolean): Promise<number> {
    await this.database.sql.run('update notification set read_at = case when $3 then $4::timestamptz end where person_id = $1 and ($2::uuid[] is null or id = any($2)) and (read_at is null) = $3', [actor.personId, ids ?? null, read, this.clock.now()]);
    return this.unread(actor);
  }

  async choices(actor: Actor): Promise<NotificationChoiceReply[]> {
    const chosen = await this.database.sql.rows<NotificationChoice>('select kind, web, mail from notification_preference where person_id = $1', [actor.personId]);
    return this.kinds
      .all()
      .filter(({ always }) => always !== true)
      .map(({ kind, name, web, mail }) => ({ kind, name: name[actor.locale], ...(chosen.find((each) => each.kind === kind) ?? { web, mail }) }))
      .map(({ kind, name, web, mail }) => ({ kind, name, web, mail }));
  }

  /** @throws Refusal 422 for a kind that there is not, or that nobody may switch off */
  async choose(actor: Actor, choices: readonly NotificationChoice[]): Promise<NotificationChoiceReply[]> {
    for (const [i, { kind }] of choices.entries()) {
      const known = this.kinds.get(kind);
      if (!known || known.always === true) throw invalid(`/items/${i}/kind`, 'unknown_reference');
    }
    await this.database.tx(async (tx) => {
      for (const { kind, web, mail } of choices)
        await tx.run('insert into notification_preference (person_id, kind, web, mail) values ($1, $2, $3, $4) on conflict (person_id, kind) do update set web = excluded.web, mail = excluded.mail', [actor.personId, kind, web, mail]);
    });
    return this.choices(actor);
  }

  private reply(actor: Actor, row: Row): NotificationReply {
    const line = this.kinds.get(row.kind)?.line[actor.locale] ?? row.kind;
    return {
      id: row.id, kind: row.kind, text: fill(line, { reference: row.ticket?.reference, title: row.ticket?.title, ...row.params }), reason: row.reason, reasonText: REASONS[row.reason][actor.locale], ticket: row.ticket,
      createdAt: row.createdAt.toISOString(), readAt: row.readAt?.toISOString() ?? null,
    };
  }
}
