import type { Level, Priority, Standing } from '@opora/kit';
import type { HoldReason, IncidentState, MajorIncident, Resolution } from './incident';
import type { IncidentCommand } from './lifecycle';

/** Bodies of the commands (`api.md`), as the rules see them. */
export interface CommandInput {
  assign: { groupId?: string | undefined; assigneeId?: string | undefined; reason?: string | undefined };
  accept: object;
  hold: { reason: HoldReason; until?: Date | undefined; message?: string | undefined };
  resume: { because?: 'answer' | 'time' };
  resolve: { code: string; text: string; cause?: string | undefined; articleId?: string | undefined; problemId?: string | undefined; followsParent?: FollowedParent };
  confirm: { rating?: number | undefined; comment?: string | undefined };
  reject: { reason: string };
  close: object;
  reopen: { reason: string };
  cancel: { reason: string };
  major: { declared: boolean; managerId?: string | undefined; updateEverySeconds?: number | undefined };
}

/** The parent whose resolution a child takes over. */
export interface FollowedParent {
  reference: string;
  resolvedById: string;
}

export type DecidedCommand = Exclude<IncidentCommand, 'classify'>;

export interface GroupFacts {
  id: string;
  line: number;
}

/** What the shell gathers before it asks; only what the command needs is filled. */
export interface Facts {
  now: Date;
  standing: Standing;
  /** assign: where it would go, as far as the references are known. */
  target?: {
    group: GroupFacts | null;
    /** The wished assignee; `works` = active, with `work` or `manage` in that very group (`security.md` MA-06). */
    assignee: { id: string; works: boolean } | null;
    /** Whom the group's strategy would choose. */
    routedAssigneeId: string | null;
    /** Candidates and reasons of that choice, for the timeline. */
    routing: unknown;
  };
  /** resolve: codes that may be used now. */
  resolutionCodes?: ReadonlySet<string>;
  /** resolve: the group of the lowest line in which the solver works, for an incident that no group has. */
  solverGroup?: GroupFacts | null;
  /** resolve: the named article and problem exist for the caller. */
  articleKnown?: boolean;
  problemKnown?: boolean;
  /** reject, reopen: the assignee is active, present and still works in the group. */
  assigneeAvailable?: boolean;
  /** major: the named manager is an active member of staff. */
  managerKnown?: boolean;
}

export interface Rating {
  score: number;
  comment: string | null;
  byId: string;
  at: Date;
}

/** Fields of the ticket and of the incident's own row that change. */
export interface Changes {
  state?: IncidentState;
  groupId?: string | null;
  assigneeId?: string | null;
  line?: number | null;
  reassignmentCount?: number;
  reopenCount?: number;
  holdReason?: HoldReason | null;
  holdUntil?: Date | null;
  resolution?: Resolution | null;
  resolvedAt?: Date | null;
  closedAt?: Date | null;
  firstContact?: boolean;
  previousGroupId?: string | null;
  leftFirstLine?: boolean;
  major?: MajorIncident | null;
  problemWanted?: boolean;
  rating?: Rating;
  impact?: Level;
  urgency?: Level;
  priority?: Priority;
  priorityReason?: string | null;
}

export interface Decision {
  changes: Changes;
  entry: { kind: string; reason?: string; data: Record<string, unknown> };
  /** Whose picture of the incident changes (`security.md` D.4). */
  visibility: 'public' | 'staff';
  /** A public message that goes to the requester at once. */
  say: string | null;
}

/** Journal kind of each command: the journal can be replayed over the table (`security.md` I8). */
export const ENTRY_KINDS: Readonly<Record<IncidentCommand, string>> = {
  classify: 'incident.classified',
  assign: 'incident.assigned',
  accept: 'incident.accepted',
  hold: 'incident.held',
  resume: 'incident.resumed',
  resolve: 'incident.resolved',
  confirm: 'incident.confirmed',
  reject: 'incident.rejected',
  close: 'incident.closed',
  reopen: 'incident.reopened',
  cancel: 'incident.cancelled',
  major: 'incident.major',
};
