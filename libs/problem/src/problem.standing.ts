import type { Actor } from '@opora/platform';
import { type TicketFacts, standingOf } from '@opora/ticket';
import { type ProblemState, allowedCommands } from './domain';
import type { CommandFacts } from './problem.rows';

/** For rows of lists and the resource alike. */
export const allowedCommandsOf = (actor: Actor, ticket: TicketFacts): string[] =>
  allowedCommands({ state: ticket.state as ProblemState, hasWorkaround: (ticket.commandFacts as Partial<CommandFacts>).hasWorkaround === true }, standingOf(actor, ticket));
