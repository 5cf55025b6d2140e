import { LEVELS, type Level, type Priority } from '@opora/kit';

/** Impact → urgency → priority (`domain.md` §3). */
export type PriorityMatrix = Readonly<Record<Level, Readonly<Record<Level, Priority>>>>;

/** The matrix as shipped; an installation may edit it. */
export const DEFAULT_MATRIX: PriorityMatrix = {
  high: { high: 1, medium: 2, low: 3 },
  medium: { high: 2, medium: 3, low: 4 },
  low: { high: 3, medium: 4, low: 5 },
};

/** What an incident of one person has where neither a person nor its category says otherwise. */
export const DEFAULT_LEVELS: Readonly<{ impact: Level; urgency: Level }> = { impact: 'low', urgency: 'medium' };

export interface PriorityFacts {
  matrix: PriorityMatrix;
  /** What a person chose at registration. */
  chosen: { impact?: Level | undefined; urgency?: Level | undefined };
  /** What the category sets. */
  category: { impact: Level | null; urgency: Level | null };
  criticality: Level | null;
  vip: boolean;
}

export interface UrgencyRaise {
  from: Level;
  to: Level;
  because: ('service_criticality' | 'vip')[];
}

export interface InitialPriority {
  impact: Level;
  urgency: Level;
  priority: Priority;
  /** Stands in the timeline where the rule acted. */
  raise: UrgencyRaise | null;
}

/** One step up; `high` stays. */
export function raised(level: Level): Level {
  return LEVELS[Math.max(0, LEVELS.indexOf(level) - 1)] as Level;
}

/** Service criticality and VIP raise urgency by one step together, once, at registration, where nobody chose the urgency (`api.md` Clarifications, Priority). */
export function initialPriority({ matrix, chosen, category, criticality, vip }: PriorityFacts): InitialPriority {
  const impact = chosen.impact ?? category.impact ?? DEFAULT_LEVELS.impact;
  const start = chosen.urgency ?? category.urgency ?? DEFAULT_LEVELS.urgency;
  const because: UrgencyRaise['because'] = [];
  if (chosen.urgency === undefined) {
    if (criticality === 'high') because.push('service_criticality');
    if (vip) because.push('vip');
  }
  const urgency = because.length > 0 ? raised(start) : start;
  return { impact, urgency, priority: matrix[impact][urgency], raise: urgency === start ? null : { from: start, to: urgency, because } };
}

export interface PriorityState {
  impact: Level;
  urgency: Level;
  priority: Priority;
  /** Justification of an override; null where the matrix speaks. */
  priorityReason: string | null;
}

export interface PriorityChange {
  impact?: Level | undefined;
  urgency?: Level | undefined;
  priority?: Priority | undefined;
  priorityReason?: string | undefined;
}

/** An override holds until impact or urgency is set again; in one and the same change the override wins. */
export function prioritise(before: PriorityState, change: PriorityChange, matrix: PriorityMatrix): PriorityState {
  const impact = change.impact ?? before.impact;
  const urgency = change.urgency ?? before.urgency;
  if (change.priority !== undefined) return { impact, urgency, priority: change.priority, priorityReason: change.priorityReason ?? null };
  if (change.impact === undefined && change.urgency === undefined) return { ...before };
  return { impact, urgency, priority: matrix[impact][urgency], priorityReason: null };
}
