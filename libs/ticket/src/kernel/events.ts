import type { Visibility } from '@opora/journal';
import type { Actor } from '@opora/platform';
import type { Ticket } from '../domain/ticket';

/** Who changed it and when; a change that its requester does not see leaves the public stamps alone (`security.md` PN-01). */
export const stamps = (by: string, at: Date, visibility: Visibility): Partial<Ticket> => ({
  updatedAt: at,
  updatedBy: by,
  ...(visibility === 'public' ? { publicUpdatedAt: at, publicUpdatedBy: by } : {}),
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
