import type { StepMode } from '../domain/approval';

export const POSITIONS = ['line_manager', 'service_owner'] as const;
export type Position = (typeof POSITIONS)[number];

/** One of: a person, the members of a group who may work in it, the holder of a position. */
export interface ApproverSpec {
  personId?: string;
  groupId?: string;
  position?: Position;
}

export interface StepSpec {
  mode: StepMode;
  /** For `n_of_m`. */
  needed?: number;
  name?: string;
  approvers: readonly ApproverSpec[];
  /** Working days of the service's calendar until it expires; 3 where left out. */
  dueDays?: number;
}

/** A line of what the approvers are shown (`security.md` D.5): they see nothing else of the ticket. */
export interface CardLine {
  label: { uk: string; en: string };
  value: string;
}

export interface AskSpec {
  /** Which rule asks: `request`, `change`, `expense`; its outcome goes to the handler of that name. */
  subject: string;
  question?: string;
  card?: readonly CardLine[];
  steps: readonly StepSpec[];
  /** Who may not decide beside the requester: who gains by it, who made it. */
  excluded?: readonly string[];
}

export const DUE_DAYS = 3;
