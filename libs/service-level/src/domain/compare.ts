import type { Metric } from './metrics';
import type { Outcome } from './relive';

export interface Tally {
  met: number;
  breached: number;
  open: number;
  none: number;
}

export interface Compared {
  metric: Metric;
  /** As it would have been under the draft. */
  draft: Tally;
  /** As it was. */
  actual: Tally;
  /** Breached before, met under the draft; and the other way round. */
  better: number;
  worse: number;
  /** The same by priority, P1 to P5. */
  byPriority: { priority: number; draft: Tally; actual: Tally }[];
  examples: { ticketId: string; reference: string; actual: Outcome; draft: Outcome; dueAt: string | null }[];
}

export interface ComparedTicket {
  id: string;
  reference: string;
  priority: number;
  /** Counted, but not named. */
  restricted: boolean;
}

const EXAMPLES = 50;
const empty = (): Tally => ({ met: 0, breached: 0, open: 0, none: 0 });

/** Adds a ticket to the comparison. @param dueAt of the draft's clock */
export function addCompared(compared: Compared[], metric: Metric, { id, reference, priority, restricted }: ComparedTicket, actual: Outcome, draft: Outcome, dueAt: string | null): void {
  let own = compared.find((one) => one.metric === metric);
  if (!own) compared.push((own = { metric, draft: empty(), actual: empty(), better: 0, worse: 0, byPriority: [1, 2, 3, 4, 5].map((n) => ({ priority: n, draft: empty(), actual: empty() })), examples: [] }));
  const row = own.byPriority.find((one) => one.priority === priority);
  for (const tally of [own, row]) {
    if (!tally) continue;
    tally.draft[draft]++;
    tally.actual[actual]++;
  }
  if (actual === 'breached' && draft === 'met') own.better++;
  if (actual === 'met' && draft === 'breached') own.worse++;
  if (actual !== draft && !restricted && own.examples.length < EXAMPLES) own.examples.push({ ticketId: id, reference, actual, draft, dueAt });
}

/** Share of the promises kept among those that were decided; null where none was. */
export const complianceOf = ({ met, breached }: Tally): number | null => (met + breached === 0 ? null : Math.round((met / (met + breached)) * 10_000) / 10_000);
