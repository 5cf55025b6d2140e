import type { EscalationLevel } from './agreement';
import { type LedgerEvent, type Replayed, levelInstant } from './replay';

/** Level 0 marks the breach itself: it falls due in the second after the due instant. */
export const BREACH_LEVEL = 0;

export interface LevelDue {
  level: number;
  /** Whole seconds since 1970; null while its instant is not known: the clock is paused before it, or ended before it. */
  dueAt: number | null;
}

/** Working seconds of the clock after which a level acts: a share of the target, or so much before or after the target is used up (`domain.md` §9). */
export function pointOf({ percent, offsetSeconds }: Pick<EscalationLevel, 'percent' | 'offsetSeconds'>, targetSeconds: number): number {
  return Math.max(1, percent ? Math.ceil((targetSeconds * percent) / 100) : targetSeconds + (offsetSeconds ?? 0));
}

/** When the breach and the levels of an agreement act, in the order of the agreement. A level that was passed before the clock ended acts, however late. */
export function levelsOf(levels: readonly EscalationLevel[], ledger: readonly LedgerEvent[], told: Replayed, now: number): LevelDue[] {
  const atDue = levelInstant(ledger, now, told.targetSeconds);
  const own = levels.map((level, index) => ({ level: index + 1, dueAt: levelInstant(ledger, now, pointOf(level, told.targetSeconds)) }));
  return [{ level: BREACH_LEVEL, dueAt: atDue === null ? null : atDue + 1 }, ...own].map(({ level, dueAt }) => ({ level, dueAt: dueAt === null || (told.stoppedAt !== null && dueAt > told.stoppedAt) ? null : dueAt }));
}
