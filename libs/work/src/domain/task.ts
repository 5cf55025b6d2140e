import { type Lifecycle, defineLifecycle } from '@opora/kit';

export type TaskState = 'planned' | 'open' | 'in_progress' | 'done' | 'skipped' | 'cancelled';
export const TASK_COMMANDS = ['accept', 'complete', 'skip', 'reopen'] as const;
export type TaskCommand = (typeof TASK_COMMANDS)[number];

/** A unit of work inside a ticket (`domain.md` §3 Tasks): planned until those before it are over. */
export const TASK: Lifecycle<TaskState, TaskCommand | 'open' | 'cancel'> = defineLifecycle<TaskState, TaskCommand | 'open' | 'cancel'>({
  kind: 'task',
  prefix: 'TSK',
  initial: ['planned', 'open'],
  states: {
    planned: { phase: 'new' },
    open: { phase: 'active' },
    in_progress: { phase: 'active' },
    done: { phase: 'resolved' },
    skipped: { phase: 'resolved' },
    cancelled: { phase: 'closed', final: true },
  },
  commands: {
    open: { from: ['planned'], to: 'open', permission: 'task.write', by: ['system'], requires: ['the tasks before it are over'] },
    accept: { from: ['open'], to: 'in_progress', permission: 'task.write', by: ['person'] },
    complete: { from: ['open', 'in_progress'], to: 'done', permission: 'task.write', by: ['person'] },
    skip: { from: ['planned', 'open', 'in_progress'], to: 'skipped', permission: 'task.write', by: ['person'], requires: ['note'] },
    reopen: { from: ['done', 'skipped'], to: 'open', permission: 'task.write', by: ['person'], requires: ['note'] },
    cancel: { from: ['planned', 'open', 'in_progress', 'done', 'skipped'], to: 'cancelled', permission: 'task.write', by: ['system'] },
  },
});

export const OVER: readonly TaskState[] = ['done', 'skipped', 'cancelled'];

export interface PlannedTask {
  id: string;
  state: TaskState;
  /** Ids of the tasks that must be over first. */
  after: readonly string[];
}

/** Planned tasks whose turn has come. */
export function ready(tasks: readonly PlannedTask[]): string[] {
  const over = new Set(tasks.filter((task) => OVER.includes(task.state)).map((task) => task.id));
  return tasks.filter((task) => task.state === 'planned' && task.after.every((id) => over.has(id))).map((task) => task.id);
}

/** Whether nothing of a plan is left to do; of an empty one neither. */
export const finished = (tasks: readonly PlannedTask[]): boolean => tasks.length > 0 && tasks.every((task) => OVER.includes(task.state));
