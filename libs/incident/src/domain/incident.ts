import type { Level, Priority } from '@opora/kit';

export const INCIDENT = 'incident';

export const INCIDENT_STATES = ['new', 'assigned', 'in_progress', 'on_hold', 'resolved', 'closed', 'cancelled'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** Why an incident waits (`domain.md` §4, hold). */
export const HOLD_REASONS = ['requester', 'supplier', 'change', 'part', 'scheduled'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** Shipped resolution codes; an installation may add its own (`domain.md` §4, resolve). */
export const RESOLUTION_CODES = ['solved', 'workaround', 'advice', 'no_fault', 'duplicate'] as const;

/** Seconds between two updates of a major incident where the declaration names none. */
export const MAJOR_UPDATE_SECONDS = 1800;
/** Working days that a resolved incident waits for an answer before the system closes it (`domain.md` §4, close). */
export const AUTO_CLOSE_WORKING_DAYS = 3;

export interface Resolution {
  code: string;
  text: string;
  byId: string;
  at: Date;
  cause: string | null;
  articleId: string | null;
  problemId: string | null;
}

export interface MajorIncident {
  declaredAt: Date;
  declaredById: string;
  managerId: string;
  updateEverySeconds: number;
  nextUpdateAt: Date;
}

/** What the rules of the process need to know of an incident: the kernel's part and the process's own together. */
export interface Incident {
  id: string;
  reference: string;
  state: IncidentState;
  requesterId: string;
  serviceId: string | null;
  categoryId: string | null;
  impact: Level;
  urgency: Level;
  priority: Priority;
  priorityReason: string | null;
  groupId: string | null;
  assigneeId: string | null;
  line: number | null;
  reassignmentCount: number;
  reopenCount: number;
  holdReason: HoldReason | null;
  holdUntil: Date | null;
  resolution: Resolution | null;
  major: MajorIncident | null;
  /** A major incident stood down and still owes its problem record. */
  problemWanted: boolean;
  /** The group that the incident came from, to which a supplier may give it back. */
  previousGroupId: string | null;
  /** It has been in the hands of another line than the first, so it cannot count as solved at first contact. */
  leftFirstLine: boolean;
}
