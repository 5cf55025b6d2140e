import { Injectable } from '@nestjs/common';
import { type OfferingDefinition, Ordering } from '@opora/catalogue';
import { answerLines } from '@opora/form';
import { notFound } from '@opora/kit';
import { type Actor, Database, type Sql } from '@opora/platform';
import { type ClockRow, ServiceLevels, clockColumn } from '@opora/service-level';
import { type Ticket, type TicketListQuery, TicketQueries, projectionOf } from '@opora/ticket';
import { REQUEST, type RequestHoldReason } from './domain';
import type { RequestPage, RequestReply } from './request.reply';

interface Own {
  requestKind: string;
  offeringId: string | null;
  number: number | null;
  definition: OfferingDefinition | null;
  answers: Record<string, unknown>;
  done: number;
  total: number;
  text: string | null;
  at: Date | null;
  byId: string | null;
  byName: string | null;
  articleId: string | null;
  endReason: string | null;
  rating: number | null;
  ratingComment: string | null;
  ratedAt: Date | null;
  clocks: ClockRow[];
}

const OWN = {
  kind: REQUEST,
  join: 'join request r on r.ticket_id = t.id left join offering_version v on v.id = r.version_id left join person fb on fb.id = r.fulfilled_by_id',
  select: `r.request_kind as "requestKind", r.offering_id as "offeringId", v.number, v.definition, r.answers, r.fulfilment_text as text, r.fulfilled_at as at, r.fulfilled_by_id as "byId", fb.display_name as "byName", r.article_id as "articleId",
    r.end_reason as "endReason", r.rating, r.rating_comment as "ratingComment", r.rated_at as "ratedAt", (select count(*)::int from task k where k.ticket_id = t.id and k.state in ('done', 'skipped')) as done,
    (select count(*)::int from task k where k.ticket_id = t.id and k.state <> 'cancelled') as total, ${clockColumn('t')} as clocks`,
};

/** Reading requests: the kernel's card with the process's own columns, in one SQL. */
@Injectable()
export class RequestQueries {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketQueries,
    private readonly levels: ServiceLevels,
    private readonly ordering: Ordering,
  ) {}

  /** @throws Refusal 404 */
  async get(actor: Actor, idOrReference: string): Promise<RequestReply> {
    return this.found(this.database.sql, actor, idOrReference, false);
  }

  /** The resource after a change of it, even where the change took it out of the caller's sight. */
  async reply(sql: Sql, actor: Actor, ticket: Ticket): Promise<RequestReply> {
    return this.found(sql, actor, ticket.id, true);
  }

  list(actor: Actor, query: TicketListQuery): Promise<RequestPage> {
    return this.tickets.list(actor, { ...query, kind: [REQUEST] });
  }

  private async found(sql: Sql, actor: Actor, idOrReference: string, evenIfUnseen: boolean): Promise<RequestReply> {
    const card = await this.tickets.card(sql, actor, idOrReference, { ...OWN, evenIfUnseen });
    if (!card) throw notFound();
    const own = card.own as unknown as Own;
    const { ticket, reply } = card;
    const projection = projectionOf(actor, ticket);
    const staff = projection === 'staff';
    const { definition } = own;
    const names = definition ? await this.ordering.namesIn(sql, actor, ticket.requesterId, definition, own.answers) : new Map<string, string>();
    return {
      ...reply,
      requestKind: own.requestKind,
      holdReason: ticket.state === 'on_hold' ? (ticket.stateReason as RequestHoldReason | null) : null,
      holdUntil: ticket.stateUntil?.toISOString() ?? null,
      offering: definition && own.offeringId ? { id: own.offeringId, name: definition.name[actor.locale], number: own.number ?? 0 } : null,
      answers: definition ? answerLines(definition.form, own.answers, (id) => names.get(id)).map(({ name, label, value }) => ({ name, label: label[actor.locale], value: value[actor.locale] })) : [],
      cost: definition?.cost && projection !== 'supplier' ? { ...definition.cost, currency: 'USD' } : null,
      plan: own.total > 0 ? { done: own.done, total: own.total } : null,
      fulfilment: own.text === null || own.at === null ? null : { text: own.text, at: own.at.toISOString(), articleId: own.articleId, ...(staff && own.byId ? { by: { id: own.byId, displayName: own.byName ?? '' } } : {}) },
      endReason: own.endReason,
      ...(staff || ticket.requesterId === actor.personId ? { rating: own.rating === null || own.ratedAt === null ? null : { score: own.rating, comment: own.ratingComment, at: own.ratedAt.toISOString() } } : {}),
      clocks: await this.levels.told(actor, projection, own.clocks),
    };
  }
}
