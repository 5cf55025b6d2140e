export const REQUEST = 'request';

export const REQUEST_STATES = ['submitted', 'approving', 'fulfilling', 'on_hold', 'fulfilled', 'closed', 'rejected', 'cancelled'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** Kinds of appeal that this process fulfils (`domain.md` §6). Changes have a life of their own in `changes/`. */
export const REQUEST_KINDS = ['service', 'information', 'documentation'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export const REQUEST_HOLD_REASONS = ['requester', 'supplier', 'delivery', 'scheduled', 'change'] as const;
export type RequestHoldReason = (typeof REQUEST_HOLD_REASONS)[number];

/** What the rules of the process need to know of a request. */
export interface ServiceRequest {
  id: string;
  kind: RequestKind;
  state: RequestState;
  requesterId: string;
  groupId: string | null;
  assigneeId: string | null;
  reopenCount: number;
  /** Who fulfilled it, while it is fulfilled or closed. */
  fulfilledById: string | null;
}
