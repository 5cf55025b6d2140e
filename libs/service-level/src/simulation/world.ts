import { type EscalationLevel, type LedgerEvent, type Metric, type Rules, type TicketSignal, entryFor, levelsOf, replay } from '../domain';

/** What the store would do wrongly, to see that the simulation notices it. */
export interface Faults {
  /** Rows that one worker has claimed are given to another as well. */
  withoutLocks?: boolean;
  /** A level is marked in one transaction and told in another. */
  toldApart?: boolean;
  /** A change of the clock sets levels due again that have acted. */
  forgetsFired?: boolean;
}

interface LevelRow {
  level: number;
  dueAt: number | null;
  firedAt: number | null;
  lockedBy: number | null;
}

export interface SimulatedClock {
  metric: Metric;
  ledger: LedgerEvent[];
  stopped: boolean;
  rows: LevelRow[];
}

interface Worker {
  claimed: { clock: SimulatedClock; row: LevelRow; at: number }[];
}

/** An instant of virtual time in whole seconds, and what was told of it. */
export interface Told {
  clock: number;
  level: number;
  at: number;
}

/**
 * The part of PostgreSQL that clocks rest on, as a model: transactions that commit or vanish, row locks that others skip, an upsert that leaves fired levels alone. The rules in it (`replay`,
 * `entryFor`, `levelsOf`) are the real ones.
 */
export class World {
  readonly clocks: SimulatedClock[] = [];
  readonly outbox: Told[] = [];
  readonly workers: Worker[] = [];

  constructor(
    workers: number,
    readonly levels: readonly EscalationLevel[],
    private readonly faults: Faults = {},
  ) {
    for (let n = 0; n < workers; n++) this.workers.push({ claimed: [] });
  }

  start(metric: Metric, at: number, rules: Rules): SimulatedClock {
    const clock: SimulatedClock = { metric, ledger: [{ at, event: 'started', state: 'new', reason: null, rules }], stopped: false, rows: [] };
    this.clocks.push(clock);
    this.save(clock, at);
    return clock;
  }

  /** A command on the ticket; waits for those who hold rows of its clock, so it is refused here while they do. @returns whether it was carried out */
  command(clock: SimulatedClock, signal: TicketSignal | { at: number; rules: NonNullable<LedgerEvent['rules']> }, crashes: boolean): boolean {
    if (clock.rows.some(({ lockedBy }) => lockedBy !== null)) return false;
    /* A clock of the machine that went back takes the previous instant (I16). */
    const at = Math.max(signal.at, clock.ledger.at(-1)?.at ?? 0);
    const entry: LedgerEvent | null = 'rules' in signal ? { at, event: 'rules', rules: signal.rules } : entryFor(clock.metric, { ...signal, at });
    if (!entry || crashes) return false;
    if (clock.stopped && (entry.event === 'stopped' || entry.event === 'cancelled' || entry.event === 'rules' || clock.metric === 'response')) return false;
    clock.ledger.push(entry);
    if (entry.event === 'stopped' || entry.event === 'cancelled') clock.stopped = true;
    if (entry.event === 'resumed') clock.stopped = false;
    this.save(clock, at);
    return true;
  }

  /** One step of a worker: claim what is due, or commit what is claimed. */
  step(worker: number, now: number, batch: number): void {
    const self = this.workers[worker] as Worker;
    if (self.claimed.length > 0) return this.commit(self);
    for (const clock of this.clocks)
      for (const row of clock.rows) {
        if (self.claimed.length >= batch || row.dueAt === null || row.dueAt > now || row.firedAt !== null) continue;
        if (row.lockedBy !== null && !this.faults.withoutLocks) continue;
        row.lockedBy = worker;
        self.claimed.push({ clock, row, at: now });
        if (this.faults.toldApart) row.firedAt = now;
      }
  }

  /** The process dies: what it had not committed never was. */
  crash(worker: number): void {
    const self = this.workers[worker] as Worker;
    for (const { row } of self.claimed) row.lockedBy = null;
    self.claimed = [];
  }

  private commit(self: Worker): void {
    for (const { clock, row, at } of self.claimed) {
      row.firedAt = at;
      row.lockedBy = null;
      this.outbox.push({ clock: this.clocks.indexOf(clock), level: row.level, at });
    }
    self.claimed = [];
  }

  private save(clock: SimulatedClock, now: number): void {
    const told = replay(clock.ledger, now);
    if (!told) return;
    for (const { level, dueAt } of levelsOf(this.levels, clock.ledger, told, now)) {
      const row = clock.rows.find((each) => each.level === level);
      if (!row) clock.rows.push({ level, dueAt, firedAt: null, lockedBy: null });
      else if (row.firedAt === null || this.faults.forgetsFired) [row.dueAt, row.firedAt] = [dueAt, null];
    }
  }
}
