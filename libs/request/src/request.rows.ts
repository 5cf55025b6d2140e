import { type OwnRow, type Ticket, type TicketChange, given, ownRowTerms } from '@opora/ticket';
import type { Changes, Decision, RequestKind, RequestState, ServiceRequest } from './domain';
import type { CommandFacts } from './request.standing';

/** The process's own row beside the ticket's, as JSON: instants are text. */
export interface RequestRow {
  request_kind: RequestKind;
  offering_id: string | null;
  version_id: string | null;
  answers: Record<string, unknown>;
  fulfilled_by_id: string | null;
}

export const OWN_ROW: OwnRow = { join: 'join request r on r.ticket_id = t.id', select: 'to_jsonb(r)' };

export const toRequest = (ticket: Ticket, row: RequestRow): ServiceRequest => ({
  id: ticket.id, kind: row.request_kind, state: ticket.state as RequestState, requesterId: ticket.requesterId, groupId: ticket.groupId, assigneeId: ticket.assigneeId, reopenCount: ticket.reopenCount,
  fulfilledById: row.fulfilled_by_id,
});

function ownColumns({ fulfilment, endReason, rating }: Changes): Record<string, unknown> {
  return {
    ...(fulfilment === undefined ? {} : { fulfilment_text: fulfilment?.text ?? null, fulfilled_by_id: fulfilment?.byId ?? null, fulfilled_at: fulfilment?.at ?? null, article_id: fulfilment?.articleId ?? null }),
    ...(endReason === undefined ? {} : { end_reason: endReason }),
    ...(rating === undefined ? {} : { rating: rating.score, rating_comment: rating.comment, rated_by_id: rating.byId, rated_at: rating.at }),
  };
}

/** A decision in the kernel's words: the ticket's part, and the process's own row in the same statement. */
export function changeOf(before: Ticket, { changes, entry }: Decision): TicketChange {
  const { state, groupId, assigneeId, line, holdReason, holdUntil, reopenCount, fulfilment } = changes;
  const facts: Partial<CommandFacts> = fulfilment === undefined ? {} : { fulfilledById: fulfilment?.byId ?? null };
  const handed = groupId !== undefined && before.groupId !== null && groupId !== before.groupId;
  return {
    set: given({
      state, groupId, assigneeId, line, reopenCount, stateReason: holdReason, stateUntil: holdUntil, ...(handed ? { reassignmentCount: before.reassignmentCount + 1 } : {}),
      commandFacts: Object.keys(facts).length > 0 ? { ...before.commandFacts, ...facts } : undefined,
    }),
    entry,
    visibility: 'public',
    changes: changes.rating ? [{ field: 'rating', from: null, to: changes.rating.score }] : [],
    terms: (params) => ownRowTerms('request', ownColumns(changes), params),
  };
}
