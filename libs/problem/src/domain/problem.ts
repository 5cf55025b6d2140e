export const PROBLEM = 'problem';

export const PROBLEM_STATES = ['new', 'investigating', 'known_error', 'fixing', 'resolved', 'closed', 'cancelled'] as const;
export type ProblemState = (typeof PROBLEM_STATES)[number];

/** Ways of finding a root cause (`domain.md` §5). */
export const TECHNIQUES = ['five_whys', 'ishikawa', 'timeline', 'kepner_tregoe'] as const;
export type Technique = (typeof TECHNIQUES)[number];

/** Who may read a workaround; unpublished it is for those who work on the problem. */
export const AUDIENCES = ['staff', 'employees'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What was written down by each technique; a technique that was not used is absent. */
export interface Analysis {
  five_whys?: { whys: string[] };
  ishikawa?: { effect: string; branches: { name: string; causes: string[] }[] };
  timeline?: { events: { at: string; text: string }[] };
  kepner_tregoe?: { rows: { dimension: string; is: string; isNot: string; distinction: string }[] };
}

export interface Problem {
  state: ProblemState;
  assigneeId: string | null;
  groupId: string | null;
  cause: string | null;
  workaround: string | null;
  workaroundVersion: number;
  published: Audience | null;
  analysis: Analysis;
  reopenCount: number;
}
