import type { Level, Priority } from '@opora/kit';
import type { Sql } from '@opora/platform';
import { type OwnRow, type Ticket, ownRowTerms } from '@opora/ticket';
import type { Changes, HoldReason, Incident, IncidentState } from './domain';

/** The process's own row beside the ticket's, as JSON: instants are text. */
export interface IncidentRow {
  ticket_id: string;
  resolution_code: string | null;
  resolution_text: string | null;
  resolution_cause: string | null;
  resolved_by_id: string | null;
  resolution_at: string | null;
  article_id: string | null;
  problem_id: string | null;
  first_contact: boolean | null;
  left_first_line: boolean;
  previous_group_id: string | null;
  major: boolean;
  major_declared_at: string | null;
  major_declared_by_id: string | null;
  major_manager_id: string | null;
  major_update_seconds: number | null;
  major_next_update_at: string | null;
  problem_wanted: boolean;
  rating: number | null;
  rating_comment: string | null;
  rated_by_id: string | null;
  rated_at: string | null;
}

/** Claimed and read together with its ticket. */
export const OWN_ROW: OwnRow = { join: 'join incident i on i.ticket_id = t.id', select: 'to_jsonb(i)' };

export function toIncident(ticket: Ticket, row: IncidentRow): Incident {
  return {
    id: ticket.id,
    reference: ticket.reference,
    state: ticket.state as IncidentState,
    requesterId: ticket.requesterId,
    serviceId: ticket.serviceId,
    categoryId: ticket.categoryId,
    impact: ticket.impact as Level,
    urgency: ticket.urgency as Level,
    priority: ticket.priority as Priority,
    priorityReason: ticket.priorityReason,
    groupId: ticket.groupId,
    assigneeId: ticket.assigneeId,
    line: ticket.line,
    reassignmentCount: ticket.reassignmentCount,
    reopenCount: ticket.reopenCount,
    holdReason: ticket.stateReason as HoldReason | null,
    holdUntil: ticket.stateUntil,
    resolution: resolutionOf(row),
    major: majorOf(row),
    problemWanted: row.problem_wanted,
    previousGroupId: row.previous_group_id,
    leftFirstLine: row.left_first_line,
  };
}

function resolutionOf(row: IncidentRow): Incident['resolution'] {
  if (row.resolution_code === null || row.resolution_text === null || row.resolved_by_id === null || row.resolution_at === null) return null;
  return {
    code: row.resolution_code,
    text: row.resolution_text,
    byId: row.resolved_by_id,
    at: new Date(row.resolution_at),
    cause: row.resolution_cause,
    articleId: row.article_id,
    problemId: row.problem_id,
  };
}

function majorOf(row: IncidentRow): Incident['major'] {
  const { major_declared_at: declaredAt, major_declared_by_id: declaredById, major_manager_id: managerId, major_update_seconds: updateEverySeconds, major_next_update_at: nextUpdateAt } = row;
  if (!declaredAt || !declaredById || !managerId || updateEverySeconds === null || !nextUpdateAt) return null;
  return { declaredAt: new Date(declaredAt), declaredById, managerId, updateEverySeconds, nextUpdateAt: new Date(nextUpdateAt) };
}

export async function loadRow(sql: Sql, ticketId: string): Promise<IncidentRow> {
  const row = await sql.one<{ own: IncidentRow }>('select to_jsonb(i) as own from incident i where i.ticket_id = $1', [ticketId]);
  if (!row) throw new Error(`the incident ${ticketId} has no row of its own`);
  return row.own;
}

/** Columns of the own row that a decision changes; the ticket's part goes through the kernel. */
function ownColumns(changes: Changes): Record<string, unknown> {
  const { resolution, major, rating } = changes;
  return {
    ...(resolution === undefined
      ? {}
      : {
          resolution_code: resolution?.code ?? null,
          resolution_text: resolution?.text ?? null,
          resolution_cause: resolution?.cause ?? null,
          resolved_by_id: resolution?.byId ?? null,
          resolution_at: resolution?.at ?? null,
          article_id: resolution?.articleId ?? null,
          problem_id: resolution?.problemId ?? null,
        }),
    ...(major === undefined
      ? {}
      : {
          major: major !== null,
          major_declared_at: major?.declaredAt ?? null,
          major_declared_by_id: major?.declaredById ?? null,
          major_manager_id: major?.managerId ?? null,
          major_update_seconds: major?.updateEverySeconds ?? null,
          major_next_update_at: major?.nextUpdateAt ?? null,
        }),
    ...(rating === undefined ? {} : { rating: rating.score, rating_comment: rating.comment, rated_by_id: rating.byId, rated_at: rating.at }),
    ...(changes.firstContact === undefined ? {} : { first_contact: changes.firstContact }),
    ...(changes.leftFirstLine === undefined ? {} : { left_first_line: changes.leftFirstLine }),
    ...(changes.previousGroupId === undefined ? {} : { previous_group_id: changes.previousGroupId }),
    ...(changes.problemWanted === undefined ? {} : { problem_wanted: changes.problemWanted }),
  };
}

/** WITH-term for whatever a decision changes in the own row; none where it changes nothing there. `$1` is the ticket. */
export function ownTerms(changes: Changes, params: unknown[]): string[] {
  return ownRowTerms('incident', ownColumns(changes), params);
}
