import type { ApproverSpec, Position, StepMode } from '@opora/kit';

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
  value: string | { uk: string; en: string };
}

export interface AskSpec {
  /** Which rule asks: `request`, `change`, `expense`; its outcome goes to the handler of that name. */
  subject: string;
  question?: string;
  card?: readonly CardLine[];
  steps: readonly StepSpec[];
  /** Who holds a position that its process alone knows, as the owner of a resource. */
  holders?: Partial<Record<Position, readonly string[]>>;
  /** Who may not decide beside the requester: who gains by it, who made it. */
  excluded?: readonly string[];
}

export const DUE_DAYS = 3;
