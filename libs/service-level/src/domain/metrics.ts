import type { LedgerEvent } from './replay';

export const SLA_METRICS = ['response', 'resolution'] as const;
export const OLA_METRICS = ['ownership', 'group_work'] as const;
export const UC_METRICS = ['supplier_response', 'supplier_resolution'] as const;
export const METRICS = [...SLA_METRICS, ...OLA_METRICS, ...UC_METRICS, 'fulfilment', 'approval'] as const;
export type Metric = (typeof METRICS)[number];

/** What happens to a ticket, as the clocks hear it. */
export interface TicketSignal {
  at: number;
  event: 'state' | 'public_reply' | 'accepted' | 'resolved' | 'reopened' | 'left' | 'cancelled' | 'refused';
  state?: string | null | undefined;
  reason?: string | null | undefined;
}

const STOPS: Readonly<Record<Metric, readonly TicketSignal['event'][]>> = {
  response: ['public_reply', 'resolved'],
  resolution: ['resolved'],
  ownership: ['accepted', 'resolved', 'left'],
  group_work: ['resolved', 'left'],
  supplier_response: ['accepted', 'public_reply', 'resolved', 'left'],
  supplier_resolution: ['resolved', 'left'],
  fulfilment: ['resolved'],
  approval: ['accepted', 'resolved', 'refused'],
};
const RESUMES: readonly Metric[] = ['resolution', 'fulfilment', 'group_work', 'supplier_resolution'];

/** The ledger entry that a signal makes for a clock of this metric, or null where it does not concern it. */
export function entryFor(metric: Metric, signal: TicketSignal): LedgerEvent | null {
  const { at, event, state, reason } = signal;
  const where = state === undefined ? {} : { state, reason: reason ?? null };
  if (event === 'cancelled') return { at, event: 'cancelled', ...where };
  if (STOPS[metric].includes(event)) return { at, event: 'stopped', ...where };
  if (event === 'refused') return { at, event: 'cancelled', ...where };
  if (event === 'reopened' && RESUMES.includes(metric)) return { at, event: 'resumed', ...where };
  if (state === undefined || event === 'public_reply') return null;
  return { at, event: 'state', ...where };
}
