/** Days that are looked at for something that repeats, and days before them that say what is usual (`domain.md` §5). */
export const OBSERVED_DAYS = 7;
export const HISTORY_DAYS = 90;
/** Fewer reports are no pattern, however rare they are. */
export const LEAST_OBSERVED = 4;
/** With hundreds of services, categories and items asked each night, one in a thousand is rare enough. */
export const RARE = 0.001;

/**
 * Chance of at least `observed` events where `expected` are usual (Poisson, upper tail).
 * Summed from the far end, so that tiny chances do not vanish in `1 - p`.
 */
export function chanceOf(observed: number, expected: number): number {
  if (observed <= 0) return 1;
  if (expected <= 0) return 0;
  let term = Math.exp(-expected + observed * Math.log(expected) - logFactorial(observed));
  let sum = 0;
  for (let k = observed; term > sum * 1e-16 || k < expected; k += 1) {
    sum += term;
    term *= expected / (k + 1);
  }
  return Math.min(1, sum);
}

function logFactorial(n: number): number {
  let sum = 0;
  for (let k = 2; k <= n; k += 1) sum += Math.log(k);
  return sum;
}

/** What the days before make usual for the days that are looked at. Half an event is added: what never happened is rare, not impossible. */
export const usual = (before: number, daysBefore: number, observedDays = OBSERVED_DAYS): number => ((before + 0.5) / Math.max(daysBefore, observedDays)) * observedDays;

export interface Verdict {
  observed: number;
  expected: number;
  p: number;
}

/** @returns null where it is nothing unusual */
export function repeats(observed: number, before: number, daysBefore: number): Verdict | null {
  if (observed < LEAST_OBSERVED) return null;
  const expected = usual(before, daysBefore);
  const p = chanceOf(observed, expected);
  return observed > expected && p < RARE ? { observed, expected, p } : null;
}

/** A dismissed proposal comes again when its evidence has doubled (`domain.md` §5). */
export const doubled = (observed: number, dismissedAt: number): boolean => observed >= 2 * dismissedAt;

/** Trigrams of words as `pg_trgm` makes them: two blanks before, one behind. */
export function trigrams(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = `  ${word} `;
    for (let i = 0; i + 3 <= padded.length; i += 1) found.add(padded.slice(i, i + 3));
  }
  return found;
}

/** 0 nothing in common to 1 the same. */
export function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const gram of small) if (large.has(gram)) shared += 1;
  return shared / (a.size + b.size - shared);
}

/** Titles as near as this tell of the same thing. */
export const SAME_WORDS = 0.45;

export interface Worded {
  id: string;
  title: string;
}

export interface Wording {
  /** The title that most others are like. */
  title: string;
  ids: string[];
}

/** Groups of titles that say the same, the largest first; each title stands in one group at most. */
export function wordings(titles: readonly Worded[], least = LEAST_OBSERVED): Wording[] {
  const grams = titles.map(({ title }) => trigrams(title));
  const near = titles.map((_, i) => titles.flatMap((__, j) => (similarity(grams[i] as ReadonlySet<string>, grams[j] as ReadonlySet<string>) >= SAME_WORDS ? [j] : [])));
  const order = titles.map((_, i) => i).sort((a, b) => (near[b] as number[]).length - (near[a] as number[]).length || a - b);
  const taken = new Set<number>();
  const found: Wording[] = [];
  for (const i of order) {
    if (taken.has(i)) continue;
    const members = (near[i] as number[]).filter((j) => !taken.has(j));
    if (members.length < least) continue;
    for (const j of members) taken.add(j);
    found.push({ title: (titles[i] as Worded).title, ids: members.map((j) => (titles[j] as Worded).id) });
  }
  return found;
}
