import { type CalendarDefinition, type ExceptionalDay, type LocalInterval, secondsOf } from './calendar';
import { Zone } from './zone';

const DAY = 86_400;
/** How far ahead an opening is looked for before the calendar counts as never open, days. */
const HORIZON_DAYS = 366 * 30;

export interface Span {
  from: number;
  to: number;
}

export interface ExplainedSpan extends Span {
  open: boolean;
  /** Name of the exceptional day, where it is why nothing is open. */
  reason: string | null;
}

/** The calendar is never open: nothing can be counted in it. */
export class NeverOpen extends Error {}

/**
 * Working-time arithmetic of one calendar. An instant is open when its wall-clock reading lies in an open piece of the local date; elapsed time is real seconds, so that nothing is counted in the gap of a clock
 * change and both passes of an overlap are. A piece that passes midnight belongs to the date on which it begins.
 */
export class WorkingTime {
  private readonly zone: Zone;
  private readonly exceptions: ReadonlyMap<number, ExceptionalDay>;
  private readonly week: readonly (readonly [number, number])[][];
  private readonly days = new Map<number, readonly Span[]>();
  private readonly always: boolean;

  constructor(readonly definition: CalendarDefinition) {
    this.zone = Zone.of(definition.timeZone);
    this.exceptions = new Map(definition.exceptions.map((day) => [Math.floor(Date.parse(`${day.date}T00:00:00Z`) / 1000 / DAY), day]));
    this.week = [1, 2, 3, 4, 5, 6, 7].map((day) => definition.week.filter((interval) => interval.day === day).map(piece));
    this.always = definition.exceptions.length === 0 && this.week.every((pieces) => pieces.some(([from, to]) => from === 0 && to === DAY));
  }

  isOpen(instant: number): boolean {
    return this.next(instant)?.from === instant;
  }

  /** The instant itself where open, else the next opening. @throws NeverOpen */
  nextOpen(instant: number): number {
    const span = this.next(instant);
    if (!span) throw new NeverOpen();
    return span.from;
  }

  /**
   * The instant at which `seconds` of working time from `start` are used up. Zero gives the start itself or the next opening; a time used up exactly at closing gives the closing (`api.md` Clarifications).
   * @throws NeverOpen
   */
  add(start: number, seconds: number): number {
    if (seconds <= 0) return this.nextOpen(start);
    if (this.always) return start + seconds;
    let left = seconds;
    for (const span of this.from(start)) {
      const length = span.to - span.from;
      if (length >= left) return span.from + left;
      left -= length;
    }
    throw new NeverOpen();
  }

  /** Working seconds between two instants; 0 where `to` is not after `from`. */
  worked(from: number, to: number): number {
    if (to <= from) return 0;
    if (this.always) return to - from;
    let sum = 0;
    for (const span of this.from(from, to)) {
      if (span.from >= to) break;
      sum += Math.min(span.to, to) - span.from;
    }
    return sum;
  }

  /** Open and closed pieces that tile `from`…`to`. */
  explain(from: number, to: number): ExplainedSpan[] {
    const tiles: ExplainedSpan[] = [];
    let at = from;
    for (const span of this.from(from, to)) {
      if (span.from >= to) break;
      if (span.from > at) tiles.push(...this.closed(at, span.from));
      const end = Math.min(span.to, to);
      const last = tiles.at(-1);
      if (last?.open && last.to === span.from) last.to = end;
      else tiles.push({ from: span.from, to: end, open: true, reason: null });
      at = end;
    }
    if (at < to) tiles.push(...this.closed(at, to));
    return tiles;
  }

  /** The same wall-clock time `days` working days later, moved into open time where it is closed then (`domain.md` §9). @throws NeverOpen */
  addDays(start: number, days: number): number {
    const wall = (((start + this.zone.offsetAt(start)) % DAY) + DAY) % DAY;
    let day = this.zone.localDay(start);
    for (let left = days, looked = 0; left > 0; ) {
      if (++looked > HORIZON_DAYS) throw new NeverOpen();
      day++;
      if (this.openings(day).length > 0) left--;
    }
    return this.nextOpen(this.instantOf(day, wall));
  }

  /** First instant that reads so on the wall; in a gap the instant after it. */
  private instantOf(day: number, wall: number): number {
    const local = day * DAY + wall;
    for (const utcDay of [day - 1, day, day + 1])
      for (const { from, to, offset } of this.zone.spans(utcDay)) {
        const instant = local - offset;
        if (instant >= from && instant < to) return instant;
      }
    return local - this.zone.offsetAt(local);
  }

  private closed(from: number, to: number): ExplainedSpan[] {
    const tiles: ExplainedSpan[] = [];
    for (let at = from; at < to; ) {
      const day = this.zone.localDay(at);
      const end = Math.min(to, Math.max(at + 1, this.instantOf(day + 1, 0)));
      const exception = this.exceptions.get(day);
      const reason = exception && exception.intervals.length === 0 ? exception.name : null;
      const last = tiles.at(-1);
      if (last && last.reason === reason) last.to = end;
      else tiles.push({ from: at, to: end, open: false, reason });
      at = end;
    }
    return tiles;
  }

  private next(instant: number): Span | null {
    for (const span of this.from(instant)) return span;
    return null;
  }

  /** Open spans that end after the instant, the first one cut to it; they neither touch the past nor overlap. */
  private *from(instant: number, until = Number.POSITIVE_INFINITY): Generator<Span> {
    let seen = instant;
    const first = this.zone.localDay(instant) - 2;
    for (let day = first; day < first + HORIZON_DAYS; day++) {
      if ((day - 1) * DAY > until) return;
      for (const span of this.openings(day)) {
        if (span.to <= seen) continue;
        const cut = { from: Math.max(span.from, seen), to: span.to };
        seen = span.to;
        yield cut;
      }
    }
  }

  /** Open spans of the pieces that begin on the local date. */
  private openings(day: number): readonly Span[] {
    const known = this.days.get(day);
    if (known) return known;
    const exception = this.exceptions.get(day);
    const pieces = exception ? exception.intervals.map(piece) : (this.week[(((day + 3) % 7) + 7) % 7] ?? []);
    const spans = pieces.flatMap(([from, to]) => (to > DAY ? [...this.span(day, from, DAY), ...this.span(day + 1, 0, to - DAY)] : this.span(day, from, to))).sort((a, b) => a.from - b.from);
    if (this.days.size > 20_000) this.days.clear();
    this.days.set(day, spans);
    return spans;
  }

  private span(day: number, from: number, to: number): Span[] {
    const spans: Span[] = [];
    for (const utcDay of [day - 1, day, day + 1])
      for (const { from: begin, to: end, offset } of this.zone.spans(utcDay)) {
        const cut = { from: Math.max(begin, day * DAY + from - offset), to: Math.min(end, day * DAY + to - offset) };
        if (cut.to <= cut.from) continue;
        const last = spans.at(-1);
        if (last && last.to === cut.from) last.to = cut.to;
        else spans.push(cut);
      }
    return spans;
  }
}

function piece({ from, to }: LocalInterval): [number, number] {
  const begin = secondsOf(from) ?? 0;
  const end = secondsOf(to) ?? 0;
  return [begin, end <= begin ? end + DAY : end];
}
