import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@opora/platform';
import type { Ticket } from '@opora/ticket';

export type PlanHandler = (tx: Tx, actor: Actor, ticket: Ticket) => Promise<void>;

/** What follows when nothing of a ticket's tasks is left is its process's to know; it joins the transaction of the last one. */
@Injectable()
export class TaskPlans {
  private readonly handlers = new Map<string, PlanHandler>();

  /** For tickets of this kind. */
  register(kind: string, handler: PlanHandler): void {
    if (this.handlers.has(kind)) throw new Error(`the plans of ${kind} are followed twice`);
    this.handlers.set(kind, handler);
  }

  async finished(tx: Tx, actor: Actor, ticket: Ticket): Promise<void> {
    await this.handlers.get(ticket.kind)?.(tx, actor, ticket);
  }
}
