/** One solved ticket, or words of a name, speaking for a value. */
export interface Vote {
  for: string;
  weight: number;
  /** The ticket that speaks; null where words do. */
  ticketId: string | null;
}

export interface Elected {
  value: string;
  /** Tickets that speak for it, the strongest first. */
  ticketIds: string[];
  /** Words alone decided it. */
  byWords: boolean;
}

/** Weight below which nothing is proposed: one clearly similar ticket, or the better half of a name's words. */
export const LEAST_WEIGHT = 0.2;
/** Share of all weight that the winner has to have: an even quarrel proposes nothing. */
export const LEAST_SHARE = 0.45;

/** The value with most weight behind it, or null where too little speaks for any. Ties go to the value named first. */
export function elect(votes: readonly Vote[]): Elected | null {
  const sums = new Map<string, number>();
  for (const vote of votes) sums.set(vote.for, (sums.get(vote.for) ?? 0) + vote.weight);
  const total = [...sums.values()].reduce((sum, weight) => sum + weight, 0);
  const [value, weight] = [...sums].reduce<[string, number]>((best, one) => (one[1] > best[1] ? one : best), ['', 0]);
  if (weight < LEAST_WEIGHT || weight / total < LEAST_SHARE) return null;
  const spoke = votes.filter((vote) => vote.for === value && vote.ticketId !== null).sort((a, b) => b.weight - a.weight);
  return { value, ticketIds: spoke.map((vote) => vote.ticketId as string), byWords: spoke.length === 0 };
}

/** A likeness of 0–1 as a weight: two half-similar tickets speak less than one that is nearly the same. */
export const weightOf = (likeness: number): number => likeness * likeness;

/** Weight of a name's words found in a text: all of them speak like one well-matching ticket. */
export function weightOfWords(name: readonly string[], text: ReadonlySet<string>, most: number): { weight: number; words: string[] } {
  const words = name.filter((word) => word.length >= 3 && text.has(word));
  const long = name.filter((word) => word.length >= 3).length;
  return { weight: long === 0 ? 0 : (words.length / long) * most, words };
}
