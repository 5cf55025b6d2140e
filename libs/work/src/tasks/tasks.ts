import { Injectable } from '@nestjs/common';
import { ALWAYS, Calendars, WorkingTime } from '@opora/calendar';
import { Refusal, conflict, forbidden, inOrder, invalid, notFound, unknownReference } from '@opora/kit';
import { type Actor, Ids, Timers, type Tx, emit, systemActor } from '@opora/platform';
import { type Ticket, TicketKernel, TicketShares } from '@opora/ticket';
import { OVER, TASK, type TaskCommand, finished, ready } from '../domain/task';
import { TaskPlans } from './plans';
import { type TaskRow, commandsNow, mayWork, overTicket, tasksWhere } from './task.rows';

export const TASK_DUE_TIMER = 'task.due';

export interface NewTask {
  /** Name within the plan, for `after`. */
  key: string;
  title: string;
  description?: string;
  groupId?: string | null;
  assigneeId?: string | null;
  after: readonly string[];
  targetSeconds?: number | null;
  dueAt?: Date | null;
}

const SYSTEM = systemActor('task', 'task');
const ALWAYS_OPEN = new WorkingTime(ALWAYS);

/** The only writer of tasks, within the transaction of whatever causes it (`domain.md` §3, §6 plans). */
@Injectable()
export class Tasks {
  constructor(
    private readonly kernel: TicketKernel,
    private readonly shares: TicketShares,
    private readonly calendars: Calendars,
    private readonly timers: Timers,
    private readonly ids: Ids,
    private readonly plans: TaskPlans,
  ) {}

  /**
   * Adds tasks in the order of their dependencies and opens those that wait for nothing. The ticket was claimed before.
   * @throws Refusal 422 where they wait in a circle, or a group or person is unknown
   */
  async plan(tx: Tx, actor: Actor, ticket: Ticket, tasks: readonly NewTask[], pointer = '/tasks'): Promise<{ ids: Map<string, string>; ticket: Ticket }> {
    const ordered = inOrder(tasks);
    if (!ordered) throw invalid(pointer, 'task.circle');
    const ids = new Map(ordered.map(({ key }) => [key, this.ids.next()]));
    await this.insert(tx, actor, ticket, ordered.map((task) => ({ ...task, id: ids.get(task.key) as string, after: task.after.map((key) => ids.get(key) as string) })), pointer);
    const after = await this.tell(tx, actor, ticket, 'task.planned', { taskIds: [...ids.values()] });
    await this.openReady(tx, ticket.id);
    return { ids, ticket: after };
  }

  /** One more task, after any of those that are there. @throws Refusal 422 */
  async add(tx: Tx, actor: Actor, ticket: Ticket, task: Omit<NewTask, 'key'>): Promise<string> {
    if (ticket.phase === 'closed') throw conflict('task.ticket_over', { state: ticket.state });
    const known = await tx.rows<{ id: string }>('select id from task where ticket_id = $1 and id = any($2)', [ticket.id, task.after]);
    const stranger = task.after.findIndex((id) => !known.some((row) => row.id === id));
    if (stranger !== -1) throw unknownReference(`/after/${stranger}`);
    const id = this.ids.next();
    await this.insert(tx, actor, ticket, [{ ...task, id }], '');
    await this.tell(tx, actor, ticket, 'task.added', { taskId: id });
    await this.openReady(tx, ticket.id);
    return id;
  }

  /** @throws Refusal 403, 404, 409, 412, 422 */
  async command(tx: Tx, actor: Actor, ticket: Ticket, taskId: string, command: TaskCommand, note: string | null, ifMatch: number | '*'): Promise<void> {
    const task = await this.claim(tx, actor, ticket, taskId, ifMatch);
    const allowed = commandsNow(task);
    if (!allowed.includes(command)) throw conflict('not_now', { state: task.state, allowedCommands: allowed });
    if (TASK.commands[command].requires?.includes('note') && !note?.trim()) throw new Refusal('task.note_required', { errors: [{ pointer: '/note', code: 'task.note_required' }] });
    const to = TASK.commands[command].to as TaskRow['state'];
    const over = OVER.includes(to);
    await tx.run(
      `update task set state = $2, note = coalesce($3, note), assignee_id = case when $4::boolean then $5::uuid else assignee_id end, ended_at = case when $6::boolean then $7::timestamptz end, ended_by = case when $6 then $5 end,
         opened_at = coalesce(opened_at, $7), updated_at = $7, version = version + 1 where id = $1`,
      [taskId, to, note?.trim() || null, command === 'accept', actor.personId, over, tx.now],
    );
    await this.share(tx, { ...task, assigneeId: command === 'accept' ? actor.personId : task.assigneeId }, !over);
    if (over) await this.timers.clear(tx, TASK_DUE_TIMER, taskId);
    const after = await this.tell(tx, actor, ticket, `task.${command}`, { taskId }, note);
    await emit(tx, { topic: 'task.changed', key: ticket.id, payload: { taskId, state: to, by: actor.personId } });
    await this.openReady(tx, ticket.id);
    if (over && finished(await this.all(tx, ticket.id))) await this.plans.finished(tx, actor, after);
    await this.plans.changed(tx, actor, after, { id: taskId, state: to, note });
  }

  /** @throws Refusal 403, 404, 409 over, 412, 422 */
  async change(tx: Tx, actor: Actor, ticket: Ticket, taskId: string, ifMatch: number | '*', set: { title?: string; description?: string; groupId?: string | null; assigneeId?: string | null; dueAt?: Date | null }): Promise<void> {
    const task = await this.claim(tx, actor, ticket, taskId, ifMatch);
    if (!overTicket(actor, 'task.write', ticket)) throw forbidden('task.write');
    if (OVER.includes(task.state)) throw conflict('task.over', { state: task.state });
    await this.checkReferences(tx, [{ groupId: set.groupId ?? null, assigneeId: set.assigneeId ?? null }], '');
    const next = { ...task, ...set };
    await tx.run('update task set title = $2, description = $3, group_id = $4, assignee_id = $5, due_at = $6, updated_at = $7, version = version + 1 where id = $1', [taskId, next.title, next.description, next.groupId, next.assigneeId, next.dueAt, tx.now]);
    await this.share(tx, next, task.state !== 'planned');
    await this.remember(tx, taskId, task.state === 'planned' ? null : next.dueAt);
    await this.tell(tx, actor, ticket, 'task.changed', { taskId });
    if (next.assigneeId !== task.assigneeId || next.groupId !== task.groupId) await this.announce(tx, ticket.id, next);
  }

  /** The ticket is over: what is left of its tasks is cancelled. */
  async cancelAll(tx: Tx, ticketId: string): Promise<void> {
    for (const task of await this.all(tx, ticketId)) {
      if (OVER.includes(task.state)) continue;
      await tx.run(`update task set state = 'cancelled', ended_at = $2, updated_at = $2, version = version + 1 where id = $1`, [task.id, tx.now]);
      await this.share(tx, task, false);
      await this.timers.clear(tx, TASK_DUE_TIMER, task.id);
    }
  }

  private all(tx: Tx, ticketId: string): Promise<TaskRow[]> {
    return tasksWhere(tx, 'uk', 'k.ticket_id = $1 order by k.position', [ticketId]);
  }

  private async claim(tx: Tx, actor: Actor, ticket: Ticket, taskId: string, ifMatch: number | '*'): Promise<TaskRow> {
    const [task] = await tasksWhere(tx, actor.locale, 'k.id = $1 and k.ticket_id = $2 for update of k', [taskId, ticket.id]);
    if (!task) throw notFound();
    if (!mayWork(actor, ticket, task)) throw forbidden('task.write');
    if (ifMatch !== '*' && ifMatch !== task.version) throw new Refusal('stale', { status: 412, extra: { version: task.version, changedFields: [] } });
    return task;
  }

  private async insert(tx: Tx, actor: Actor, ticket: Ticket, tasks: readonly (Omit<NewTask, 'key'> & { id: string })[], pointer: string): Promise<void> {
    await this.checkReferences(tx, tasks, pointer);
    const before = (await tx.one<{ last: number }>('select coalesce(max(position), 0) as last from task where ticket_id = $1', [ticket.id]))?.last ?? 0;
    for (const [i, task] of tasks.entries())
      await tx.run(
        `insert into task (id, ticket_id, position, title, description, state, group_id, assignee_id, after_ids, target_seconds, due_at, created_by, created_at, updated_at) values ($1, $2, $3, $4, $5, 'planned', $6, $7, $8, $9, $10, $11, $12, $12)`,
        [task.id, ticket.id, before + i + 1, task.title, task.description ?? '', task.groupId ?? null, task.assigneeId ?? null, task.after, task.targetSeconds ?? null, task.dueAt ?? null, actor.personId, tx.now],
      );
  }

  private async checkReferences(tx: Tx, tasks: readonly { groupId?: string | null; assigneeId?: string | null }[], pointer: string): Promise<void> {
    const at = (i: number, field: string): string => `${pointer}${pointer === '' ? '' : `/${i}`}/${field}`;
    for (const [i, { groupId, assigneeId }] of tasks.entries()) {
      if (groupId && !(await tx.one('select 1 from support_group where id = $1 and active', [groupId]))) throw unknownReference(at(i, 'groupId'));
      if (assigneeId && !(await tx.one('select 1 from person where id = $1 and active', [assigneeId]))) throw unknownReference(at(i, 'assigneeId'));
    }
  }

  /** Opens planned tasks whose turn has come: from now on their holders see the ticket, and their time runs. */
  private async openReady(tx: Tx, ticketId: string): Promise<void> {
    const tasks = await this.all(tx, ticketId);
    const turn = new Set(ready(tasks));
    for (const task of tasks.filter(({ id }) => turn.has(id))) {
      const dueAt = task.dueAt ?? (task.targetSeconds === null ? null : await this.after(task.calendarId, tx.now, task.targetSeconds));
      await tx.run(`update task set state = 'open', opened_at = $2, due_at = $3, updated_at = $2, version = version + 1 where id = $1`, [task.id, tx.now, dueAt]);
      await this.share(tx, task, true);
      await this.remember(tx, task.id, dueAt);
      await this.announce(tx, ticketId, task);
    }
  }

  private async after(calendarId: string | null, from: Date, seconds: number): Promise<Date> {
    const working = calendarId === null ? ALWAYS_OPEN : this.calendars.working(await this.calendars.current(calendarId));
    return new Date(working.add(Math.floor(from.getTime() / 1000), seconds) * 1000);
  }

  private share(tx: Tx, task: Pick<TaskRow, 'id' | 'ticketId' | 'groupId' | 'assigneeId'>, open: boolean): Promise<void> {
    return this.shares.set(tx, { ticketId: task.ticketId, sourceId: task.id, groupId: task.groupId, personId: task.assigneeId, open });
  }

  private remember(tx: Tx, taskId: string, dueAt: Date | null): Promise<void> {
    return dueAt === null ? this.timers.clear(tx, TASK_DUE_TIMER, taskId) : this.timers.set(tx, { kind: TASK_DUE_TIMER, key: taskId, dueAt });
  }

  private announce(tx: Tx, ticketId: string, task: Pick<TaskRow, 'id' | 'groupId' | 'assigneeId'>): Promise<void> {
    return emit(tx, { topic: 'task.opened', key: ticketId, payload: { taskId: task.id, groupId: task.groupId, assigneeId: task.assigneeId } });
  }

  private tell(tx: Tx, actor: Actor, ticket: Ticket, kind: string, data: Record<string, unknown>, reason?: string | null): Promise<Ticket> {
    return this.kernel.apply(tx, actor, ticket, { set: {}, entry: { kind, data, ...(reason ? { reason } : {}) }, visibility: actor.face === 'supplier' ? 'supplier' : 'staff' });
  }

  /** A task that is due and not over: told once. Called by its timer alone. */
  async overdue(tx: Tx, taskId: string): Promise<void> {
    const [found] = await tasksWhere(tx, 'uk', 'k.id = $1', [taskId]);
    if (!found || OVER.includes(found.state)) return;
    const ticket = await this.kernel.claim(tx, SYSTEM, found.ticketId);
    await this.tell(tx, SYSTEM, ticket, 'task.overdue', { taskId });
    await emit(tx, { topic: 'task.overdue', key: ticket.id, payload: { taskId, groupId: found.groupId, assigneeId: found.assigneeId } });
  }
}
