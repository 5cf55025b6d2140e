const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Seconds from one try to the next (Standard Webhooks; `security.md` WH-07): about three days in all, then it is dead. */
export const SCHEDULE: readonly number[] = [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
const SPREAD = 0.1;
const LONGEST_WAIT = 24 * HOUR;

/**
 * @param attempts tries made so far
 * @param chance 0–1, so that what failed together does not come back together
 * @param asked seconds for which the other side asks to be left alone
 * @returns seconds until the next try; null: that was the last
 */
export function waitAfter(attempts: number, chance: number, asked: number | null): number | null {
  const wait = SCHEDULE[attempts - 1];
  if (wait === undefined) return null;
  return Math.max(Math.round(wait * (1 + SPREAD * (2 * chance - 1))), Math.min(asked ?? 0, LONGEST_WAIT));
}

export type Verdict = 'delivered' | 'gone' | 'again';

/** 2xx is taken; 410 says never again; all else is tried again, redirects too: they are not followed (WH-03). */
export const verdictOf = (status: number | null): Verdict => (status !== null && status >= 200 && status < 300 ? 'delivered' : status === 410 ? 'gone' : 'again');
