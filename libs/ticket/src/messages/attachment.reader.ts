import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { conflict, notFound } from '@opora/kit';
import { Actor, Database, type Sql, Storage } from '@opora/platform';
import { addressOf, found } from '../kernel/columns';
import { reaches, visibleTo } from '../scopes';
import { messagesFor } from './message.queries';
import type { TicketAttachmentReply } from './messages.dto';

export interface AttachmentRow {
  id: string;
  ticketId: string;
  messageId: string | null;
  storageKey: string;
  name: string;
  size: number;
  type: string;
  mark: string | null;
  uploadedBy: string;
  createdAt: Date;
  boundAt: Date | null;
}

/** The one reader of attachments: through their ticket, as their message (`security.md` D.3, UP-01, UP-02). */
@Injectable()
export class AttachmentReader {
  constructor(
    private readonly database: Database,
    private readonly storage: Storage,
  ) {}

  /** @throws Refusal 404 */
  async list(actor: Actor, idOrReference: string): Promise<TicketAttachmentReply[]> {
    const by = addressOf(idOrReference);
    const params: unknown[] = [idOrReference];
    const ticket = by === null ? null : await this.database.sql.one<{ id: string }>(`select t.id from ticket t where ${found(by, true)} and ${visibleTo(actor, 't', params)}`, params);
    if (!ticket) throw notFound();
    return (await this.rows(this.database.sql, actor, ticket.id, null)).map(({ id, name, size, type, mark, messageId, createdAt }) => ({ id, name, size, type, ...(mark === null ? {} : { mark }), messageId, createdAt: createdAt.toISOString() }));
  }

  /** @throws Refusal 404 where ticket, message or file is not theirs to see */
  async find(sql: Sql, actor: Actor, idOrReference: string, attachmentId: string): Promise<AttachmentRow> {
    const [row] = await this.rows(sql, actor, idOrReference, attachmentId);
    if (!row) throw notFound();
    return row;
  }

  /** @throws Refusal 404, 409 where it is quarantined */
  async open(actor: Actor, idOrReference: string, attachmentId: string): Promise<{ row: AttachmentRow; content: Readable }> {
    const row = await this.find(this.database.sql, actor, idOrReference, attachmentId);
    if (row.mark === 'quarantined') throw conflict('attachment.quarantined');
    return { row, content: await this.storage.get(row.storageKey) };
  }

  private async rows(sql: Sql, actor: Actor, idOrReference: string, attachmentId: string | null): Promise<AttachmentRow[]> {
    const by = addressOf(idOrReference);
    if (by === null) return [];
    const params: unknown[] = [idOrReference, attachmentId];
    const readable = [visibleTo(actor, 't', params), reaches(actor, 'attachment.read', 't', params)].join(' and ');
    return sql.rows<AttachmentRow>(
      `select a.id, a.ticket_id as "ticketId", a.message_id as "messageId", a.storage_key as "storageKey", a.name, a.size, a.type, a.mark, a.uploaded_by as "uploadedBy", a.created_at as "createdAt", a.bound_at as "boundAt"
       from ticket t join attachment a on a.ticket_id = t.id left join message m on m.id = a.message_id
       where ${found(by, true)} and ($2::uuid is null or a.id = $2::uuid) and a.removed_at is null and ${readable} and (a.message_id is null or ${messagesFor(actor, 't', 'm', params)}) order by a.created_at, a.id`,
      params,
    );
  }
}
