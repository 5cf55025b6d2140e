import type { Channel, Level, Priority } from '@opora/kit';

export const STATES = ['new', 'assigned', 'in_progress', 'on_hold', 'resolved', 'closed', 'cancelled'] as const;
export type State = (typeof STATES)[number];
export const REASONS = ['requester', 'supplier', 'change', 'part', 'scheduled'] as const;
export type Reason = (typeof REASONS)[number];

/** Somebody of the log: known by an address, or by the log's own name alone. */
export interface Someone {
  name: string;
  email: string | null;
}

/** What one row of a log says, in our words. Left out: it says nothing of it, and what earlier rows said stays. `null`: it says that there is none. Instants are milliseconds since the epoch. */
export interface Said {
  openedAt?: number;
  resolvedAt?: number | null;
  closedAt?: number | null;
  firstResponseAt?: number | null;
  state?: State;
  stateReason?: Reason | null;
  title?: string;
  description?: string;
  requester?: Someone | null;
  reporter?: Someone | null;
  group?: string | null;
  assignee?: Someone | null;
  service?: string | null;
  /** From the root of the tree. */
  category?: string[] | null;
  item?: string | null;
  location?: string | null;
  channel?: Channel | null;
  impact?: Level | null;
  urgency?: Level | null;
  priority?: Priority | null;
  reassignments?: number;
  reopens?: number;
  madeSla?: boolean | null;
  knowledge?: boolean;
  problem?: string | null;
  change?: string | null;
  resolutionCode?: string | null;
  resolutionText?: string | null;
  tags?: string[];
  fields?: Record<string, string>;
}

export interface EventRow {
  /** The ticket that it belongs to: its number in the log. */
  key: string;
  at: number;
  /** What happened, in the log's own word. */
  event: string;
  /** Who did it, in the log's own word. */
  by: string | null;
  said: Said;
}

/** One thing wrong with one place of a row. */
export interface Fault {
  /** Column as the file names it; '' means the whole row. */
  field: string;
  value: string;
  code: string;
  params?: Record<string, unknown>;
}

/** A row by the names of its columns, with what was found wrong in it so far. */
export interface RawRow {
  /** The trimmed text; null where the column is absent, empty or says "unknown". */
  text(column: string): string | null;
  /** Whether the file has the column. */
  has(column: string): boolean;
  fault(column: string, code: string, params?: Record<string, unknown>): void;
}

export interface FormatContext {
  instant(text: string): number | null;
  /** Later instants cannot be history. */
  latest: number;
}

export interface Format {
  name: string;
  /** Columns without which a file is none of this format; where a list is given, one of it. */
  required: readonly (string | readonly string[])[];
  /** Column of the ticket's number. */
  key: string;
  /** How the format writes instants that are not ISO 8601. */
  patterns: readonly string[];
  /** Texts that mean "unknown". */
  unknown: readonly string[];
  /** Events without a meaning of their own: a ticket is opened with its first and closed with its last row. */
  openedAndClosedAlone?: boolean;
  /** @returns null where something necessary is wrong; each fault was said */
  read(row: RawRow, context: FormatContext): EventRow | null;
}
