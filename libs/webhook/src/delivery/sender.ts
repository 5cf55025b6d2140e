import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Identity } from '@opora/identity';
import { type Actor, Clock, Config, Database, Egress, EgressError } from '@opora/platform';
import { type Ticket, TicketKernel } from '@opora/ticket';
import { Webhook } from 'standardwebhooks';
import { waitAfter, verdictOf } from '../domain';
import { WebhookSecrets } from '../endpoints/secrets';
import { MOST_ANSWER, TEST_TYPE } from './limits';
import { DeliveryQueue, type Due, type Try } from './queue';

const CHANCES = 1_000;

/** What a try looks up around itself. */
@Injectable()
export class Surroundings {
  constructor(
    readonly config: Config,
    readonly clock: Clock,
    readonly database: Database,
  ) {}
}

/** Makes one try: builds the body with the rights that the owner has now (`security.md` WH-08), signs it and gives it to the address. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly egress: Egress,
    private readonly identity: Identity,
    private readonly kernel: TicketKernel,
    private readonly queue: DeliveryQueue,
    private readonly secrets: WebhookSecrets,
    private readonly surroundings: Surroundings,
  ) {}

  async send(due: Due): Promise<void> {
    const owner = await this.identity.actorFor(due.ownerId, due.id);
    if (!owner) return this.queue.ownerless(due);
    const ticket = due.ticketId === null ? null : await this.kernel.read(this.surroundings.database.sql, owner, due.ticketId);
    if (due.ticketId !== null && !ticket) return this.queue.cancel(due, 'not_visible');
    const { made, retryAfterSeconds } = await this.attempt(due, this.bodyOf(due, ticket, owner));
    const verdict = verdictOf(made.status);
    if (verdict === 'delivered') return this.queue.delivered(due, made);
    if (verdict === 'gone') return this.queue.gone(due, made);
    const wait = due.type === TEST_TYPE ? null : waitAfter(due.attempts, randomInt(CHANCES) / CHANCES, retryAfterSeconds);
    return wait === null ? this.queue.dead(due, made) : this.queue.again(due, made, wait);
  }

  private async attempt(due: Due, body: string): Promise<{ made: Try; retryAfterSeconds: number | null }> {
    const begun = performance.now();
    const done = (made: Omit<Try, 'milliseconds'>, retryAfterSeconds: number | null) => ({ made: { ...made, milliseconds: Math.round(performance.now() - begun) }, retryAfterSeconds });
    try {
      const { status, text, retryAfterSeconds } = await this.egress.post(due.url, body, this.headersOf(due, body));
      /* A test tells a class of answers and no more: it must not read an inner service to anybody (WH-09). */
      return done({ status, error: null, answer: due.type === TEST_TYPE ? null : text.replaceAll('\u0000', '␀').slice(0, MOST_ANSWER) }, retryAfterSeconds);
    } catch (error) {
      if (!(error instanceof EgressError)) throw error;
      return done({ status: null, error: error.code, answer: null }, null);
    }
  }

  private bodyOf({ type, payload, at, audience }: Due, ticket: Ticket | null, owner: Actor): string {
    return JSON.stringify({ type, timestamp: at.toISOString(), data: { ...payload, ...(ticket ? { ticket: this.ticketOf(ticket, audience, owner) } : {}) } });
  }

  private ticketOf(ticket: Ticket, audience: Due['audience'], owner: Actor): Record<string, unknown> {
    const { id, reference, kind, title, state, phase, priority, serviceId, createdAt, resolvedAt, closedAt, impact, urgency, categoryId, groupId, assigneeId, stateReason, updatedAt, version } = ticket;
    const url = `${this.surroundings.config.publicUrl}${owner.face === 'requester' ? '/portal/tickets/' : '/desk/t/'}${reference}`;
    const open = { id, reference, kind, title, state, phase, priority, serviceId, createdAt, resolvedAt, closedAt, url };
    return audience === 'public' ? open : { ...open, impact, urgency, categoryId, groupId, assigneeId, stateReason, updatedAt, version };
  }

  /** While a secret is being replaced both sign. */
  private headersOf({ id, webhookId, secret, formerSecret }: Due, body: string): Record<string, string> {
    const at = this.surroundings.clock.real();
    const signature = [secret, formerSecret].flatMap((sealed) => (sealed === null ? [] : [new Webhook(this.secrets.open(sealed, webhookId)).sign(id, at, body)])).join(' ');
    return { 'content-type': 'application/json', 'user-agent': 'Opora-Webhooks/1', 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)), 'webhook-signature': signature };
  }
}
