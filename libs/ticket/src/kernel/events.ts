import type { Visibility } from '@opora/journal';
import type { Actor } from '@opora/platform';
import type { Ticket } from '../domain/ticket';

/** Who changed it and when; a change that its requester does not see leaves the public stamps alone (`security.md` PN-01). */
export const stamps = (actor: Actor, at: Date, visibility: Visibility): Partial<Ticket> => ({
  updatedAt: at,
  updatedBy: actor.personId,
  ...(visibility === 'public' ? { publicUpdatedAt: at, publicUpdatedBy: actor.personId } : {}),
});

/** What every event of a ticket carries: ids and versions, never content. */
export const identify = (actor: Actor, ticket: Ticket): Record<string, unknown> => ({
  id: ticket.id,
  kind: ticket.kind,
  reference: ticket.reference,
  version: ticket.version,
  publicVersion: ticket.publicVersion,
  supplierVersion: ticket.supplierVersion,
  by: actor.personId,
});
