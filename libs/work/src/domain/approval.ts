/** How many of the persons asked in a step must approve (`domain.md` §3 Approvals, §6). */
export const STEP_MODES = ['any', 'all', 'n_of_m'] as const;
export type StepMode = (typeof STEP_MODES)[number];

export const ANSWERS = ['approved', 'refused'] as const;
export type Answer = (typeof ANSWERS)[number];

export type Outcome = 'running' | Answer;

export interface Vote {
  /** Who was asked. */
  personId: string;
  /** Who answered: the one asked, or who stands in for them. */
  answeredBy: string | null;
  answer: Answer | null;
}

export interface Step {
  mode: StepMode;
  /** For `n_of_m`. */
  needed: number | null;
  votes: readonly Vote[];
}

/** Approvals that this step waits for, at least one: a step that nobody answers lets nothing pass. */
export function neededOf({ mode, needed, votes }: Step): number {
  if (mode === 'any') return 1;
  if (mode === 'all') return Math.max(1, new Set(votes.map((vote) => vote.personId)).size);
  return Math.max(1, needed ?? votes.length);
}

/**
 * One refusal ends it; approvals count once a person, whoever they stand in for, and never from those who may not decide about it: the requester, who gains by it
 * (`security.md` I26, I29, AP-04, AP-05). Where all of a step are wanted, each of them must have been answered for.
 */
export function stepOutcome(step: Step, excluded: readonly string[]): Outcome {
  const answered = step.votes.filter((vote) => vote.answer !== null && vote.answeredBy !== null && !excluded.includes(vote.answeredBy));
  if (answered.some((vote) => vote.answer === 'refused')) return 'refused';
  if (step.mode === 'all') return step.votes.length > 0 && answered.length === step.votes.length ? 'approved' : 'running';
  return new Set(answered.map((vote) => vote.answeredBy)).size >= neededOf(step) ? 'approved' : 'running';
}

/** Steps are asked one after the other. @returns what has come of all, and the step that is being asked */
export function outcomeOf(steps: readonly Step[], excluded: readonly string[]): { outcome: Outcome; asking: number | null } {
  for (const [position, step] of steps.entries()) {
    const outcome = stepOutcome(step, excluded);
    if (outcome === 'refused') return { outcome, asking: null };
    if (outcome === 'running') return { outcome, asking: position };
  }
  return steps.length === 0 ? { outcome: 'running', asking: null } : { outcome: 'approved', asking: null };
}
