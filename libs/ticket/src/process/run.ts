import { type Lifecycle, Refusal } from '@opora/kit';
import type { Actor, Tx } from '@opora/platform';
import type { EntrySpec, OwnRow, TicketChange } from '../domain/faces';
import type { Ticket } from '../domain/ticket';
import type { TicketKernel } from '../kernel/kernel';

/** What a rule decided, as far as every process has it. */
export interface ProcessDecision {
  entry: EntrySpec;
  /** A public message that goes to the requester at once. */
  say: string | null;
}

export interface Order<C extends string> {
  idOrReference: string;
  ifMatch: number | '*';
  command: C;
}

/** One process's way through a command; all but the order of the steps is its own. */
export interface CommandSteps<Own, D extends ProcessDecision, C extends string = string> {
  lifecycle: Lifecycle<string, C>;
  ownRow: OwnRow;
  /** Gathers what the rule has to know, and asks it. */
  decide(tx: Tx, ticket: Ticket, own: Own): Promise<D | Refusal>;
  changeOf(before: Ticket, decision: D, own: Own): TicketChange;
  /** What the decision sets going or stops, in its own transaction. */
  after?(tx: Tx, before: Ticket, decision: D, after: Ticket, own: Own): Promise<void>;
}

/** Claim → facts → decide → say → save, in the caller's transaction. @throws Refusal 403, 404, 409, 412, 422 */
export async function runCommand<Own, D extends ProcessDecision, C extends string>(
  kernel: TicketKernel, tx: Tx, actor: Actor, { idOrReference, ifMatch, command }: Order<C>, steps: CommandSteps<Own, D, C>,
): Promise<Ticket> {
  const { lifecycle, ownRow } = steps;
  const { ticket, own } = await kernel.claimWith<Own>(tx, actor, idOrReference, { kind: lifecycle.kind, permission: lifecycle.commands[command].permission, ifMatch }, ownRow);
  const decision = await steps.decide(tx, ticket, own);
  if (decision instanceof Refusal) throw decision;
  const before = decision.say === null ? ticket : (await kernel.say(tx, actor, ticket, { visibility: 'public', body: decision.say })).ticket;
  const after = await kernel.apply(tx, actor, before, steps.changeOf(before, decision, own));
  await steps.after?.(tx, before, decision, after, own);
  return after;
}
