import type { FieldChange } from '@opora/journal';
import { type Lifecycle, type Phase, notFound } from '@opora/kit';
import type { Ticket, TicketField, TicketPatch, TicketSet } from '../domain/ticket';

/** Equality of column values: instants by their time, lists and objects by their content. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof Date || b instanceof Date) return a instanceof Date && b instanceof Date && a.getTime() === b.getTime();
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return JSON.stringify(a) === JSON.stringify(b);
}

export function phaseOf(lifecycle: Lifecycle, state: string): Phase {
  const rule = lifecycle.states[state];
  if (!rule) throw new Error(`${lifecycle.kind} has no state ${state}`);
  return rule.phase;
}

/** What a change of phase means for the instants of resolution and closing, the same for all processes. */
export function phaseEffects(before: Ticket, phase: Phase, set: TicketSet, at: Date): TicketSet {
  if (phase === before.phase) return set;
  const effects: TicketSet = {};
  if (phase === 'resolved') effects.resolvedAt = at;
  else if (phase === 'closed') effects.closedAt = at;
  else if (before.phase === 'resolved' || before.phase === 'closed') Object.assign(effects, { resolvedAt: null, closedAt: null });
  return { ...effects, ...set };
}

/** Kept for the process's own rules, shown to nobody: no change that a person reads of. */
export const INTERNAL: ReadonlySet<string> = new Set(['commandFacts']);

/** Fields that really change, with their old and new values, in the order given. */
export function differences(before: Ticket, set: TicketSet | TicketPatch): FieldChange[] {
  return Object.entries(set)
    .filter(([field, to]) => to !== undefined && !same(before[field as TicketField], to))
    .map(([field, to]) => ({ field, from: before[field as TicketField] ?? null, to: to as unknown }));
}

/** @returns the address's column @throws Refusal 404 */
export function must<T>(value: T | null): T {
  if (value === null) throw notFound();
  return value;
}
