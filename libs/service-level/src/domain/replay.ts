import type { WorkingTime } from '@opora/calendar';

/** A state in which a metric does not count (`domain.md` §9); without a reason for every reason. */
export interface Pause {
  state: string;
  reason?: string | null | undefined;
}

/** How much time a target gives: working seconds or working days, one of both. A working day is the same hour of the next working day, not 24 working hours (`domain.md` §9). */
export interface Allowance {
  seconds?: number | null | undefined;
  days?: number | null | undefined;
}

/** What a clock is measured by from some instant on. */
export interface Rules extends Allowance {
  calendar: WorkingTime;
  pauses: readonly Pause[];
}

export const CLOCK_EVENTS = ['started', 'state', 'stopped', 'resumed', 'cancelled', 'rules'] as const;

/** One entry of a clock's ledger. Instants are whole seconds since 1970-01-01T00:00:00Z. */
export interface LedgerEvent {
  at: number;
  event: (typeof CLOCK_EVENTS)[number];
  state?: string | null | undefined;
  reason?: string | null | undefined;
  /** With `started` and `rules`. */
  rules?: Rules | undefined;
}

export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'cancelled';

export interface ClockInterval {
  from: number;
  to: number;
  kind: 'counted' | 'paused' | 'out_of_hours';
  seconds: number;
  /** State and reason of a pause (`on_hold:requester`, `resolved`), a holiday's name, or nothing. */
  reason: string | null;
}

export interface Replayed {
  state: ClockState;
  /** Working seconds; of a target in days those between the start and the same hour of its last day. */
  targetSeconds: number;
  /** Where the target is given in working days. */
  targetDays: number | null;
  startedAt: number;
  /** Where the target is used up; while it runs, as if it ran on from now without a pause. */
  dueAt: number;
  stoppedAt: number | null;
  breachedAt: number | null;
  elapsedSeconds: number;
  remainingSeconds: number;
  /** Whether time is being counted or would be within working hours. */
  active: boolean;
  intervals: ClockInterval[];
}

interface Stretch {
  from: number;
  to: number;
  /** Null counts; else why not. */
  pausedBy: string | null;
  rules: Rules;
}

interface Walk {
  stretches: Stretch[];
  startedAt: number;
  stoppedAt: number | null;
  cancelled: boolean;
  pausedBy: string | null;
  rules: Rules;
  rulesAt: number;
}

/**
 * Folds a ledger into what the clock says at `now`: a pure function, the only one that due times, explanations, reports and simulations are made with (`domain.md` §9). Null before the start.
 * New rules apply from their instant on; the time used and the pauses before it stay as they were counted.
 */
export function replay(ledger: readonly LedgerEvent[], now: number): Replayed | null {
  const walk = walkThrough(ledger, now);
  if (!walk) return null;
  const { stretches, startedAt, stoppedAt, cancelled, pausedBy, rules, rulesAt } = walk;
  const elapsedSeconds = usedIn(stretches);
  const end = stoppedAt ?? now;
  const targetSeconds = secondsOf(rules, startedAt);
  const dueAt = instantOf(walk, targetSeconds, end);
  const late = !cancelled && end > dueAt;
  const state: ClockState = cancelled ? 'cancelled' : late ? 'breached' : stoppedAt !== null ? 'met' : pausedBy !== null ? 'paused' : 'running';
  return {
    state,
    targetSeconds,
    targetDays: rules.days ?? null,
    startedAt,
    dueAt,
    stoppedAt,
    breachedAt: late ? Math.max(dueAt, Math.min(rulesAt, end)) : null,
    elapsedSeconds,
    remainingSeconds: targetSeconds - elapsedSeconds,
    active: stoppedAt === null && pausedBy === null,
    intervals: explain(walk, stoppedAt !== null && !late ? stoppedAt : dueAt, now),
  };
}

export const allowanceOf = ({ seconds, days }: Allowance): Allowance => (days ? { days } : { seconds });

export const sameAllowance = (a: Allowance | null | undefined, b: Allowance | null | undefined): boolean => (a?.days ?? null) === (b?.days ?? null) && (a?.seconds ?? null) === (b?.seconds ?? null);

/**
 * Working seconds that a target gives to what begins at `start`. Working days count from the opening where it is closed then, so that what came later is never due earlier; a day whose hour is closed
 * ends at the next opening.
 */
export function secondsOf({ seconds, days, calendar }: Allowance & { calendar: WorkingTime }, start: number): number {
  if (!days) return seconds ?? 0;
  const from = calendar.nextOpen(start);
  return calendar.worked(from, calendar.addDays(from, days));
}

/** Instant at which `seconds` of the clock are used up, or would be if it ran on; for escalation levels. Null where it is not running and not there yet. */
export function levelInstant(ledger: readonly LedgerEvent[], now: number, seconds: number): number | null {
  const walk = walkThrough(ledger, now);
  if (!walk) return null;
  const used = usedIn(walk.stretches);
  /* Working days end where the next second begins: while nothing counts that is not known either. */
  const sought = walk.rules.days ? seconds + 1 : seconds;
  if (used < sought && (walk.stoppedAt !== null || walk.pausedBy !== null)) return null;
  return instantOf(walk, seconds, walk.stoppedAt ?? now);
}

function walkThrough(ledger: readonly LedgerEvent[], now: number): Walk | null {
  const first = ledger.find((event) => event.event === 'started');
  if (!first?.rules || first.at > now) return null;
  const stretches: Stretch[] = [];
  let rules = first.rules;
  let rulesAt = first.at;
  let at = first.at;
  let state: string | null = first.state ?? null;
  let reason: string | null = first.reason ?? null;
  let stoppedAt: number | null = null;
  let cancelled = false;
  const pausedBy = (): string | null => (stoppedAt !== null ? 'resolved' : pauseOf(rules, state, reason));
  const until = (instant: number): void => {
    if (instant > at && !cancelled) stretches.push({ from: at, to: instant, pausedBy: pausedBy(), rules });
    at = Math.max(at, instant);
  };
  for (const event of ledger) {
    if (event === first || event.at > now || cancelled) continue;
    until(event.at);
    if (event.state !== undefined) [state, reason] = [event.state, event.reason ?? null];
    if (event.event === 'stopped') stoppedAt ??= at;
    else if (event.event === 'resumed') stoppedAt = null;
    else if (event.event === 'cancelled' && stoppedAt === null) [cancelled, stoppedAt] = [true, at];
    else if (event.event === 'rules' && event.rules) [rules, rulesAt] = [event.rules, at];
  }
  if (stoppedAt === null) until(now);
  else while (stretches.at(-1)?.pausedBy === 'resolved' && (stretches.at(-1)?.from ?? 0) >= stoppedAt) stretches.pop();
  return { stretches, startedAt: first.at, stoppedAt, cancelled, pausedBy: pausedBy(), rules, rulesAt };
}

function pauseOf({ pauses }: Rules, state: string | null, reason: string | null): string | null {
  const hit = state !== null && pauses.some((pause) => pause.state === state && (pause.reason === undefined || pause.reason === null || pause.reason === reason));
  return hit ? (reason === null ? state : `${state}:${reason}`) : null;
}

const usedIn = (stretches: readonly Stretch[]): number => stretches.reduce((sum, { from, to, pausedBy, rules }) => sum + (pausedBy === null ? rules.calendar.worked(from, to) : 0), 0);

/** Working seconds used up exactly at closing are used up at the closing; working days end where the second after them begins: at 9:00, not at yesterday's closing. */
function instantOf(walk: Walk, seconds: number, end: number): number {
  return walk.rules.days ? usedUp(walk, seconds + 1, end) - 1 : usedUp(walk, seconds, end);
}

function usedUp({ stretches, rules }: Walk, seconds: number, end: number): number {
  let left = seconds;
  for (const stretch of stretches) {
    if (stretch.pausedBy !== null) continue;
    const worked = stretch.rules.calendar.worked(stretch.from, stretch.to);
    if (worked >= left) return stretch.rules.calendar.add(stretch.from, left);
    left -= worked;
  }
  return rules.calendar.add(end, left);
}

function explain(walk: Walk, until: number, now: number): ClockInterval[] {
  const { stretches, rules } = walk;
  const last = stretches.at(-1)?.to ?? walk.startedAt;
  const ahead: Stretch[] = until > last ? [{ from: last, to: until, pausedBy: walk.stoppedAt !== null && walk.stoppedAt <= now ? 'resolved' : null, rules }] : [];
  const tiles: ClockInterval[] = [];
  for (const { from, to, pausedBy, rules: by } of [...stretches, ...ahead]) {
    if (from >= until) break;
    for (const span of by.calendar.explain(from, Math.min(to, until))) {
      const kind = span.open ? (pausedBy === null ? 'counted' : 'paused') : 'out_of_hours';
      const reason = kind === 'paused' ? pausedBy : span.reason;
      const before = tiles.at(-1);
      if (before && before.kind === kind && before.reason === reason && before.to === span.from) {
        before.to = span.to;
        before.seconds = before.to - before.from;
      } else tiles.push({ from: span.from, to: span.to, kind, seconds: span.to - span.from, reason });
    }
  }
  return tiles;
}
