import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@opora/platform';
import type { Ticket } from '@opora/ticket';

export type ApprovalEnd = 'approved' | 'refused' | 'expired';

export interface EndedApproval {
  id: string;
  subject: string;
  end: ApprovalEnd;
  /** Of the refusal. */
  reason: string | null;
}

export type OutcomeHandler = (tx: Tx, actor: Actor, ticket: Ticket, approval: EndedApproval) => Promise<void>;

/** What follows from an approval is its process's to know; it joins the transaction of the last answer. */
@Injectable()
export class ApprovalOutcomes {
  private readonly handlers = new Map<string, OutcomeHandler>();

  register(subject: string, handler: OutcomeHandler): void {
    if (this.handlers.has(subject)) throw new Error(`the approval subject ${subject} is registered twice`);
    this.handlers.set(subject, handler);
  }

  async follow(tx: Tx, actor: Actor, ticket: Ticket, approval: EndedApproval): Promise<void> {
    await this.handlers.get(approval.subject)?.(tx, actor, ticket, approval);
  }
}
