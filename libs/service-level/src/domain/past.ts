import type { StateRule } from '@opora/kit';
import type { TicketSignal } from './metrics';

/** What of a ticket its clocks follow. */
export interface Facts {
  state: string;
  stateReason: string | null;
  priority: number;
  serviceId: string | null;
  categoryId: string | null;
  requesterId: string;
  groupId: string | null;
  mergedIntoId: string | null;
}

/** Facts as they were from an instant on, in whole seconds. */
export interface Moment extends Facts {
  at: number;
}

export interface PastEntry {
  at: number;
  changes: readonly { field: string; from: unknown; to: unknown }[];
}

const FOLLOWED: readonly (keyof Facts)[] = ['state', 'stateReason', 'priority', 'serviceId', 'categoryId', 'requesterId', 'groupId', 'mergedIntoId'];
/** What a state means to the clocks; each process says it in its life-cycle table. */
export type MeaningOf = (state: string) => StateRule;

const INCIDENT_PHASES: Readonly<Record<string, StateRule['phase']>> = { new: 'new', on_hold: 'waiting', resolved: 'resolved', closed: 'closed', cancelled: 'closed' };
/** Of the states of incidents, which simulations and recorded lives speak of. */
export const asIncident: MeaningOf = (state) => ({ phase: INCIDENT_PHASES[state] ?? 'active', taken: state === 'in_progress' });

export const isOver = (meaning: StateRule): boolean => meaning.phase === 'resolved' || meaning.phase === 'closed';

/** The life of a ticket, from its present and the field changes of its journal (oldest first): the first moment is its registration. */
export function momentsOf(registeredAt: number, present: Facts, entries: readonly PastEntry[]): Moment[] {
  const followed = entries.map(({ at, changes }) => ({ at, changes: changes.filter(({ field }) => (FOLLOWED as readonly string[]).includes(field)) })).filter(({ changes }) => changes.length > 0);
  const first: Record<string, unknown> = { ...present };
  for (const { changes } of [...followed].reverse()) for (const { field, from } of changes) first[field] = from ?? null;
  const moments: Moment[] = [{ ...(first as unknown as Facts), at: registeredAt }];
  for (const { at, changes } of followed) moments.push({ ...(moments.at(-1) as Moment), ...Object.fromEntries(changes.map(({ field, to }) => [field, to ?? null])), at: Math.max(at, moments.at(-1)?.at ?? at) });
  return moments;
}

/** What the clocks hear of a change of state; null where nothing of it concerns them. Closing what was not resolved (a duplicate was merged) ends its clocks, undoing that brings them back. */
export function signalOf(before: Facts, after: Facts, at: number, meaningOf: MeaningOf = asIncident): TicketSignal | null {
  if (before.state === after.state && before.stateReason === after.stateReason) return null;
  const [was, is] = [meaningOf(before.state), meaningOf(after.state)];
  const where = { at, state: after.state, reason: after.stateReason };
  if (is.phase === 'resolved' && was.phase !== 'resolved') return { ...where, event: 'resolved' };
  if (is.phase === 'closed' && !isOver(was)) return { ...where, event: is.refused ? 'refused' : 'cancelled' };
  if (was.phase === 'resolved' && !isOver(is)) return { ...where, event: 'reopened' };
  if (is.taken && !was.taken) return { ...where, event: 'accepted' };
  return { ...where, event: 'state' };
}

/** All signals of a life but its registration, in order. A merge that was undone is as if it had not been. */
export function signalsOf(moments: readonly Moment[], firstResponseAt: number | null, meaningOf: MeaningOf = asIncident): TicketSignal[] {
  const lastApart = moments.findLastIndex(({ mergedIntoId }) => mergedIntoId === null);
  const own = moments.filter(({ mergedIntoId }, index) => mergedIntoId === null || index > lastApart);
  const signals = own.slice(1).flatMap((after, index) => signalOf(own[index] as Moment, after, after.at, meaningOf) ?? []);
  if (firstResponseAt !== null) signals.push({ at: firstResponseAt, event: 'public_reply' });
  return signals.map((signal, index) => ({ signal, index })).sort((a, b) => a.signal.at - b.signal.at || a.index - b.index).map(({ signal }) => signal);
}
