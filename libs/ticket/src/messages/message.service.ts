import { Injectable } from '@nestjs/common';
import { conflict, forbidden, invalid, notFound } from '@opora/kit';
import { Actor, Database, type Tx } from '@opora/platform';
import type { Message, Ticket } from '../domain/ticket';
import { TicketKernel } from '../kernel/kernel';
import { TicketKinds } from '../kernel/registry';
import { projectionOf } from '../scopes';
import { MessageEffects } from './message.effects';
import { MessageQueries } from './message.queries';
import type { MessageReply, RevealReply, SayBody } from './messages.dto';
import { MessageWriter, classOf } from './writer';

const SELECT = `m.id, m.ticket_id as "ticketId", m.visibility, m.audience, m.author_id as "authorId", m.author_as as "authorAs", m.channel, m.body, m.created_at as "createdAt", m.release_at as "releaseAt", m.released_at as "releasedAt"`;

/** What persons do with messages: one transaction each. */
@Injectable()
export class MessageService {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly kinds: TicketKinds,
    private readonly queries: MessageQueries,
    private readonly writer: MessageWriter,
    private readonly effects: MessageEffects,
  ) {}

  /** @throws Refusal 403, 404, 409 `ticket.follow_up_wanted`, 422 */
  async say(actor: Actor, idOrReference: string, body: SayBody): Promise<MessageReply> {
    const permission = body.visibility === 'private' ? 'message.writePrivate' : 'message.writePublic';
    /* Who writes such messages nowhere learns nothing of this ticket either. */
    if (!actor.has(permission)) throw forbidden(permission);
    return this.database.tx(async (tx) => {
      const ticket = await this.kernel.claim(tx, actor, idOrReference, { permission });
      const projection = projectionOf(actor, ticket);
      if (body.audience !== undefined && body.visibility === 'public') throw invalid('/audience', 'invalid_value');
      if (projection === 'supplier' && body.audience === 'staff') throw forbidden(permission);
      if (projection !== 'staff' && (body.sendAfterSeconds ?? 0) > 0) throw invalid('/sendAfterSeconds', 'read_only');
      if (ticket.phase === 'closed' && projection === 'requester') throw conflict('ticket.follow_up_wanted', { state: ticket.state, allowedCommands: this.kinds.get(ticket.kind).allowedCommands(actor, ticket) });
      const audience = body.visibility === 'public' ? {} : { audience: body.audience ?? (projection === 'supplier' ? ('supplier' as const) : ('staff' as const)) };
      const { message, ticket: after } = await this.kernel.say(tx, actor, ticket, {
        visibility: body.visibility, ...audience, body: body.body, channel: actor.via === 'token' ? 'api' : 'portal',
        ...(body.attachmentIds ? { attachmentIds: body.attachmentIds } : {}), ...(body.sendAfterSeconds ? { sendAfterSeconds: body.sendAfterSeconds } : {}),
      });
      const heard = message.releasedAt ? await this.kinds.get(after.kind).said?.(tx, actor, after, message) : undefined;
      const reply = await this.reply(tx, actor, heard?.ticket ?? after, message.id);
      return heard?.outcome ? { ...reply, outcome: heard.outcome } : reply;
    }, { operation: actor.operation });
  }

  /** Undo while the message still waits: it is gone, its files are the author's again. @throws Refusal 404, 409 `message.sent` */
  withdraw(actor: Actor, idOrReference: string, messageId: string): Promise<MessageReply> {
    return this.database.tx(async (tx) => {
      const { ticket, message } = await this.claim(tx, actor, idOrReference, messageId);
      if (message.authorId !== actor.personId) throw forbidden('message.undo');
      if (message.releasedAt !== null) throw conflict('message.sent', { state: ticket.state });
      const reply = await this.reply(tx, actor, ticket, message.id);
      await this.effects.withdraw(tx, message.id);
      await this.writer.record(tx, actor, ticket, message, 'message.withdrawn', 'staff', () => []);
      return reply;
    });
  }

  /** The text is gone for everybody, its digest and the reason stay (`security.md` PN-15). */
  redact(actor: Actor, idOrReference: string, messageId: string, reason: string): Promise<MessageReply> {
    return this.database.tx(async (tx) => {
      const { ticket, message } = await this.claim(tx, actor, idOrReference, messageId, 'message.redact');
      await this.effects.redact(tx, actor, message, reason);
      const after = await this.writer.record(tx, actor, ticket, message, 'message.redacted', message.releasedAt === null ? 'staff' : classOf(message), () => [], reason);
      return this.reply(tx, actor, after, message.id);
    }, { operation: actor.operation });
  }

  /** @param messageId null: secrets of the description */
  reveal(actor: Actor, idOrReference: string, messageId: string | null): Promise<RevealReply> {
    return this.database.tx(async (tx) => {
      const ticket = await this.kernel.claim(tx, actor, idOrReference, { permission: 'secret.reveal' });
      if (messageId !== null) await this.message(tx, actor, ticket, messageId);
      return { secrets: await this.effects.reveal(tx, actor, ticket, messageId) };
    });
  }

  /** The timer's part: once, and only while it still waits. */
  async release(tx: Tx, actor: Actor, ticketId: string, messageId: string): Promise<void> {
    const ticket = await this.kernel.claim(tx, actor, ticketId, {});
    const message = await tx.one<Message>(`select ${SELECT} from message m where m.id = $1 and m.released_at is null and m.redacted_at is null for update`, [messageId]);
    if (!message) return;
    const { ticket: after, message: released } = await this.writer.release(tx, actor, ticket, message);
    await this.kinds.get(after.kind).said?.(tx, actor, after, released);
  }

  private async claim(tx: Tx, actor: Actor, idOrReference: string, messageId: string, permission?: string): Promise<{ ticket: Ticket; message: Message }> {
    const ticket = await this.kernel.claim(tx, actor, idOrReference, permission === undefined ? {} : { permission });
    return { ticket, message: await this.message(tx, actor, ticket, messageId) };
  }

  /** Looked up through its ticket and as far as the actor reads it (`security.md` BO-04). */
  private async message(tx: Tx, actor: Actor, ticket: Ticket, messageId: string): Promise<Message> {
    const readable = await this.queries.some(tx, actor, projectionOf(actor, ticket), ticket.id, [messageId]);
    const message = readable.has(messageId) ? await tx.one<Message>(`select ${SELECT} from message m where m.id = $1 for update`, [messageId]) : null;
    if (!message) throw notFound();
    return message;
  }

  private async reply(tx: Tx, actor: Actor, ticket: Ticket, messageId: string): Promise<MessageReply> {
    const reply = (await this.queries.some(tx, actor, projectionOf(actor, ticket), ticket.id, [messageId])).get(messageId);
    if (!reply) throw new Error('the author cannot read what was just said');
    return reply;
  }
}
