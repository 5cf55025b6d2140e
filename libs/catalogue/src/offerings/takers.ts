import { Injectable } from '@nestjs/common';
import type { Answers } from '@opora/form';
import type { Actor, Sql, Tx } from '@opora/platform';
import type { OfferingDefinition, OfferingKind } from '../domain/offering';

/** An order that may be placed: whoever it is for is entitled, and the answers are what the form asks for. */
export interface Order {
  offering: { id: string; kind: OfferingKind; serviceId: string | null; categoryId: string | null; versionId: string; number: number; definition: OfferingDefinition };
  /** For whom. */
  requesterId: string;
  answers: Answers;
  attachmentIds: readonly string[];
  channel?: string | undefined;
}

export interface PlacedOrder {
  id: string;
  reference: string;
  /** Kind of the ticket. */
  kind: string;
}

/** What would come of an order, by the rules that would act on it (`ux.md` §2.14 (11)). */
export interface OrderPromise {
  approvals: { name: string; mode: string; needed: number; people: { id: string; displayName: string; askedAs: string }[]; dueDays: number }[];
  tasks: { title: string; group: string | null }[];
  group: string | null;
  approvalDueAt: string | null;
  fulfilmentDueAt: string | null;
  cost: { amountCents: number; currency: string; per: 'once' | 'month' } | null;
}

/** A process that takes orders of one kind of offering. */
export interface OrderTaker {
  /** Opens the ticket, within the transaction of the order. @throws Refusal */
  place(tx: Tx, actor: Actor, order: Order): Promise<PlacedOrder>;
  promise(sql: Sql, actor: Actor, order: Omit<Order, 'attachmentIds'>): Promise<OrderPromise>;
}

/** Which process takes orders of which kind: told by the processes at start, so that the catalogue knows none of them. */
@Injectable()
export class OrderTakers {
  private readonly takers = new Map<OfferingKind, OrderTaker>();

  register(kind: OfferingKind, taker: OrderTaker): void {
    if (this.takers.has(kind)) throw new Error(`offerings of the kind ${kind} are taken twice`);
    this.takers.set(kind, taker);
  }

  find(kind: OfferingKind): OrderTaker | undefined {
    return this.takers.get(kind);
  }
}
