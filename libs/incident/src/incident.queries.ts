import { Injectable } from '@nestjs/common';
import { notFound } from '@opora/kit';
import { type Actor, Database, type Sql } from '@opora/platform';
import { type ClockRow, ServiceLevels, clockColumn } from '@opora/service-level';
import { type Projection, type Ticket, type TicketListQuery, TicketQueries, type TicketRef, projectionOf, visibleTo } from '@opora/ticket';
import { type HoldReason, INCIDENT } from './domain';
import type { CommandFacts } from './incident.standing';
import type { IncidentPage, IncidentReply, MajorReply, RatingReply, ResolutionReply } from './incident.reply';

interface Own {
  resolutionCode: string | null;
  resolutionText: string | null;
  resolutionCause: string | null;
  resolutionAt: Date | null;
  resolvedById: string | null;
  resolverName: string | null;
  articleId: string | null;
  problemId: string | null;
  firstContact: boolean | null;
  major: boolean;
  majorDeclaredAt: Date | null;
  majorManagerId: string | null;
  majorManagerName: string | null;
  majorUpdateSeconds: number | null;
  majorNextUpdateAt: Date | null;
  problemWanted: boolean;
  rating: number | null;
  ratingComment: string | null;
  ratedById: string | null;
  ratedAt: Date | null;
  hasChildren: boolean;
  clocks: ClockRow[];
}

const OWN = {
  kind: INCIDENT,
  join: 'join incident i on i.ticket_id = t.id left join person rs on rs.id = i.resolved_by_id left join person mm on mm.id = i.major_manager_id',
  select: `i.resolution_code as "resolutionCode", i.resolution_text as "resolutionText", i.resolution_cause as "resolutionCause", i.resolution_at as "resolutionAt", i.resolved_by_id as "resolvedById",
    rs.display_name as "resolverName", i.article_id as "articleId", i.problem_id as "problemId", i.first_contact as "firstContact", i.major, i.major_declared_at as "majorDeclaredAt",
    i.major_manager_id as "majorManagerId", mm.display_name as "majorManagerName", i.major_update_seconds as "majorUpdateSeconds", i.major_next_update_at as "majorNextUpdateAt",
    i.problem_wanted as "problemWanted", i.rating, i.rating_comment as "ratingComment", i.rated_by_id as "ratedById", i.rated_at as "ratedAt",
    exists (select 1 from ticket ch where ch.parent_id = t.id) as "hasChildren", ${clockColumn('t')} as clocks`,
};
const MOST_CHILDREN = 200;

/** Reading incidents: the kernel's card with the process's own columns, in one SQL. */
@Injectable()
export class IncidentQueries {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketQueries,
    private readonly levels: ServiceLevels,
  ) {}

  /** @throws Refusal 404 */
  async get(actor: Actor, idOrReference: string): Promise<IncidentReply> {
    const reply = await this.find(this.database.sql, actor, idOrReference);
    if (!reply) throw notFound();
    return reply;
  }

  /** The resource after a change of it, even where the change took it out of the caller's sight. */
  async reply(sql: Sql, actor: Actor, ticket: Ticket): Promise<IncidentReply> {
    const reply = await this.find(sql, actor, ticket.id, true);
    if (!reply) throw notFound();
    return reply;
  }

  async list(actor: Actor, query: TicketListQuery): Promise<IncidentPage> {
    return this.tickets.list(actor, { ...query, kind: [INCIDENT] }, ({ commandFacts }) => ({ major: (commandFacts as Partial<CommandFacts>).major === true }));
  }

  private async find(sql: Sql, actor: Actor, idOrReference: string, evenIfUnseen = false): Promise<IncidentReply | null> {
    const card = await this.tickets.card(sql, actor, idOrReference, { ...OWN, evenIfUnseen });
    if (!card) return null;
    const own = card.own as unknown as Own;
    const { ticket, reply } = card;
    const projection = projectionOf(actor, ticket);
    const staff = projection === 'staff';
    const relatives = ticket.parentId !== null || own.hasChildren ? await this.relatives(sql, actor, ticket.id, ticket.parentId) : [];
    return {
      ...reply,
      major: own.major,
      holdReason: ticket.state === 'on_hold' ? (ticket.stateReason as HoldReason | null) : null,
      holdUntil: ticket.stateUntil?.toISOString() ?? null,
      resolution: resolutionOf(own, projection),
      parent: relatives.find(({ id }) => id === ticket.parentId) ?? null,
      children: relatives.filter(({ id }) => id !== ticket.parentId),
      clocks: await this.levels.told(actor, projection, own.clocks),
      ...(staff ? { majorIncident: majorOf(own), problemWanted: own.problemWanted } : {}),
      ...(staff || ticket.requesterId === actor.personId ? { rating: ratingOf(own) } : {}),
    };
  }

  /** Parent and children, as far as the caller may see them; the others are not counted either (`security.md` BO-18). */
  private async relatives(sql: Sql, actor: Actor, id: string, parentId: string | null): Promise<TicketRef[]> {
    const params: unknown[] = [id, parentId];
    const seen = visibleTo(actor, 't', params);
    return sql.rows<TicketRef>(
      `select t.id, t.reference, t.title, t.kind, t.state, t.phase from ticket t where (t.parent_id = $1 or t.id = $2) and ${seen} order by t.created_at, t.id limit ${MOST_CHILDREN}`,
      params,
      { prepare: false },
    );
  }
}

function resolutionOf(own: Own, projection: Projection): ResolutionReply | null {
  if (own.resolutionCode === null || own.resolutionText === null || own.resolutionAt === null) return null;
  const shown = { code: own.resolutionCode, text: own.resolutionText, at: own.resolutionAt.toISOString(), articleId: own.articleId };
  if (projection !== 'staff') return shown;
  return {
    ...shown,
    by: { id: own.resolvedById ?? '', displayName: own.resolverName ?? '' },
    cause: own.resolutionCause,
    problemId: own.problemId,
    firstContact: own.firstContact ?? false,
  };
}

function majorOf(own: Own): MajorReply | null {
  if (!own.major || !own.majorDeclaredAt || !own.majorNextUpdateAt) return null;
  return {
    manager: { id: own.majorManagerId ?? '', displayName: own.majorManagerName ?? '' },
    declaredAt: own.majorDeclaredAt.toISOString(),
    updateEverySeconds: own.majorUpdateSeconds ?? 0,
    nextUpdateAt: own.majorNextUpdateAt.toISOString(),
  };
}

const ratingOf = (own: Own): RatingReply | null => (own.rating === null || own.ratedAt === null ? null : { score: own.rating, comment: own.ratingComment, at: own.ratedAt.toISOString() });
