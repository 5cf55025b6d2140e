/** Results of a ticket's clock, worst last: a ticket with several clocks of one metric counts by the worst. */
export const OUTCOMES = ['met', 'paused', 'running', 'breached'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const rankOf = (outcome: Outcome): number => OUTCOMES.indexOf(outcome) + 1;

export type Tally = Record<Outcome, number>;
export const noTally = (): Tally => ({ met: 0, paused: 0, running: 0, breached: 0 });
export const totalOf = (tally: Tally): number => tally.met + tally.paused + tally.running + tally.breached;

/** Share of the decided ones that were met, 0 to 1; null where nothing is decided yet. */
export function compliance({ met, breached }: { met: number; breached: number }): number | null {
  return met + breached === 0 ? null : met / (met + breached);
}

/** What is usual: the middle half of what was before, and its middle; null where there is too little to say so. */
export function usual(values: readonly number[], least = 4): { low: number; median: number; high: number } | null {
  if (values.length < least) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return { low: Math.round(quantile(sorted, 0.25)), median: Math.round(quantile(sorted, 0.5)), high: Math.round(quantile(sorted, 0.75)) };
}

export function median(values: readonly number[]): number | null {
  return values.length === 0 ? null : quantile([...values].sort((a, b) => a - b), 0.5);
}

function quantile(sorted: readonly number[], q: number): number {
  const place = (sorted.length - 1) * q;
  const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return below + (above - below) * (place - Math.floor(place));
}

/** Open at the end of each day = open before + came − went. */
export function balance(open: number, days: readonly { came: number; went: number }[]): number[] {
  let left = open;
  return days.map(({ came, went }) => (left += came - went));
}
