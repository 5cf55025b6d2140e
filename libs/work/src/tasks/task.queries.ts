import { Injectable } from '@nestjs/common';
import { notFound } from '@opora/kit';
import { type Actor, Cursors, Database, type Sql, queryKey } from '@opora/platform';
import { type Ticket, TicketKernel, permitted, projectionOf } from '@opora/ticket';
import type { MyTasksQuery, TaskList, TaskPage, TaskReply } from './task.dto';
import { holdsTask, mayWork, taskReply, tasksWhere } from './task.rows';

/** A task without a due time comes after all that have one. */
const ORDER = `coalesce(k.due_at, 'infinity'::timestamptz), k.id`;

@Injectable()
export class TaskQueries {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly cursors: Cursors,
  ) {}

  /** Suppliers see the tasks of their own groups alone. @throws Refusal 404 */
  async ofTicket(actor: Actor, idOrReference: string): Promise<TaskList> {
    const { sql } = this.database;
    const ticket = await this.kernel.read(sql, actor, idOrReference);
    if (!ticket || !permitted(actor, 'task.read', ticket)) throw notFound();
    const rows = await tasksWhere(sql, actor.locale, 'k.ticket_id = $1 order by k.position, k.id', [ticket.id]);
    const shown = projectionOf(actor, ticket) === 'supplier' ? rows.filter((row) => holdsTask(actor, row)) : rows;
    return { items: shown.map((row) => taskReply(row, mayWork(actor, ticket, row))) };
  }

  async one(sql: Sql, actor: Actor, idOrReference: string, taskId: string): Promise<TaskReply> {
    const ticket = await this.kernel.read(sql, actor, idOrReference);
    const [row] = ticket ? await tasksWhere(sql, actor.locale, 'k.id = $1 and k.ticket_id = $2', [taskId, ticket.id]) : [];
    if (ticket && row && (projectionOf(actor, ticket) !== 'supplier' || holdsTask(actor, row))) return taskReply(row, mayWork(actor, ticket, row));
    throw notFound();
  }

  /** To whom just worked on it: with the last task over, the ticket may not be theirs to see any more. */
  async reply(sql: Sql, actor: Actor, ticket: Ticket, taskId: string): Promise<TaskReply> {
    const [row] = await tasksWhere(sql, actor.locale, 'k.id = $1', [taskId]);
    if (!row) throw notFound();
    return taskReply(row, mayWork(actor, ticket, row));
  }

  /** Open tasks given to the caller or to a group in which the caller may work. */
  async mine(actor: Actor, query: MyTasksQuery): Promise<TaskPage> {
    const params: unknown[] = [actor.personId, actor.groupIds('work')];
    const key = `tasks${queryKey(query)}`;
    let after = '';
    if (query.cursor !== undefined) {
      const [at, id] = this.cursors.decode(actor, key, query.cursor);
      after = ` and (${ORDER}) > ($${params.push(at)}::timestamptz, $${params.push(id)}::uuid)`;
    }
    const rows = await tasksWhere(
      this.database.sql, actor.locale,
      `k.state in ('open', 'in_progress') and (k.assignee_id = $1 or (k.assignee_id is null and k.group_id = any($2::uuid[])))${after} order by ${ORDER} limit $${params.push(query.limit + 1)}`, params,
    );
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items: items.map((row) => taskReply(row, true)), nextCursor: last ? this.cursors.encode(actor, key, [last.dueAt?.toISOString() ?? 'infinity', last.id]) : null };
  }
}
