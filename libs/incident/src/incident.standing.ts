import type { Actor } from '@opora/platform';
import { type TicketFacts, standingOf } from '@opora/ticket';
import { type Commandable, type IncidentState, allowedCommands } from './domain';

/** What the rules of commands need beyond the ticket's columns; kept in `command_facts`, so that a row of a list can answer them without a query. */
export interface CommandFacts {
  resolvedById: string | null;
  previousGroupId: string | null;
  /** A declared major incident: each public reply of the staff counts as an update. */
  major: boolean;
}

function commandable(ticket: TicketFacts): Commandable {
  const { resolvedById = null, previousGroupId = null } = ticket.commandFacts as Partial<CommandFacts>;
  return { state: ticket.state as IncidentState, assigneeId: ticket.assigneeId, previousGroupId, resolution: resolvedById === null ? null : { byId: resolvedById } };
}

/** For rows of lists and the resource alike: the same table, the same scopes, no query. */
export const allowedCommandsOf = (actor: Actor, ticket: TicketFacts): string[] => allowedCommands(commandable(ticket), standingOf(actor, ticket));
