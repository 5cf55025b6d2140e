import type { Actor, Sql } from '@opora/platform';
import { type Ticket, permitted } from '@opora/ticket';
import { TASK, TASK_COMMANDS, type TaskCommand, type TaskState } from '../domain/task';
import type { TaskReply } from './task.dto';

export interface TaskRow {
  id: string;
  ticketId: string;
  reference: string;
  ticketTitle: string;
  kind: string;
  ticketState: string;
  ticketPhase: string;
  position: number;
  title: string;
  description: string;
  state: TaskState;
  groupId: string | null;
  groupName: string | null;
  groupSupplierId: string | null;
  assigneeId: string | null;
  assigneeName: string | null;
  after: string[];
  targetSeconds: number | null;
  calendarId: string | null;
  dueAt: Date | null;
  endedAt: Date | null;
  endedBy: string | null;
  endedByName: string | null;
  note: string | null;
  version: number;
}

const SELECT = (name: string): string => `select k.id, k.ticket_id as "ticketId", t.reference, t.title as "ticketTitle", t.kind, t.state as "ticketState", t.phase as "ticketPhase", k.position, k.title, k.description, k.state, k.group_id as "groupId",
  g.${name} as "groupName", g.supplier_id as "groupSupplierId", k.assignee_id as "assigneeId", p.display_name as "assigneeName", k.after_ids as after, k.target_seconds as "targetSeconds",
  coalesce(k.calendar_id, g.calendar_id) as "calendarId", k.due_at as "dueAt", k.ended_at as "endedAt", k.ended_by as "endedBy", e.display_name as "endedByName", k.note, k.version
  from task k join ticket t on t.id = k.ticket_id left join support_group g on g.id = k.group_id left join person p on p.id = k.assignee_id left join person e on e.id = k.ended_by`;

export const tasksWhere = (sql: Sql, locale: string, rest: string, params: readonly unknown[]): Promise<TaskRow[]> => sql.rows<TaskRow>(`${SELECT(locale === 'en' ? 'name_en' : 'name_uk')} where ${rest}`, params);

/** Rights over the ticket itself, not through a task of it. */
export const overTicket = (actor: Actor, permission: string, ticket: Ticket): boolean => permitted(actor, permission, { ...ticket, sharedGroupIds: [], sharedPersonIds: [], sharedSupplierIds: [] });

/** A task given to one's group, oneself or one's company (`security.md` D.1: through a task, `gw` covers that task alone). */
export function holdsTask(actor: Actor, task: Pick<TaskRow, 'groupId' | 'groupSupplierId' | 'assigneeId'>): boolean {
  if (task.assigneeId === actor.personId) return true;
  if (actor.face === 'supplier') return actor.supplierId !== null && task.groupSupplierId === actor.supplierId;
  return task.groupId !== null && actor.groupIds('work').includes(task.groupId);
}

export const mayWork = (actor: Actor, ticket: Ticket, task: TaskRow): boolean => overTicket(actor, 'task.write', ticket) || (actor.has('task.write') && holdsTask(actor, task));

/** Commands that the server takes from somebody who may work on this task, now. */
export const commandsNow = (task: Pick<TaskRow, 'state' | 'ticketPhase'>): TaskCommand[] =>
  task.ticketPhase === 'closed' ? [] : TASK_COMMANDS.filter((command) => (TASK.commands[command].from as readonly string[]).includes(task.state));

export const taskReply = (row: TaskRow, may: boolean): TaskReply => ({
  id: row.id, ticket: { id: row.ticketId, reference: row.reference, title: row.ticketTitle, kind: row.kind, state: row.ticketState, phase: row.ticketPhase } as TaskReply['ticket'], position: row.position, title: row.title,
  description: row.description, state: row.state, group: row.groupId === null ? null : { id: row.groupId, name: row.groupName ?? '' },
  assignee: row.assigneeId === null ? null : { id: row.assigneeId, displayName: row.assigneeName ?? '' }, after: row.after, dueAt: row.dueAt?.toISOString() ?? null, endedAt: row.endedAt?.toISOString() ?? null,
  endedBy: row.endedBy === null || row.endedByName === null ? null : { id: row.endedBy, displayName: row.endedByName }, note: row.note, allowedCommands: may ? commandsNow(row) : [], version: row.version,
});
