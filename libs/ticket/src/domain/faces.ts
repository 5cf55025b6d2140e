import type { Lifecycle } from '@opora/kit';
import type { Actor, Sql, Tx } from '@opora/platform';
import type { Visibility } from '@opora/journal';
import type { Channel, Level, Priority } from '@opora/kit';
import type { Message, Ticket, TicketFacts, TicketPatch, TicketSet } from './ticket';

/** What a process gives to open a ticket. References to services, groups and persons were checked by their faces before. */
export interface NewTicket {
  /** Left out where the process has no need to know it beforehand. */
  id?: string;
  kind: string;
  title: string;
  description?: string;
  state: string;
  stateReason?: string | null;
  stateUntil?: Date | null;
  channel: Channel;
  requesterId: string;
  reporterId: string;
  reporterAs: 'requester' | 'staff';
  impact: Level;
  urgency: Level;
  priority: Priority;
  priorityReason?: string | null;
  serviceId?: string | null;
  categoryId?: string | null;
  groupId?: string | null;
  assigneeId?: string | null;
  line?: number | null;
  tags?: readonly string[];
  customFields?: Readonly<Record<string, unknown>>;
  commandFacts?: Readonly<Record<string, unknown>>;
  restricted?: boolean;
  locationId?: string | null;
  contact?: string | null;
  parentId?: string | null;
  configurationItemIds?: readonly string[];
  attachmentIds?: readonly string[];
  known?: OpeningFacts;
  watchers?: readonly { personId: string; participant: boolean }[];
}

/** What the kernel would ask for a new ticket, from a caller that asked already (with `ticket_next_reference`). */
export interface OpeningFacts {
  reference: string;
  requesterDepartmentId: string | null;
  requesterManagerId: string | null;
  groupSupplierId: string | null;
}

export interface EntrySpec {
  /** `incident.resolved`. */
  kind: string;
  reason?: string | undefined;
  /** More facts for the timeline (ids and codes; words of people only where the timeline shows them). */
  data?: Record<string, unknown>;
}

export interface TicketChange {
  set: TicketSet;
  entry: EntrySpec;
  /** Which projections change: `public` moves all three version counters, `supplier` two, `staff` the ticket's own alone. */
  visibility: Visibility;
  /** Configuration items that the ticket shall have from now on; references were checked before. */
  configurationItemIds?: readonly string[];
  /** Field changes of the process's own table, for the journal: they stand beside the kernel's own. */
  changes?: readonly { field: string; from: unknown; to: unknown }[];
  /** WITH-terms that write the process's own row in the ticket's statement; they push their parameters, `$1` is the ticket. */
  terms?: (params: unknown[]) => string[];
  /** Writes further rows, after the ticket's. */
  extension?: (tx: Tx, after: Ticket) => Promise<void>;
  /** Events beside `ticket.changed`; keyed by the ticket. */
  emit?: readonly { topic: string; payload: Record<string, unknown> }[];
  /** Writes nothing where no field changes. */
  skipIfUnchanged?: boolean;
  /** Makes it a ticket of another kind; for `TicketConverter` alone. */
  become?: { kind: string; reference: string };
}

/** What a process makes of a ticket that comes to it from another one. */
export interface ConvertedIn {
  state: string;
  commandFacts: Readonly<Record<string, unknown>>;
  /** Writes the process's own row, once the ticket is of its kind. */
  own: (tx: Tx, ticket: Ticket) => Promise<void>;
}

export interface ClaimOptions {
  /** Another kind answers 404. */
  kind?: string;
  /** Visible but not permitted answers 403. */
  permission?: string;
  ifMatch?: number | '*';
  /** A merged ticket leads to its survivor; `false` takes the merged one itself. */
  follow?: boolean;
}

/** The process's own row, claimed in the same statement. */
export interface OwnRow {
  /** `join incident i on i.ticket_id = t.id`. */
  join: string;
  /** One JSON value: `to_jsonb(i)`. */
  select: string;
}

export interface NewMessage {
  visibility: 'public' | 'private';
  /** Who of the insiders reads a private message; `staff` where left out. */
  audience?: 'staff' | 'supplier';
  body: string;
  attachmentIds?: readonly string[];
  channel?: Channel;
  /** 0–30; 0 goes at once. */
  sendAfterSeconds?: number;
  /** Written by a rule: never a first response. */
  system?: boolean;
}

/**
 * Joins the transaction of a change, for what must be right in its reply (the clocks). Called in the order of `order`, **before** the ticket's row is written, so that the row is
 * written once: `ticket`/`after` is the row to be, the answer is merged into it. Rows of the reactor that refer to a new ticket need a deferrable foreign key.
 */
export interface TicketReactor {
  order: number;
  opened(tx: Tx, ticket: Ticket): Promise<TicketPatch | null>;
  changed(tx: Tx, before: Ticket, after: Ticket, entry: EntrySpec): Promise<TicketPatch | null>;
  said(tx: Tx, ticket: Ticket, message: Message): Promise<TicketPatch | null>;
}

export interface BulkAct {
  /** A command of the kind, or `edit` for a change of fields. */
  command: string;
  body: unknown;
  ifMatch: number | '*';
}

/** What a process tells the kernel about itself. Its migration creates the sequence `ticket_reference_<prefix in lower case>`. */
export interface TicketKind {
  kind: string;
  prefix: string;
  lifecycle: Lifecycle;
  /** Commands that the server takes from this actor in this state; must need no query, it runs for each row of a list. */
  allowedCommands(actor: Actor, ticket: TicketFacts): string[];
  /** Permission that opens a ticket of this kind for reading; `ticket.read` where left out. */
  readPermission?: string;
  /** The state of a duplicate after a merge; a kind without one cannot be merged. */
  mergedState?: string;
  /**
   * A ticket of another kind shall be one of this: what it becomes. `into` says what of this kind, where there are several (a question, a service request).
   * @throws Refusal where it cannot be
   */
  convertIn?(tx: Tx, actor: Actor, ticket: Ticket, into: string | null): Promise<ConvertedIn>;
  /**
   * It shall be of another kind: stops what is its own (timers, approvals, tasks) and removes its own row.
   * @returns the ticket as it then stands, and what the row said, for the journal
   * @throws Refusal where it cannot leave now
   */
  convertOut?(tx: Tx, actor: Actor, ticket: Ticket): Promise<{ ticket: Ticket; left: Record<string, unknown> }>;
  /** One command or edit for bulk, within the given transaction; body not yet validated. */
  execute?(tx: Tx, actor: Actor, idOrReference: string, act: BulkAct): Promise<void>;
  /**
   * A message was said by a person (in the web, by a letter): the process may react in the same transaction, as by resuming on the requester's answer.
   * @returns the ticket as it then stands, and what came of the message (`resumed`, `thanks_only`) where the one who said it shall be told
   */
  said?(tx: Tx, actor: Actor, ticket: Ticket, message: Message): Promise<{ ticket: Ticket; outcome: string | null }>;
  /**
   * Metrics of the service level that concern this ticket, and working seconds that it was promised in place of the agreement's own. All that the agreements name where left out; must need no
   * query, it runs for each ticket that is measured.
   */
  measures?(ticket: Pick<Ticket, 'kind' | 'commandFacts'>): { metrics: readonly string[]; seconds: Readonly<Record<string, number>> };
  /** Words of the process's own table that the search shall find, per ticket. `title` words answer summary searches too. */
  searchText?(sql: Sql, ticketIds: readonly string[]): Promise<ReadonlyMap<string, { title?: string; public?: string; staff?: string }>>;
}

/** A ticket as a history import brings it: original instants, its life as journal entries; fires nothing. */
export interface RestoredTicket extends NewTicket {
  importedFrom: string;
  importKey: string;
  createdAt: Date;
  updatedAt: Date;
  resolvedAt?: Date | null;
  closedAt?: Date | null;
  firstResponseAt?: Date | null;
  reassignmentCount?: number;
  reopenCount?: number;
  /** In the order of time, the registration first. Each makes one version. */
  history: readonly { kind: string; at: Date; visibility: Visibility; data?: Record<string, unknown> }[];
}
