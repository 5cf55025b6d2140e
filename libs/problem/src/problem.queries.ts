import { Injectable } from '@nestjs/common';
import { notFound } from '@opora/kit';
import { ApplicationSettings } from '@opora/organisation';
import { type Actor, Clock, Database, type Sql } from '@opora/platform';
import { type ClockRow, ServiceLevels, clockColumn } from '@opora/service-level';
import { type Ticket, type TicketListQuery, TicketQueries, projectionOf, visibleTo } from '@opora/ticket';
import { type Analysis, type Audience, PROBLEM, type Technique } from './domain';
import type { DatedText, LinkedIncident, ProblemCost, ProblemPage, ProblemReply, WeekCount } from './problem.reply';

export const HOUR_COST_SETTING = 'problem.hourCostCents';
const WEEKS = 8;
const MOST_INCIDENTS = 500;

interface Own {
  origin: string;
  technique: Technique | null;
  analysis: Analysis;
  cause: string | null;
  causeAt: Date | null;
  causeById: string | null;
  causeBy: string | null;
  workaround: string | null;
  workaroundAt: Date | null;
  workaroundById: string | null;
  workaroundBy: string | null;
  published: Audience | null;
  publishedAt: Date | null;
  sentTo: number;
  fixPlan: string | null;
  solution: string | null;
  solvedAt: Date | null;
  solvedById: string | null;
  solvedBy: string | null;
  closingNote: string | null;
  endReason: string | null;
  openIncidents: number;
  workSeconds: string;
  expensesCents: string;
  clocks: ClockRow[];
}

/** Incidents that a problem causes: the link `caused_by` from each. */
export const CAUSED = (problem: string): string => `select l.from_id as id from ticket_link l join ticket ci on ci.id = l.from_id and ci.kind = 'incident' where l.to_id = ${problem} and l.type = 'caused_by'`;
export const OPEN_CAUSED = (problem: string): string => `${CAUSED(problem)} and ci.merged_into_id is null and ci.phase in ('new', 'active', 'waiting')`;

const OWN = {
  kind: PROBLEM,
  join: 'join problem b on b.ticket_id = t.id left join person bc on bc.id = b.cause_by_id left join person bw on bw.id = b.workaround_by_id left join person br on br.id = b.resolved_by_id',
  select: `b.origin, b.technique, b.analysis, b.cause, b.cause_at as "causeAt", b.cause_by_id as "causeById", bc.display_name as "causeBy", b.workaround, b.workaround_at as "workaroundAt", b.workaround_by_id as "workaroundById",
    bw.display_name as "workaroundBy", b.published, b.published_at as "publishedAt", (select count(*)::int from problem_broadcast pb where pb.problem_id = t.id and pb.workaround_version = b.workaround_version) as "sentTo",
    b.fix_plan as "fixPlan", b.resolution_text as solution, b.resolution_at as "solvedAt", b.resolved_by_id as "solvedById", br.display_name as "solvedBy", b.closing_note as "closingNote", b.end_reason as "endReason",
    (select count(*)::int from (${OPEN_CAUSED('t.id')}) o) as "openIncidents",
    (select coalesce(sum(w.seconds), 0) from work_log w where w.ticket_id = t.id or w.ticket_id in (${CAUSED('t.id')})) as "workSeconds",
    (select coalesce(sum(e.amount_cents), 0) from expense e where e.state in ('accepted', 'approved') and (e.ticket_id = t.id or e.ticket_id in (${CAUSED('t.id')}))) as "expensesCents", ${clockColumn('t')} as clocks`,
};

/** Reading problems: the kernel's card with the process's own columns. */
@Injectable()
export class ProblemQueries {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketQueries,
    private readonly levels: ServiceLevels,
    private readonly settings: ApplicationSettings,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal 404 */
  get(actor: Actor, idOrReference: string): Promise<ProblemReply> {
    return this.found(this.database.sql, actor, idOrReference, false);
  }

  /** The resource after a change of it, even where the change took it out of the caller's sight. */
  reply(sql: Sql, actor: Actor, ticket: Ticket): Promise<ProblemReply> {
    return this.found(sql, actor, ticket.id, true);
  }

  list(actor: Actor, query: TicketListQuery): Promise<ProblemPage> {
    return this.tickets.list(actor, { ...query, kind: [PROBLEM] });
  }

  private async found(sql: Sql, actor: Actor, idOrReference: string, evenIfUnseen: boolean): Promise<ProblemReply> {
    const card = await this.tickets.card(sql, actor, idOrReference, { ...OWN, evenIfUnseen });
    if (!card) throw notFound();
    const own = card.own as unknown as Own;
    const { ticket, reply } = card;
    const workaround = dated(own.workaround, own.workaroundAt, own.workaroundById, own.workaroundBy);
    return {
      ...reply,
      origin: own.origin,
      technique: own.technique,
      analysis: Object.assign({}, ...Object.values(own.analysis)),
      cause: dated(own.cause, own.causeAt, own.causeById, own.causeBy),
      workaround: workaround && { ...workaround, published: own.published, publishedAt: own.publishedAt?.toISOString() ?? null, sentTo: own.sentTo },
      fixPlan: own.fixPlan,
      solution: dated(own.solution, own.solvedAt, own.solvedById, own.solvedBy),
      closingNote: own.closingNote,
      endReason: own.endReason,
      incidents: await this.incidents(sql, actor, ticket.id),
      openIncidents: own.openIncidents,
      weeks: await weeksOf(sql, ticket.id, this.clock.now()),
      cost: costOf(own, await this.settings.value<number>(HOUR_COST_SETTING, sql)),
      clocks: await this.levels.told(actor, projectionOf(actor, ticket), own.clocks),
    };
  }

  /** Linked incidents as far as the caller may see them (`security.md` BO-18). */
  private incidents(sql: Sql, actor: Actor, problemId: string): Promise<LinkedIncident[]> {
    const params: unknown[] = [problemId];
    return sql.rows<LinkedIncident>(
      `select t.id, t.reference, t.title, t.kind, t.state, t.phase, l.id as "linkId", to_char(t.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "createdAt", json_build_object('id', p.id, 'displayName', p.display_name) as requester,
         exists (select 1 from problem_broadcast x join problem b on b.ticket_id = x.problem_id and b.workaround_version = x.workaround_version where x.problem_id = $1 and x.incident_id = t.id) as told
       from ticket_link l join ticket t on t.id = l.from_id and t.kind = 'incident' join person p on p.id = t.requester_id
       where l.to_id = $1 and l.type = 'caused_by' and ${visibleTo(actor, 't', params)} order by (t.phase in ('resolved', 'closed')), t.created_at desc, t.id limit ${MOST_INCIDENTS}`,
      params,
      { prepare: false },
    );
  }
}

function dated(text: string | null, at: Date | null, id: string | null, displayName: string | null): DatedText | null {
  return text === null || at === null || id === null ? null : { text, at: at.toISOString(), by: { id, displayName: displayName ?? '' } };
}

/** Work × rate + expenses (`domain.md` §5, cost so far). */
function costOf(own: Own, hourCents: number): ProblemCost {
  const workSeconds = Number(own.workSeconds);
  const expensesCents = Number(own.expensesCents);
  return { workSeconds, hourCents, expensesCents, totalCents: Math.round((workSeconds / 3600) * hourCents) + expensesCents };
}

function weeksOf(sql: Sql, problemId: string, now: Date): Promise<WeekCount[]> {
  return sql.rows<WeekCount>(
    `select to_char(w.start, 'YYYY-MM-DD') as "from", count(c.created_at)::int as incidents
     from generate_series(0, ${WEEKS - 1}) n cross join lateral (select ($2::timestamptz - make_interval(days => 7 * (${WEEKS} - n))) as start) w
     left join (select ci.created_at from ticket_link l join ticket ci on ci.id = l.from_id and ci.kind = 'incident' where l.to_id = $1 and l.type = 'caused_by') c on c.created_at > w.start and c.created_at <= w.start + interval '7 days'
     group by w.start order by w.start`,
    [problemId, now],
  );
}
