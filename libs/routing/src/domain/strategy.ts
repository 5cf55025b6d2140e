/* Who of a group gets a ticket (`domain.md` §1, assignment strategy). Each decision carries its candidates and reasons; they stand in the timeline. */

export const STRATEGIES = ['manual', 'round_robin', 'least_loaded', 'on_call'] as const;
export type Strategy = (typeof STRATEGIES)[number];

export interface Candidate {
  personId: string;
  /** Open tickets that the person has now. */
  load: number;
  /** Most open tickets that the person takes; null = no limit. */
  capacity: number | null;
  /** Absent now, until then. */
  absentUntil: Date | null;
  /** Number of the turn in which the group's strategy last gave this person a ticket; null = never. */
  lastTurn: number | null;
}

/** Somebody on call by the rota, or who stands in for them; in the order of being asked. */
export interface OnCall extends Candidate {
  /** Active, and works in the group. */
  works: boolean;
  /** The absent person on call for whom this one stands in. */
  standsInFor: string | null;
}

/** Why a candidate was chosen or left out. */
export type Outcome = 'chosen' | 'absent' | 'at_capacity' | 'not_their_turn' | 'more_loaded' | 'equal' | 'not_a_member' | 'stands_by';

export interface StrategyDecision {
  strategy: Strategy;
  chosen: string | null;
  reason: 'manual' | 'their_turn' | 'least_loaded' | 'on_call' | 'nobody_available' | 'no_rota';
  candidates: { personId: string; load: number; capacity: number | null; outcome: Outcome; standsInFor?: string }[];
}

const byId = (a: Candidate, b: Candidate): number => (a.personId < b.personId ? -1 : a.personId > b.personId ? 1 : 0);
/** Who has waited longest; ties by identifier, so that the same facts always give the same person. */
const byTurn = (a: Candidate, b: Candidate): number => {
  const [left, right] = [a.lastTurn ?? -1, b.lastTurn ?? -1];
  return left === right ? byId(a, b) : left < right ? -1 : 1;
};
const byLoad = (a: Candidate, b: Candidate): number => a.load - b.load || byTurn(a, b);

function hindrance(candidate: Candidate): Outcome | null {
  if (candidate.absentUntil) return 'absent';
  if (candidate.capacity !== null && candidate.load >= candidate.capacity) return 'at_capacity';
  return null;
}

/** Chooses nobody who is absent or has as much as they take; nobody is forced on a group without a free member. */
export function choose(strategy: Exclude<Strategy, 'on_call'>, candidates: readonly Candidate[]): StrategyDecision {
  if (strategy === 'manual') return { strategy, chosen: null, reason: 'manual', candidates: [] };
  const order = strategy === 'round_robin' ? byTurn : byLoad;
  const free = candidates.filter((candidate) => hindrance(candidate) === null).sort(order);
  const first = free[0];
  const outcomeOf = (candidate: Candidate): Outcome => {
    const hindered = hindrance(candidate);
    if (hindered) return hindered;
    if (candidate === first) return 'chosen';
    if (strategy === 'round_robin') return 'not_their_turn';
    return candidate.load > (first?.load ?? 0) ? 'more_loaded' : 'equal';
  };
  return {
    strategy,
    chosen: first?.personId ?? null,
    reason: !first ? 'nobody_available' : strategy === 'round_robin' ? 'their_turn' : 'least_loaded',
    candidates: [...candidates].sort(byId).map((candidate) => ({ personId: candidate.personId, load: candidate.load, capacity: candidate.capacity, outcome: outcomeOf(candidate) })),
  };
}

/** The first on call who is there and can take it; the others of the rota, and their substitutes, stand by in their order. Outside of all shifts the group has it. */
export function chooseOnCall(rota: readonly OnCall[]): StrategyDecision {
  const able = (one: OnCall): boolean => one.works && hindrance(one) === null;
  const first = rota.find(able);
  const outcomeOf = (one: OnCall): Outcome => (one === first ? 'chosen' : !one.works ? 'not_a_member' : (hindrance(one) ?? 'stands_by'));
  return {
    strategy: 'on_call',
    chosen: first?.personId ?? null,
    reason: rota.length === 0 ? 'no_rota' : first ? 'on_call' : 'nobody_available',
    candidates: rota.map((one) => ({ personId: one.personId, load: one.load, capacity: one.capacity, outcome: outcomeOf(one), ...(one.standsInFor === null ? {} : { standsInFor: one.standsInFor }) })),
  };
}
