import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@opora/platform';
import type { Ticket } from '@opora/ticket';
import type { TaskState } from '../domain/task';

export type PlanHandler = (tx: Tx, actor: Actor, ticket: Ticket) => Promise<void>;

/** A task as its ticket's process hears of it. */
export interface FollowedTask {
  id: string;
  state: TaskState;
  /** Of the command that led there. */
  note: string | null;
}

export type TaskHandler = (tx: Tx, actor: Actor, ticket: Ticket, task: FollowedTask) => Promise<void>;

/** What follows when nothing of a ticket's tasks is left is its process's to know; it joins the transaction of the last one. */
@Injectable()
export class TaskPlans {
  private readonly handlers = new Map<string, PlanHandler>();
  private readonly followers = new Map<string, TaskHandler>();

  /** For tickets of this kind. */
  register(kind: string, handler: PlanHandler): void {
    if (this.handlers.has(kind)) throw new Error(`the plans of ${kind} are followed twice`);
    this.handlers.set(kind, handler);
  }

  /** Each command on a task of tickets of this kind, in its transaction; a refusal refuses the command. */
  follow(kind: string, handler: TaskHandler): void {
    if (this.followers.has(kind)) throw new Error(`the tasks of ${kind} are followed twice`);
    this.followers.set(kind, handler);
  }

  async changed(tx: Tx, actor: Actor, ticket: Ticket, task: FollowedTask): Promise<void> {
    await this.followers.get(ticket.kind)?.(tx, actor, ticket, task);
  }

  async finished(tx: Tx, actor: Actor, ticket: Ticket): Promise<void> {
    await this.handlers.get(ticket.kind)?.(tx, actor, ticket);
  }
}
