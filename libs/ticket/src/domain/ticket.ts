import type { Channel, Level, Phase, Priority } from '@opora/kit';

/** What scopes and commands need to know of a ticket (`security.md` D.1). */
export interface TicketFacts {
  id: string;
  kind: string;
  reference: string;
  state: string;
  stateReason: string | null;
  phase: Phase;
  requesterId: string;
  reporterId: string;
  reporterAs: 'requester' | 'staff';
  groupId: string | null;
  assigneeId: string | null;
  restricted: boolean;
  mergedIntoId: string | null;
  requesterDepartmentId: string | null;
  requesterManagerId: string | null;
  /** Supplier to which the ticket's group belongs. */
  groupSupplierId: string | null;
  /** Whether the one who asks is a participant (a watcher who is not staff). */
  participant: boolean;
  /** Groups and persons to which a part of the ticket was given, now (an open task); written by `TicketShares`. */
  sharedGroupIds: readonly string[];
  sharedPersonIds: readonly string[];
  sharedSupplierIds: readonly string[];
  /** What the process's own rules must know for `allowedCommands` of a list row (column `command_facts`); written by the process alone, shown to nobody. */
  commandFacts: Readonly<Record<string, unknown>>;
}

/** One row of `ticket` with what its scopes need. */
export interface Ticket extends TicketFacts {
  title: string;
  description: string;
  stateUntil: Date | null;
  channel: Channel;
  serviceId: string | null;
  categoryId: string | null;
  impact: Level;
  urgency: Level;
  priority: Priority;
  priorityReason: string | null;
  line: number | null;
  tags: readonly string[];
  customFields: Readonly<Record<string, unknown>>;
  locationId: string | null;
  contact: string | null;
  parentId: string | null;
  reassignmentCount: number;
  reopenCount: number;
  firstResponseAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  publicUpdatedAt: Date;
  updatedBy: string;
  publicUpdatedBy: string;
  resolvedAt: Date | null;
  closedAt: Date | null;
  version: number;
  publicVersion: number;
  supplierVersion: number;
  nextDueAt: Date | null;
  nextDueMetric: string | null;
  /** State of the clock that is due next: `running`, `paused` or `breached`. */
  nextDueState: string | null;
  importedFrom: string | null;
  importKey: string | null;
}

/** Columns that a change may set; the kernel keeps the others itself. */
export type TicketField =
  | 'title' | 'state' | 'stateReason' | 'stateUntil' | 'requesterId' | 'serviceId' | 'categoryId' | 'impact' | 'urgency' | 'priority' | 'priorityReason' | 'groupId' | 'assigneeId' | 'line'
  | 'tags' | 'customFields' | 'restricted' | 'locationId' | 'contact' | 'parentId' | 'reassignmentCount' | 'reopenCount' | 'resolvedAt' | 'closedAt' | 'firstResponseAt' | 'mergedIntoId' | 'commandFacts';

export type TicketSet = { -readonly [F in TicketField]?: Ticket[F] };

/** What reactors (the clocks) answer: cached on the ticket for lists. */
export interface TicketPatch {
  nextDueAt?: Date | null;
  nextDueMetric?: string | null;
  nextDueState?: string | null;
  firstResponseAt?: Date | null;
}

export interface Message {
  id: string;
  ticketId: string;
  visibility: 'public' | 'private';
  audience: 'staff' | 'supplier' | null;
  authorId: string;
  authorAs: 'requester' | 'staff' | 'supplier' | 'system';
  channel: Channel;
  body: string;
  createdAt: Date;
  /** Until then a public message can be undone and staff alone see it. */
  releaseAt: Date | null;
  releasedAt: Date | null;
}
