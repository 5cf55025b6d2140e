import type { StepMode } from '@opora/kit';

export const ANSWERS = ['approved', 'refused'] as const;
export type Answer = (typeof ANSWERS)[number];

export type Outcome = 'running' | Answer;
export type ApprovalState = 'running' | 'approved' | 'refused' | 'expired' | 'withdrawn';
export type StepState = 'waiting' | 'asking' | 'approved' | 'refused' | 'expired' | 'withdrawn';

export interface Vote {
  /** Who was asked. */
  personId: string;
  /** Who answered: the one asked, to whom they handed it over, or who stands in for them. */
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

/** An approval as its rules see it. */
export interface ApprovalLife {
  state: ApprovalState;
  /** Who may not decide about it. */
  excluded: readonly string[];
  steps: readonly {
    mode: StepMode;
    needed: number | null;
    state: StepState;
    votes: readonly (Vote & { id: string; delegateId: string | null })[];
  }[];
}

/** Who acts, and for whom they may now: themselves, and whomever they stand in for. */
export interface Voter {
  personId: string;
  for: readonly string[];
}

export type ApprovalEvent =
  | { kind: 'answer'; voteId: string; by: Voter; answer: Answer }
  | { kind: 'delegate'; voteId: string; by: Voter; to: string }
  | { kind: 'expire' }
  | { kind: 'withdraw' };

/** Why an event changes nothing. */
export type Objection = 'not_asked' | 'own' | 'over' | 'answered' | 'not_asked_yet' | 'to_excluded';

/** What an event makes of an approval, or why it makes nothing of it: the one place where approvals change (`domain.md` §3, §6). */
export function follow(life: ApprovalLife, event: ApprovalEvent): ApprovalLife | Objection {
  if (event.kind === 'expire' || event.kind === 'withdraw') return life.state === 'running' ? ended(life, event.kind === 'expire' ? 'expired' : 'withdrawn') : 'over';
  const step = life.steps.find(({ votes }) => votes.some(({ id }) => id === event.voteId));
  const vote = step?.votes.find(({ id }) => id === event.voteId);
  const { by } = event;
  if (!step || !vote || !(by.for.includes(vote.personId) || (event.kind === 'answer' && vote.delegateId === by.personId))) return 'not_asked';
  if (life.excluded.includes(by.personId)) return 'own';
  if (life.state !== 'running') return 'over';
  if (vote.answer !== null) return 'answered';
  if (step.state !== 'asking') return 'not_asked_yet';
  if (event.kind === 'delegate') return life.excluded.includes(event.to) ? 'to_excluded' : withVote(life, event.voteId, { delegateId: event.to === vote.personId ? null : event.to });
  return judged(withVote(life, event.voteId, { answer: event.answer, answeredBy: by.personId }));
}

const withVote = (life: ApprovalLife, voteId: string, set: Partial<ApprovalLife['steps'][number]['votes'][number]>): ApprovalLife => ({
  ...life,
  steps: life.steps.map((step) => ({ ...step, votes: step.votes.map((vote) => (vote.id === voteId ? { ...vote, ...set } : vote)) })),
});

/** After an answer: the step goes on, the next one is asked, or all is decided. */
function judged(life: ApprovalLife): ApprovalLife {
  const { outcome, asking } = outcomeOf(life.steps, life.excluded);
  if (outcome !== 'running') return ended(life, outcome);
  return { ...life, steps: life.steps.map((step, i) => ({ ...step, state: asking === null ? step.state : i < asking ? 'approved' : i === asking ? 'asking' : 'waiting' })) };
}

const ended = (life: ApprovalLife, state: Exclude<ApprovalState, 'running'>): ApprovalLife => ({
  ...life,
  state,
  steps: life.steps.map((step) => ({ ...step, state: step.state === 'asking' ? state : step.state === 'waiting' ? (state === 'approved' ? 'approved' : 'withdrawn') : step.state })),
});
