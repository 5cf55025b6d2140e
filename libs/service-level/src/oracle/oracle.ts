import type { CalendarDefinition } from '@opora/calendar';
import type { Metric } from '../domain';

/* A second opinion on the engine, written apart from it: no interval, no fold, no shared helper; it asks each second by itself whether it counts. */

export interface OracleCase {
  calendar: CalendarDefinition;
  metric: Metric;
  seconds: number;
  /** Working days, in the place of seconds. */
  days?: number | undefined;
  pauses: { state: string; reason?: string | null }[];
  history: { at: number; event: string; state?: string; reason?: string | null; seconds?: number; days?: number }[];
  now: number;
}

export interface OracleAnswer {
  elapsed: number;
  state: string;
  due: number | null;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const walls = new Map<string, Map<number, ReturnType<typeof readWall>>>();

/** Clocks change at quarters of an hour of UTC: a quarter is asked of the time zone data once, its minutes follow. */
function wallOf(zone: string, instant: number): ReturnType<typeof readWall> {
  let known = walls.get(zone);
  if (!known) walls.set(zone, (known = new Map()));
  const quarter = Math.floor(instant / 900);
  let wall = known.get(quarter);
  if (!wall) known.set(quarter, (wall = readWall(zone, quarter * 900)));
  return { ...wall, minute: wall.minute + Math.floor((instant - quarter * 900) / 60) };
}

function readWall(zone: string, instant: number): { date: string; weekday: number; minute: number; yesterday: string } {
  let format = formats.get(zone);
  if (!format) formats.set(zone, (format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })));
  const text = format.format(instant * 1000);
  const date = text.slice(0, 10);
  const [hour, minute] = text.slice(-5).split(':').map(Number) as [number, number];
  return { date, weekday: ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1, minute: hour * 60 + minute, yesterday: new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10) };
}

const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

function piecesOn(calendar: CalendarDefinition, date: string, weekday: number): { from: number; to: number }[] {
  const special = calendar.exceptions.find((day) => day.date === date);
  const pieces = special ? special.intervals : calendar.week.filter((piece) => piece.day === weekday);
  return pieces.map((piece) => ({ from: minuteOf(piece.from), to: minuteOf(piece.to) }));
}

let lastMinute: { calendar: CalendarDefinition; key: number; answer: boolean } | null = null;

/** Wall clocks move by whole minutes at whole minutes, so the answer of a minute is the answer of its seconds. */
function isOpen(calendar: CalendarDefinition, instant: number): boolean {
  const key = Math.floor(instant / 60);
  if (lastMinute?.calendar === calendar && lastMinute.key === key) return lastMinute.answer;
  const { date, weekday, minute, yesterday } = wallOf(calendar.timeZone, instant);
  const answer =
    piecesOn(calendar, date, weekday).some(({ from, to }) => minute >= from && (to <= from || minute < to)) ||
    piecesOn(calendar, yesterday, weekday === 1 ? 7 : weekday - 1).some(({ from, to }) => to <= from && minute < to);
  lastMinute = { calendar, key, answer };
  return answer;
}

/** Open seconds until the same hour so many working days later; a working day is a date on which a piece of working time begins. */
function secondsOfDays(calendar: CalendarDefinition, start: number, days: number): number {
  let from = start;
  while (!isOpen(calendar, from)) from += from % 60 === 0 ? 60 : 1;
  const { date, minute } = wallOf(calendar.timeZone, from);
  let day = date;
  for (let left = days; left > 0; ) {
    day = new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    if (piecesOn(calendar, day, ((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7) + 1).length > 0) left--;
  }
  let count = 0;
  for (let t = from; ; ) {
    const wall = wallOf(calendar.timeZone, t);
    if (isOpen(calendar, t) && (wall.date > day || (wall.date === day && wall.minute * 60 + (t % 60) >= minute * 60 + (from % 60)))) return count;
    const step = t % 60 === 0 && !(wall.date === day && wall.minute === minute) ? 60 : 1;
    if (isOpen(calendar, t)) count += step;
    t += step;
  }
}

/** Walks from minute to minute, and within each second by second, from the registration to `now`, and beyond to the due instant where the clock runs. */
export function oracle({ calendar, metric, seconds, days, pauses, history, now }: OracleCase, horizon = 40 * 86_400): OracleAnswer | null {
  const start = history.find((event) => event.event === 'registered')?.at;
  if (start === undefined || start > now) return null;
  let target = days ? secondsOfDays(calendar, start, days) : seconds;
  let inDays = days !== undefined;
  let elapsed = 0;
  let state: string | null = null;
  let reason: string | null = null;
  let stopped = false;
  let cancelled = false;
  let stopAt: number | null = null;
  const reached: number[] = [];
  let next = 0;
  const ends = (event: string): boolean => event === 'resolved' || (metric === 'response' && event === 'public_reply');
  let paused = false;
  for (let t = start; ; t++) {
    for (; next < history.length && (history[next]?.at ?? 0) <= Math.min(t, now); next++) {
      const { event, state: to, reason: why, seconds: changed, days: changedDays, at } = history[next] as OracleCase['history'][number];
      if (cancelled) continue;
      if (to !== undefined) [state, reason] = [to, why ?? null];
      const kind = event === 'state' && to === 'resolved' ? 'resolved' : event === 'state' && to === 'cancelled' ? 'cancelled' : event;
      if (kind === 'cancelled' && !stopped) [cancelled, stopped, stopAt] = [true, true, at];
      else if (ends(kind) && !stopped) [stopped, stopAt] = [true, at];
      else if (kind === 'reopened' && metric === 'resolution') [stopped, stopAt] = [false, null];
      else if (kind === 'priority' && changedDays !== undefined) [target, inDays] = [secondsOfDays(calendar, start, changedDays), true];
      else if (kind === 'priority' && changed !== undefined) [target, inDays] = [changed, false];
      paused = pauses.some((pause) => pause.state === state && (pause.reason === undefined || pause.reason === null || pause.reason === reason));
    }
    if (t === now) break;
    const nextAt = Math.min(now, history[next]?.at ?? now);
    const until = stopped || paused ? nextAt : Math.min(nextAt, t - (t % 60) + 60);
    if (!stopped && !paused && isOpen(calendar, t)) for (let second = t; second < until; second++) reached[++elapsed] = second + 1;
    t = until - 1;
  }
  /* Working days end where the next second of work begins, working seconds where their last one ends. */
  const sought = inDays ? target + 1 : target;
  let due: number | null = reached[sought] ?? null;
  if (due === null) {
    let left = sought - elapsed;
    const from = stopAt ?? now;
    for (let t = from; t < from + horizon && left > 0; ) {
      const step = t % 60 === 0 && left > 60 ? 60 : 1;
      if (isOpen(calendar, t) && (left -= step) === 0) due = t + step;
      t += step;
    }
  }
  if (inDays && due !== null) due--;
  const end = stopAt ?? now;
  const late = due !== null && end > due;
  return { elapsed, due, state: cancelled ? 'cancelled' : late ? 'breached' : stopped ? 'met' : paused ? 'paused' : 'running' };
}
