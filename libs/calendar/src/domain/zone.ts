const DAY = 86_400;

/** A span of instants in which the zone keeps one offset. */
export interface OffsetSpan {
  from: number;
  to: number;
  offset: number;
}

/** Offsets of one IANA zone, asked of the runtime's time zone data once per day and kept. */
export class Zone {
  private static readonly known = new Map<string, Zone>();
  private readonly format: Intl.DateTimeFormat;
  private readonly offsets = new Map<number, number>();
  private readonly days = new Map<number, readonly OffsetSpan[]>();

  /** @throws RangeError where there is no such zone */
  static of(name: string): Zone {
    let zone = Zone.known.get(name);
    if (!zone) Zone.known.set(name, (zone = new Zone(name)));
    return zone;
  }

  private constructor(readonly name: string) {
    this.format = new Intl.DateTimeFormat('en-US', { timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
  }

  /** Seconds by which local time is ahead of UTC at the instant. */
  offsetAt(instant: number): number {
    const known = this.offsets.get(instant);
    if (known !== undefined) return known;
    const part: Record<string, number> = {};
    for (const { type, value } of this.format.formatToParts(instant * 1000)) part[type] = Number(value);
    const local = Date.UTC(part['year'] as number, (part['month'] as number) - 1, part['day'], part['hour'], part['minute'], part['second']) / 1000;
    if (this.offsets.size > 50_000) this.offsets.clear();
    this.offsets.set(instant, local - instant);
    return local - instant;
  }

  /** Spans of one offset within the UTC day `day` (days since the epoch). */
  spans(day: number): readonly OffsetSpan[] {
    const known = this.days.get(day);
    if (known) return known;
    const spans = this.split(day * DAY, (day + 1) * DAY);
    this.days.set(day, spans);
    return spans;
  }

  private split(from: number, to: number): OffsetSpan[] {
    const first = this.offsetAt(from);
    const last = this.offsetAt(to - 1);
    if (first === last) return [{ from, to, offset: first }];
    let low = from;
    let high = to - 1;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.offsetAt(middle) === first) low = middle;
      else high = middle;
    }
    return [{ from, to: high, offset: first }, ...this.split(high, to)];
  }

  /** Days since the epoch of the local date at the instant. */
  localDay(instant: number): number {
    return Math.floor((instant + this.offsetAt(instant)) / DAY);
  }
}
