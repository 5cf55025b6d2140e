import { Injectable } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { Clock, Ids, Metrics } from '@opora/platform';
import type { FastifyRequest } from 'fastify';
import { Counter } from 'prom-client';
import { type NormalEvent, isFields, normalise } from '../domain';
import { type KnownSource, SourceTokens } from '../sources/tokens';
import { readBody } from './body';
import { IntakeBudget } from './budget';
import { EventWriter, type NewEventRow } from './writer';

/** From a sender's request to stored events: who sends, what it means, and only then "accepted". */
@Injectable()
export class Intake {
  private readonly accepted: Counter;

  constructor(
    private readonly tokens: SourceTokens,
    private readonly budget: IntakeBudget,
    private readonly writer: EventWriter,
    private readonly clock: Clock,
    private readonly ids: Ids,
    metrics: Metrics,
  ) {
    this.accepted = new Counter({ name: 'opora_events_accepted_total', help: 'Events stored, by kind of sender', labelNames: ['source'], registers: [metrics.registry] });
  }

  /**
   * @param kind what the address says; a token of a source of another kind is no token here
   * @throws Refusal 400, 401, 413, 422, 429, 503
   */
  async take(kind: string, request: FastifyRequest): Promise<{ accepted: number }> {
    const inHeader = tokenIn(request);
    /* Who has no token learns nothing of what the body should be; PagerDuty's travels in the body. */
    const source = inHeader === null && kind === 'pagerduty' ? null : await this.source(kind, inHeader);
    const { mediaType, body } = readBodyOf(request, source === null);
    const sender = source ?? (await this.source(kind, isFields(body) && typeof body['routing_key'] === 'string' ? body['routing_key'] : null));
    this.budget.spend(sender.id);
    const headers = Object.fromEntries(Object.entries(request.headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
    const events = normalise(sender.kind, { mediaType, headers, body });
    const receivedAt = this.clock.now().toISOString();
    await this.writer.write(events.map((event) => this.row(sender, event, receivedAt)));
    this.accepted.inc({ source: sender.kind }, events.length);
    return { accepted: events.length };
  }

  private async source(kind: string, token: string | null): Promise<KnownSource> {
    const source = token === null ? null : await this.tokens.find(token);
    if (source?.kind !== kind) throw new Refusal('unauthenticated', { status: 401 });
    return source;
  }

  private row(source: KnownSource, event: NormalEvent, receivedAt: string): NewEventRow {
    return { ...event, id: this.ids.next(), receivedAt, sourceId: source.id };
  }
}

/** A body that cannot be read is nobody's who has not said who they are. */
function readBodyOf(request: FastifyRequest, unknownSender: boolean): { mediaType: string; body: unknown } {
  try {
    return readBody(request);
  } catch (error) {
    if (unknownSender) throw new Refusal('unauthenticated', { status: 401 });
    throw error;
  }
}

function tokenIn({ headers }: FastifyRequest): string | null {
  const own = headers['x-opora-token'];
  if (typeof own === 'string' && own !== '') return own;
  return /^(?:Bearer|Token)\s+(?:token=)?(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}
