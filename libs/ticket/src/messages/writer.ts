import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Visibility } from '@opora/journal';
import { Actor, Ids, Timers, type Tx } from '@opora/platform';
import type { NewMessage } from '../domain/faces';
import { moved } from '../domain/projection';
import { maskSecrets } from '../domain/secrets';
import type { Message, Ticket, TicketPatch } from '../domain/ticket';
import { stamps } from '../kernel/events';
import { TicketReactors } from '../kernel/registry';
import { SecretKeeper } from '../kernel/secret-keeper';
import { TicketWriter } from '../kernel/writer';
import { projectionOf } from '../scopes';
import { AttachmentBinder } from './attachment-binder';

/** Timer that lets a delayed public message go; its key is the message. */
export const RELEASE_TIMER = 'message.release';

/** Which readers learn of a message. */
export const classOf = (message: Pick<Message, 'visibility' | 'audience'>): Visibility => (message.visibility === 'public' ? 'public' : message.audience === 'supplier' ? 'supplier' : 'staff');

/** The timeline's and the journal's words for a message: its id, length and digest, never its text (`security.md` AD-03). */
export const messageEntry = (message: Message): Record<string, unknown> => ({
  messageId: message.id, visibility: message.visibility, audience: message.audience, authorId: message.authorId, authorAs: message.authorAs, channel: message.channel,
  length: message.body.length, sha256: createHash('sha256').update(message.body).digest('hex'),
});

const MESSAGE_COLUMNS = 'id, ticket_id, visibility, audience, author_id, author_as, channel, body, created_at, release_at, released_at';

/** Writes messages: one statement each, with the ticket's versions, journal and outbox. */
@Injectable()
export class MessageWriter {
  constructor(
    private readonly ids: Ids,
    private readonly writer: TicketWriter,
    private readonly reactors: TicketReactors,
    private readonly timers: Timers,
    private readonly secrets: SecretKeeper,
    private readonly attachments: AttachmentBinder,
  ) {}

  async say(tx: Tx, actor: Actor, ticket: Ticket, draft: NewMessage): Promise<{ message: Message; ticket: Ticket }> {
    const { masked, secrets } = maskSecrets(draft.body);
    const delay = draft.visibility === 'public' ? (draft.sendAfterSeconds ?? 0) : 0;
    const message: Message = {
      id: this.ids.next(), ticketId: ticket.id, visibility: draft.visibility, audience: draft.visibility === 'public' ? null : (draft.audience ?? 'staff'),
      authorId: actor.personId, authorAs: draft.system || actor.isSystem ? 'system' : projectionOf(actor, ticket), channel: draft.channel ?? 'portal', body: masked, createdAt: tx.now,
      releaseAt: delay > 0 ? new Date(tx.now.getTime() + delay * 1000) : null, releasedAt: delay > 0 ? null : tx.now,
    };
    const waits = message.releasedAt === null;
    const after = await this.record(tx, actor, ticket, message, waits ? 'message.queued' : 'message.said', waits ? 'staff' : classOf(message), (params) => [insertTerm(message, params)]);
    if (waits) await this.timers.set(tx, { kind: RELEASE_TIMER, key: message.id, dueAt: message.releaseAt as Date, payload: { ticketId: ticket.id } });
    await this.secrets.keep(tx, ticket.id, message.id, secrets);
    if (draft.attachmentIds?.length) await this.attachments.bind(tx, actor, draft.attachmentIds, ticket.id, message.id);
    return { message, ticket: after };
  }

  /** A delayed message goes out: from now on it counts, as a first response too. */
  async release(tx: Tx, actor: Actor, ticket: Ticket, waiting: Message): Promise<{ message: Message; ticket: Ticket }> {
    const message: Message = { ...waiting, releasedAt: tx.now };
    const after = await this.record(tx, actor, ticket, message, 'message.said', 'public', (params) => [
      `released as (update message set released_at = $${params.push(tx.now)} where id = $${params.push(message.id)})`,
    ]);
    return { message, ticket: after };
  }

  /** Versions, journal, reactors and event of something that happens to a message. */
  async record(tx: Tx, actor: Actor, ticket: Ticket, message: Message, kind: 'message.said' | 'message.queued' | 'message.withdrawn' | 'message.redacted', visibility: Visibility, terms: (params: unknown[]) => string[], reason?: string): Promise<Ticket> {
    let after: Ticket = { ...ticket, ...moved(ticket, visibility), ...stamps(kind === 'message.said' ? message.authorId : actor.personId, tx.now, visibility) };
    let patch: TicketPatch = {};
    if (kind === 'message.said') for (const reactor of this.reactors.all()) patch = { ...patch, ...(await reactor.said(tx, { ...after, ...patch }, message)) };
    after = { ...after, ...patch };
    const payload = { messageId: message.id, ticketId: ticket.id, visibility: message.visibility, audience: message.audience, class: visibility, authorId: message.authorId, authorAs: message.authorAs };
    await this.writer.write(tx, actor, ticket, after, { kind, visibility, changes: [], data: messageEntry(message), ...(reason === undefined ? {} : { reason }) }, [{ topic: kind, payload }], terms);
    return after;
  }
}

function insertTerm(message: Message, params: unknown[]): string {
  const values = [message.id, message.ticketId, message.visibility, message.audience, message.authorId, message.authorAs, message.channel, message.body, message.createdAt, message.releaseAt, message.releasedAt];
  return `message_row as (insert into message (${MESSAGE_COLUMNS}) values (${values.map((value) => `$${params.push(value)}`).join(', ')}))`;
}
