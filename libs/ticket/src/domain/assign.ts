import type { Ticket, TicketSet } from './ticket';

/** Who is to have the ticket; `undefined` leaves as it is. */
export interface Assignment {
  groupId?: string | null;
  assigneeId?: string | null;
  line?: number | null;
}

/** A ticket handed from one group to another counts as reassigned; its first assignment does not (`domain.md` §4, assign). */
export function assignTo(ticket: Pick<Ticket, 'groupId' | 'assigneeId' | 'line' | 'reassignmentCount'>, to: Assignment): TicketSet {
  const groupId = to.groupId === undefined ? ticket.groupId : to.groupId;
  const moved = groupId !== ticket.groupId;
  const assigneeId = to.assigneeId === undefined ? (moved ? null : ticket.assigneeId) : to.assigneeId;
  return {
    groupId,
    assigneeId,
    line: to.line === undefined ? ticket.line : to.line,
    reassignmentCount: ticket.reassignmentCount + (moved && ticket.groupId !== null ? 1 : 0),
  };
}
