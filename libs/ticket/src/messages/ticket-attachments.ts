import { Injectable } from '@nestjs/common';
import { forbidden, notFound } from '@opora/kit';
import { Actor, Database, type Sql } from '@opora/platform';
import { TicketKernel } from '../kernel/kernel';
import { permitted } from '../scopes';
import { AttachmentReader } from './attachment.reader';
import { AttachmentService, type Upload, mayRemove, operationOf } from './attachment.service';
import type { AttachmentReply } from './messages.dto';

/** Files of a ticket itself, seen by all who see it. */
@Injectable()
export class TicketAttachments {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly service: AttachmentService,
    private readonly reader: AttachmentReader,
  ) {}

  /** Rights are decided before a byte is read (`security.md` UP-03). @throws Refusal 403, 404 */
  async mayAdd(actor: Actor, idOrReference: string): Promise<void> {
    const ticket = await this.kernel.read(this.database.sql, actor, idOrReference);
    if (!ticket) throw notFound();
    if (!permitted(actor, 'attachment.add', ticket)) throw forbidden('attachment.add');
  }

  async add(actor: Actor, idOrReference: string, upload: Upload): Promise<AttachmentReply> {
    const received = await this.service.receive(actor, upload);
    return this.database.tx(async (tx) => {
      const ticket = await this.kernel.claim(tx, actor, idOrReference, { permission: 'attachment.add' });
      const reply = await this.service.insert(tx, actor, received, ticket);
      await this.kernel.apply(tx, actor, ticket, { set: {}, entry: { kind: 'attachment.added', data: { attachmentId: reply.id, size: reply.size, type: reply.type } }, visibility: 'public', changes: [{ field: 'attachments', from: null, to: reply.id }] });
      return reply;
    }, { operation: operationOf(actor, received) });
  }

  /** Within 15 seconds by its uploader, later by who may redact. @throws Refusal 403, 404, 409 */
  async remove(actor: Actor, idOrReference: string, attachmentId: string): Promise<void> {
    await this.database.tx(async (tx) => {
      const ticket = await this.kernel.claim(tx, actor, idOrReference);
      const row = await this.reader.find(tx, actor, ticket.id, attachmentId);
      mayRemove(actor, row, permitted(actor, 'attachment.remove', ticket), tx.now);
      await tx.run('update attachment set removed_at = $2, removed_by = $3 where id = $1', [attachmentId, tx.now, actor.personId]);
      const visibility = await this.classOf(tx, row.messageId);
      await this.kernel.apply(tx, actor, ticket, { set: {}, entry: { kind: 'attachment.removed', data: { attachmentId } }, visibility, changes: [{ field: 'attachments', from: attachmentId, to: null }] });
    });
  }

  private async classOf(sql: Sql, messageId: string | null): Promise<'public' | 'supplier' | 'staff'> {
    if (messageId === null) return 'public';
    const message = await sql.one<{ visibility: string; audience: string | null; released: boolean }>('select visibility, audience, released_at is not null as released from message where id = $1', [messageId]);
    if (message?.visibility === 'public') return message.released ? 'public' : 'staff';
    return message?.audience === 'supplier' ? 'supplier' : 'staff';
  }
}
