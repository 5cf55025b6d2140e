import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, OutboxHandlers, type OutboxEvent } from '@opora/platform';
import { type Audience, SUBSCRIPTION_NAMES, factsFor, subscriptionOf, topicOf } from '../domain';
import { type Outgoing, Webhooks } from '../webhooks';
import { WebhookRunner } from './runner';

interface Listening {
  id: string;
  events: string[];
  audience: Audience;
  createdAt: Date;
}

/** Turns what happens into deliveries, one an event and endpoint: the event's id is their key, so that a repeat adds none. */
@Injectable()
export class WebhookListener implements OnModuleInit {
  constructor(
    private readonly handlers: OutboxHandlers,
    private readonly database: Database,
    private readonly webhooks: Webhooks,
    private readonly runner: WebhookRunner,
  ) {}

  onModuleInit(): void {
    this.handlers.register({ name: 'webhook', topics: SUBSCRIPTION_NAMES.map(topicOf), handle: (events) => this.handle(events) });
  }

  private async handle(events: readonly OutboxEvent[]): Promise<void> {
    const listening = await this.database.sql.rows<Listening>('select id, events, audience, created_at as "createdAt" from webhook where active and events && $1', [SUBSCRIPTION_NAMES]);
    const outgoing = listening.length === 0 ? [] : events.flatMap((event) => listening.flatMap((webhook) => outgoingOf(event, webhook)));
    if (outgoing.length === 0) return;
    await this.database.tx((tx) => this.webhooks.sendAll(tx, outgoing));
    this.runner.wake();
  }
}

function outgoingOf({ id, topic, key, payload, at }: OutboxEvent, { id: webhookId, events, audience, createdAt }: Listening): Outgoing[] {
  const type = subscriptionOf(topic);
  if (type === null || !events.includes(type) || at < createdAt) return [];
  const facts = factsFor(type, payload, audience);
  return facts === null ? [] : [{ webhookId, type, payload: facts, key: id, ticketId: String(payload['ticketId'] ?? key) }];
}
