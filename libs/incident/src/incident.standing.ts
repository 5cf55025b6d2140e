import { Actor } from '@opora/platform';
import { type TicketFacts, permitted } from '@opora/ticket';
import { type Commandable, type IncidentState, type Standing, allowedCommands } from './domain';

/** What the rules of commands need beyond the ticket's columns; kept in `command_facts`, so that a row of a list can answer them without a query. */
export interface CommandFacts {
  resolvedById: string | null;
  previousGroupId: string | null;
  /** A declared major incident: each public reply of the staff counts as an update. */
  major: boolean;
}

const withoutRequesterScope = (actor: Actor, permission: string): Actor =>
  new Actor({ ...actor, grants: new Map([[permission, new Set([...actor.scopes(permission)].filter((scope) => scope !== 'rqr' && scope !== 'own'))]]) });

export function standingOf(actor: Actor, ticket: TicketFacts): Standing {
  return {
    personId: actor.personId,
    system: actor.isSystem,
    external: actor.face === 'supplier',
    worksInGroup: ticket.groupId !== null && actor.groupIds('work').includes(ticket.groupId),
    standsInForRequester: ticket.reporterAs === 'requester' && ticket.reporterId === actor.personId && ticket.requesterId !== actor.personId,
    permitted: (permission) => permitted(actor, permission, ticket),
    permittedAsStaff: (permission) => permitted(actor.isSystem ? actor : withoutRequesterScope(actor, permission), permission, ticket),
  };
}

function commandable(ticket: TicketFacts): Commandable {
  const { resolvedById = null, previousGroupId = null } = ticket.commandFacts as Partial<CommandFacts>;
  return { state: ticket.state as IncidentState, assigneeId: ticket.assigneeId, previousGroupId, resolution: resolvedById === null ? null : { byId: resolvedById } };
}

/** For rows of lists and the resource alike: the same table, the same scopes, no query. */
export const allowedCommandsOf = (actor: Actor, ticket: TicketFacts): string[] => allowedCommands(commandable(ticket), standingOf(actor, ticket));
