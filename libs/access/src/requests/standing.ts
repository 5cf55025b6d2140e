import type { Actor } from '@opora/platform';
import { type TicketFacts, permitted } from '@opora/ticket';
import { type AccessState, type Commandable, type Standing, allowedCommands } from '../domain';
import type { CommandFacts } from './request.repository';

export const standingOf = (actor: Actor, ticket: TicketFacts): Standing => ({ personId: actor.personId, system: actor.isSystem, permitted: (permission) => permitted(actor, permission, ticket) });

function commandable(ticket: TicketFacts): Commandable {
  const { purpose = 'grant', failed = false } = ticket.commandFacts as Partial<CommandFacts>;
  return { state: ticket.state as AccessState, purpose, requesterId: ticket.requesterId, failed };
}

/** For rows of lists and the resource alike: the same table, the same scopes, no query. */
export const allowedCommandsOf = (actor: Actor, ticket: TicketFacts): string[] => allowedCommands(commandable(ticket), standingOf(actor, ticket));
