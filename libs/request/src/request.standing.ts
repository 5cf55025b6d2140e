import type { Actor } from '@opora/platform';
import { type TicketFacts, standingOf } from '@opora/ticket';
import { type RequestState, allowedCommands } from './domain';

/** What rows of lists and the clocks know of a request without asking; kept in `command_facts`. */
export interface CommandFacts {
  fulfilledById: string | null;
  /** Somebody had to approve it, so that the time to approve is measured. */
  approved: boolean;
  /** Working seconds that its offering promised. */
  targets: { fulfilment?: number; approval?: number };
}

/** For rows of lists and the resource alike. */
export const allowedCommandsOf = (actor: Actor, ticket: TicketFacts): string[] =>
  allowedCommands(
    { state: ticket.state as RequestState, requesterId: ticket.requesterId, assigneeId: ticket.assigneeId, fulfilledById: (ticket.commandFacts as Partial<CommandFacts>).fulfilledById ?? null },
    standingOf(actor, ticket),
  );
