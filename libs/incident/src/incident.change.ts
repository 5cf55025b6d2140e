import { type Ticket, type TicketChange, type TicketSet, given } from '@opora/ticket';
import type { Changes, Decision } from './domain';
import { ownTerms } from './incident.repository';
import type { CommandFacts } from './incident.standing';

/** The ticket's part of a decision, in the kernel's words. */
function ticketPart(before: Ticket, changes: Changes): TicketSet {
  const { state, groupId, assigneeId, line, reassignmentCount, reopenCount, holdReason, holdUntil, resolvedAt, closedAt, impact, urgency, priority, priorityReason } = changes;
  const known: Partial<CommandFacts> = {
    ...(changes.resolution === undefined ? {} : { resolvedById: changes.resolution?.byId ?? null }),
    ...(changes.previousGroupId === undefined ? {} : { previousGroupId: changes.previousGroupId }),
    ...(changes.major === undefined ? {} : { major: changes.major !== null }),
  };
  return given({
    state, groupId, assigneeId, line, reassignmentCount, reopenCount, stateReason: holdReason, stateUntil: holdUntil, resolvedAt, closedAt, impact, urgency, priority, priorityReason,
    commandFacts: Object.keys(known).length > 0 ? { ...before.commandFacts, ...known } : undefined,
  });
}

const OWN_FIELDS = ['firstContact', 'problemWanted'] as const;

/** Fields of the own row, for the journal; resolution and major carry their words in the entry itself. */
function ownChanges(changes: Changes): { field: string; from: unknown; to: unknown }[] {
  const plain = OWN_FIELDS.filter((field) => changes[field] !== undefined).map((field) => ({ field, from: null, to: changes[field] }));
  return [
    ...plain,
    ...(changes.major === undefined ? [] : [{ field: 'major', from: changes.major === null, to: changes.major !== null }]),
    ...(changes.rating === undefined ? [] : [{ field: 'rating', from: null, to: changes.rating.score }]),
  ];
}

export function changeOf(before: Ticket, { changes, entry, visibility }: Decision): TicketChange {
  return { set: ticketPart(before, changes), entry, visibility, changes: ownChanges(changes), terms: (params) => ownTerms(changes, params) };
}
