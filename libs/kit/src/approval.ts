/** How many of the persons asked in a step must approve (`domain.md` §3 Approvals, §6). */
export const STEP_MODES = ['any', 'all', 'n_of_m'] as const;
export type StepMode = (typeof STEP_MODES)[number];

/** Who is meant without being named: found when the step is asked. */
export const POSITIONS = ['line_manager', 'service_owner', 'resource_owner', 'cab'] as const;
export type Position = (typeof POSITIONS)[number];

/** One of: a person, the members of a group who may work in it, the holder of a position. */
export interface ApproverSpec {
  personId?: string;
  groupId?: string;
  position?: Position;
}
