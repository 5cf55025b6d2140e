import type { WorkingTime } from '@opora/calendar';
import { type Metric, entryFor } from './metrics';
import { type Allowance, type LedgerEvent, type Pause, type Replayed, allowanceOf, replay } from './replay';

export interface SimulatedEvent {
  at: number;
  event: 'registered' | 'state' | 'public_reply' | 'priority' | 'resolved' | 'reopened' | 'closed';
  state?: string | undefined;
  reason?: string | null | undefined;
  targets?: readonly ({ metric: Metric } & Allowance)[] | undefined;
}

export interface Simulation {
  calendar: WorkingTime;
  targets: readonly ({ metric: Metric } & Allowance)[];
  pauses: readonly (Pause & { metric: Metric })[];
  history: readonly SimulatedEvent[];
  now: number;
}

/** The same engine over a told history; stores nothing (`domain.md` §9, `api.md` /sla/simulations). */
export function simulate({ calendar, targets, pauses, history, now }: Simulation): { metric: Metric; clock: Replayed }[] {
  const ordered = history.map((event, index) => ({ event, index })).sort((a, b) => a.event.at - b.event.at || a.index - b.index).map(({ event }) => event);
  return targets.flatMap(({ metric, ...allowance }) => {
    const own = pauses.filter((pause) => pause.metric === metric);
    const ledger = ledgerOf(metric, allowanceOf(allowance), calendar, own, ordered);
    const clock = replay(ledger, now);
    return clock ? [{ metric, clock }] : [];
  });
}

function ledgerOf(metric: Metric, allowance: Allowance, calendar: WorkingTime, pauses: readonly Pause[], history: readonly SimulatedEvent[]): LedgerEvent[] {
  const ledger: LedgerEvent[] = [];
  for (const { at, event, state, reason, targets } of history) {
    if (event === 'registered') {
      if (ledger.length === 0) ledger.push({ at, event: 'started', state: state ?? null, reason: reason ?? null, rules: { ...allowance, calendar, pauses } });
      continue;
    }
    if (ledger.length === 0 || event === 'closed') continue;
    if (event === 'priority') {
      const changed = targets?.find((target) => target.metric === metric);
      if (changed) ledger.push({ at, event: 'rules', rules: { ...allowanceOf(changed), calendar, pauses } });
      continue;
    }
    const signal = event === 'state' && state === 'resolved' ? 'resolved' : event === 'state' && state === 'cancelled' ? 'cancelled' : event;
    const entry = entryFor(metric, { at, event: signal, ...(state === undefined ? {} : { state, reason: reason ?? null }) });
    if (entry) ledger.push(entry);
  }
  return ledger;
}
