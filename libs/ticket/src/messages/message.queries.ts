import { Injectable } from '@nestjs/common';
import { type Page, invalid, notFound } from '@opora/kit';
import { Actor, Cursors, Database, type ListQuery, type Sql, queryKey } from '@opora/platform';
import { type Projection, projectionOf, reaches, staffView } from '../scopes';
import { TicketKernel } from '../kernel/kernel';
import type { AttachmentReply, MessageReply } from './messages.dto';

interface MessageRow {
  id: string;
  visibility: 'public' | 'private';
  audience: 'staff' | 'supplier' | null;
  authorId: string;
  authorName: string | null;
  authorAs: string;
  channel: string;
  body: string;
  createdAt: Date;
  releaseAt: Date | null;
  releasedAt: Date | null;
  redactedAt: Date | null;
  redactReason: string | null;
  secrets: number;
  fromReference: string | null;
  attachments: (AttachmentReply & { mark: string | null })[];
}

/**
 * The one predicate over messages `m` of tickets `t`: every reader of messages and of their attachments goes through it (`architecture.md`, fifth law). Who meets the ticket as staff reads
 * all; suppliers read what is public or for them; everybody else reads what is public and released, and what they wrote themselves.
 */
export function messagesFor(actor: Actor, t: string, m: string, params: unknown[]): string {
  const open = reaches(actor, 'message.readPublic', t, params);
  const staff = staffView(actor, t, params);
  if (staff === 'true' && open === 'true') return 'true';
  const said = `(${m}.visibility = 'public' and (${m}.released_at is not null or ${m}.author_id = $${params.push(actor.personId)}))`;
  const supplier = actor.face === 'supplier' ? ` or (${m}.visibility = 'private' and ${m}.audience = 'supplier')` : '';
  return `(${staff} or (${open} and (${said}${supplier})))`;
}

export const ATTACHMENT_FIELDS = `'id', a.id, 'name', a.name, 'size', a.size, 'type', a.type, 'mark', a.mark`;

@Injectable()
export class MessageQueries {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly kernel: TicketKernel,
  ) {}

  /** Oldest first; `sort=-createdAt` turns it. @throws Refusal 404, 422 */
  async list(actor: Actor, idOrReference: string, query: ListQuery): Promise<Page<MessageReply>> {
    const ticket = await this.kernel.read(this.database.sql, actor, idOrReference);
    if (!ticket) throw notFound();
    if (query.q !== undefined) throw invalid('/q', 'unknown_filter');
    if (query.sort !== undefined && query.sort !== 'createdAt' && query.sort !== '-createdAt') throw invalid('/sort', 'unknown_sort');
    const descending = query.sort === '-createdAt';
    const key = `${ticket.id} ${queryKey(query)}`;
    const params: unknown[] = [ticket.id];
    const where = [messagesFor(actor, 't', 'm', params)];
    if (query.cursor !== undefined) {
      const [at, id] = this.cursors.decode(actor, key, query.cursor);
      where.push(`(m.created_at, m.id) ${descending ? '<' : '>'} ($${params.push(at)}::timestamptz, $${params.push(id)}::uuid)`);
    }
    const rows = await this.rows(this.database.sql, where, params, `order by m.created_at${descending ? ' desc' : ''}, m.id${descending ? ' desc' : ''} limit ${query.limit + 1}`);
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    const projection = projectionOf(actor, ticket);
    return { items: items.map((row) => replyOf(row, projection)), nextCursor: rows.length > query.limit && last ? this.cursors.encode(actor, key, [last.createdAt.toISOString(), last.id]) : null };
  }

  /** Those of these messages that the actor may read, by their id. */
  async some(sql: Sql, actor: Actor, projection: Projection, ticketId: string, ids: readonly string[]): Promise<Map<string, MessageReply>> {
    if (ids.length === 0) return new Map();
    const params: unknown[] = [ticketId];
    const where = [messagesFor(actor, 't', 'm', params), `m.id = any($${params.push(ids)}::uuid[])`];
    return new Map((await this.rows(sql, where, params, '')).map((row) => [row.id, replyOf(row, projection)]));
  }

  private rows(sql: Sql, where: readonly string[], params: readonly unknown[], tail: string): Promise<MessageRow[]> {
    return sql.rows<MessageRow>(
      `select m.id, m.visibility, m.audience, m.author_id as "authorId", ap.display_name as "authorName", m.author_as as "authorAs", m.channel, m.body, m.created_at as "createdAt", m.release_at as "releaseAt",
         m.released_at as "releasedAt", m.redacted_at as "redactedAt", m.redact_reason as "redactReason", o.reference as "fromReference",
         (select count(*) from ticket_secret s where s.message_id = m.id) as secrets,
         coalesce((select json_agg(json_build_object(${ATTACHMENT_FIELDS}) order by a.created_at, a.id) from attachment a where a.message_id = m.id and a.removed_at is null), '[]') as attachments
       from message m join ticket t on t.id = m.ticket_id left join person ap on ap.id = m.author_id left join ticket o on o.id = m.origin_ticket_id
       where m.ticket_id = $1 and ${where.join(' and ')} ${tail}`,
      params,
    );
  }
}

function replyOf(row: MessageRow, projection: Projection): MessageReply {
  const staff = projection === 'staff';
  return {
    id: row.id,
    visibility: row.visibility,
    ...(row.audience === null ? {} : { audience: row.audience }),
    body: row.body,
    author: { id: row.authorId, displayName: row.authorName ?? '', as: row.authorAs },
    channel: row.channel,
    createdAt: row.createdAt.toISOString(),
    ...(row.releasedAt === null && row.releaseAt !== null ? { releaseAt: row.releaseAt.toISOString() } : {}),
    ...(row.redactedAt === null ? {} : { redactedAt: row.redactedAt.toISOString() }),
    ...(staff && row.redactReason !== null ? { redactReason: row.redactReason } : {}),
    ...(staff && row.secrets > 0 ? { secrets: row.secrets } : {}),
    ...(staff && row.fromReference !== null ? { fromReference: row.fromReference } : {}),
    attachments: row.attachments.map(({ mark, ...attachment }) => ({ ...attachment, ...(mark === null ? {} : { mark }) })),
  };
}
