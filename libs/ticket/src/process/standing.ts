import type { Standing } from '@opora/kit';
import { Actor } from '@opora/platform';
import type { TicketFacts } from '../domain/ticket';
import { permitted } from '../scopes';

const withoutRequesterScope = (actor: Actor, permission: string): Actor =>
  new Actor({ ...actor, grants: new Map([[permission, new Set([...actor.scopes(permission)].filter((scope) => scope !== 'rqr' && scope !== 'own'))]]) });

/** How this actor stands to this ticket, for the rules of its process. */
export const standingOf = (actor: Actor, ticket: TicketFacts): Standing => ({
  personId: actor.personId,
  system: actor.isSystem,
  external: actor.face === 'supplier',
  worksInGroup: ticket.groupId !== null && actor.groupIds('work').includes(ticket.groupId),
  standsInForRequester: ticket.reporterAs === 'requester' && ticket.reporterId === actor.personId && ticket.requesterId !== actor.personId,
  permitted: (permission) => permitted(actor, permission, ticket),
  permittedAsStaff: (permission) => permitted(actor.isSystem ? actor : withoutRequesterScope(actor, permission), permission, ticket),
});
