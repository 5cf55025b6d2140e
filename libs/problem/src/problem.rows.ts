import { type OwnRow, type Ticket, type TicketChange, given, ownRowTerms } from '@opora/ticket';
import type { Analysis, Audience, Decision, Problem, ProblemState } from './domain';

/** The process's own row beside the ticket's, as JSON: instants are text. */
export interface ProblemRow {
  analysis: Analysis;
  cause: string | null;
  workaround: string | null;
  workaround_version: number;
  published: Audience | null;
  resolution_text: string | null;
  resolved_by_id: string | null;
}

/** What rows of lists know of a problem without asking; kept in `command_facts`. */
export interface CommandFacts {
  hasWorkaround: boolean;
}

export const OWN_ROW: OwnRow = { join: 'join problem b on b.ticket_id = t.id', select: 'to_jsonb(b)' };

export const toProblem = (ticket: Ticket, row: ProblemRow): Problem => ({
  state: ticket.state as ProblemState, assigneeId: ticket.assigneeId, groupId: ticket.groupId, reopenCount: ticket.reopenCount,
  cause: row.cause, workaround: row.workaround, workaroundVersion: row.workaround_version, published: row.published, analysis: row.analysis,
});

/** A decision in the kernel's words: the ticket's part, and the process's own row in the same statement. Requesters have no problems: what changes is the staff's and the supplier's. */
export function changeOf(before: Ticket, { changes, entry }: Decision): TicketChange {
  const { state, groupId, assigneeId, line, reopenCount, hasWorkaround, own } = changes;
  const handed = groupId !== undefined && before.groupId !== null && groupId !== before.groupId;
  return {
    set: given({
      state, groupId, assigneeId, line, reopenCount, ...(handed ? { reassignmentCount: before.reassignmentCount + 1 } : {}),
      commandFacts: hasWorkaround === undefined ? undefined : { ...before.commandFacts, hasWorkaround },
    }),
    entry,
    visibility: 'supplier',
    changes: Object.keys(own).filter((column) => ['cause', 'workaround', 'published', 'fix_plan', 'analysis'].includes(column)).map((field) => ({ field, from: null, to: field === 'published' ? own[field] : true })),
    terms: (params) => ownRowTerms('problem', own, params),
  };
}
