import type { Level, Priority } from '@opora/kit';
import type { Sql, Tx } from '@opora/platform';
import type { Ticket } from '@opora/ticket';
import type { Changes, HoldReason, Incident, IncidentState } from './domain';

/** The process's own row beside the ticket's. */
export interface IncidentRow {
  ticket_id: string;
  resolution_code: string | null;
  resolution_text: string | null;
  resolution_cause: string | null;
  resolved_by_id: string | null;
  resolution_at: Date | null;
  article_id: string | null;
  problem_id: string | null;
  first_contact: boolean | null;
  left_first_line: boolean;
  previous_group_id: string | null;
  major: boolean;
  major_declared_at: Date | null;
  major_declared_by_id: string | null;
  major_manager_id: string | null;
  major_update_seconds: number | null;
  major_next_update_at: Date | null;
  problem_wanted: boolean;
  rating: number | null;
  rating_comment: string | null;
  rated_by_id: string | null;
  rated_at: Date | null;
}

export const INCIDENT_COLUMNS =
  'ticket_id, resolution_code, resolution_text, resolution_cause, resolved_by_id, resolution_at, article_id, problem_id, first_contact, left_first_line, previous_group_id, ' +
  'major, major_declared_at, major_declared_by_id, major_manager_id, major_update_seconds, major_next_update_at, problem_wanted, rating, rating_comment, rated_by_id, rated_at';

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
    at: row.resolution_at,
    cause: row.resolution_cause,
    articleId: row.article_id,
    problemId: row.problem_id,
  };
}

function majorOf(row: IncidentRow): Incident['major'] {
  const { major_declared_at: declaredAt, major_declared_by_id: declaredById, major_manager_id: managerId, major_update_seconds: updateEverySeconds, major_next_update_at: nextUpdateAt } = row;
  if (!declaredAt || !declaredById || !managerId || updateEverySeconds === null || !nextUpdateAt) return null;
  return { declaredAt, declaredById, managerId, updateEverySeconds, nextUpdateAt };
}

export async function insertIncident(tx: Tx, ticketId: string, { leftFirstLine }: { leftFirstLine: boolean }): Promise<void> {
  await tx.run('insert into incident (ticket_id, left_first_line) values ($1, $2)', [ticketId, leftFirstLine]);
}

export async function loadRow(sql: Sql, ticketId: string): Promise<IncidentRow> {
  const row = await sql.one<IncidentRow>(`select ${INCIDENT_COLUMNS} from incident where ticket_id = $1`, [ticketId]);
  if (!row) throw new Error(`the incident ${ticketId} has no row of its own`);
  return row;
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

/** One statement for whatever a decision changes in the own row; none where it changes nothing there. */
export async function updateIncident(tx: Tx, ticketId: string, changes: Changes): Promise<void> {
  const columns = Object.entries(ownColumns(changes));
  if (columns.length === 0) return;
  const set = columns.map(([column], index) => `${column} = $${index + 2}`).join(', ');
  await tx.run(`update incident set ${set} where ticket_id = $1`, [ticketId, ...columns.map(([, value]) => value)]);
}
