import { DAY_MS } from './sod';

/** Why an owner should look at a grant first (`domain.md` §7, recertification by exception). */
export const FLAGS = ['sod', 'leaver', 'mover', 'drift', 'unused', 'endless', 'high_risk', 'long_held'] as const;
export type Flag = (typeof FLAGS)[number];

export interface Reviewed {
  grantedAt: Date;
  untilAt: Date | null;
  lastUsedAt: Date | null;
  /** The department of the person changed since the right was given. */
  movedAt: Date | null;
  personActive: boolean;
  risk: 'high' | 'medium' | 'low';
  /** Held together with what a segregation rule forbids. */
  sod: boolean;
  /** An import of real accounts did not find it. */
  missingInTarget: boolean;
}

/** A right that nobody used for so long is hardly needed. */
export const UNUSED_DAYS = 90;
const LONG_HELD_DAYS = 365;

/** The most telling first; empty where nothing is unusual. */
export function flagsOf(grant: Reviewed, now: Date): Flag[] {
  const daysSince = (at: Date): number => (now.getTime() - at.getTime()) / DAY_MS;
  const holds: Record<Flag, boolean> = {
    sod: grant.sod,
    leaver: !grant.personActive,
    mover: grant.movedAt !== null && grant.movedAt > grant.grantedAt,
    drift: grant.missingInTarget,
    unused: grant.lastUsedAt !== null && daysSince(grant.lastUsedAt) > UNUSED_DAYS,
    endless: grant.untilAt === null && grant.risk === 'high',
    high_risk: grant.risk === 'high',
    long_held: daysSince(grant.grantedAt) > LONG_HELD_DAYS,
  };
  return FLAGS.filter((flag) => holds[flag]);
}

/** Flags that make a grant an exception: what the owner sees before all others. */
const EXCEPTIONAL: readonly Flag[] = ['sod', 'leaver', 'mover', 'drift', 'unused', 'endless'];
export const isException = (flags: readonly Flag[]): boolean => flags.some((flag) => EXCEPTIONAL.includes(flag));
