import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { forbidden } from '@opora/kit';
import { Actor, Timers, type Tx } from '@opora/platform';
import type { Message, Ticket } from '../domain/ticket';
import { SecretKeeper } from '../kernel/secret-keeper';
import { permitted } from '../scopes';
import { RELEASE_TIMER } from './writer';

/** Rows beside the message that its end touches. */
@Injectable()
export class MessageEffects {
  constructor(
    private readonly timers: Timers,
    private readonly secrets: SecretKeeper,
    private readonly journal: Journal,
  ) {}

  async withdraw(tx: Tx, messageId: string): Promise<void> {
    await this.timers.clear(tx, RELEASE_TIMER, messageId);
    await tx.run('update attachment set ticket_id = null, message_id = null, bound_at = null, created_at = $2 where message_id = $1', [messageId, tx.now]);
    await tx.run('delete from message where id = $1', [messageId]);
  }

  async redact(tx: Tx, actor: Actor, message: Message, reason: string): Promise<void> {
    await this.timers.clear(tx, RELEASE_TIMER, message.id);
    await tx.run(`update message set body = '', body_hash = $2, redacted_at = $3, redacted_by = $4, redact_reason = $5 where id = $1`, [message.id, createHash('sha256').update(message.body).digest(), tx.now, actor.personId, reason]);
    await tx.run('update attachment set removed_at = $2, removed_by = $3 where message_id = $1 and removed_at is null', [message.id, tx.now, actor.personId]);
    await tx.run('delete from ticket_secret where message_id = $1', [message.id]);
  }

  /** Each look at a secret is journalled, before it is given (`security.md` I24). */
  async reveal(tx: Tx, actor: Actor, ticket: Ticket, messageId: string | null): Promise<{ kind: string; value: string }[]> {
    if (!permitted(actor, 'secret.reveal', ticket)) throw forbidden('secret.reveal');
    const secrets = await this.secrets.reveal(tx, ticket.id, messageId);
    await this.journal.append(tx, { streamId: ticket.id, streamKind: ticket.kind, kind: 'secret.revealed', actor, visibility: 'staff', data: { messageId, count: secrets.length } });
    return secrets;
  }
}
