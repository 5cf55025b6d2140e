import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Log } from '../log/log';
import { Sweeps, Timers } from './timers';

/** The sweep's period: nothing is later than this even where the queue store that wakes it is gone (`architecture.md`). */
const PERIOD_MS = 5_000;

/** Runs all sweeps when something falls due. Sleeping it costs one indexed look per period, however many clocks run. */
@Injectable()
export class Sweeper {
  private timeout: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private again = false;
  private stopped = true;

  constructor(
    private readonly timers: Timers,
    private readonly sweeps: Sweeps,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  start(): void {
    this.stopped = false;
    this.wake();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timeout) clearTimeout(this.timeout);
    await this.running;
  }

  /** Looks at once; calls while it looks make it look once more. */
  wake(): void {
    if (this.stopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    if (this.timeout) clearTimeout(this.timeout);
    this.running = this.round().finally(() => {
      this.running = null;
      if (!this.again) return;
      this.again = false;
      this.wake();
    });
  }

  /** One pass over everything. @returns how much acted, when something falls due next, and when something that others wait for does */
  async sweep(): Promise<{ acted: number; nextDueAt: Date | null; nextActAt: Date | null }> {
    const results: { acted: number; nextDueAt: Date | null; upkeep: boolean }[] = [];
    const failures: unknown[] = [];
    /* One that fails keeps none of the others from its work: clocks go on while events cannot be decided. */
    for (const one of [{ upkeep: false, sweep: () => this.timers.sweep() }, ...this.sweeps.all()])
      try {
        results.push({ ...(await one.sweep()), upkeep: one.upkeep === true });
      } catch (error) {
        failures.push(error);
      }
    if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures, 'sweeps failed');
    return { acted: results.reduce((sum, { acted, upkeep }) => sum + (upkeep ? 0 : acted), 0), nextDueAt: earliest(results), nextActAt: earliest(results.filter(({ upkeep }) => !upkeep)) };
  }

  private async round(): Promise<void> {
    let sleep = PERIOD_MS;
    try {
      const { nextDueAt } = await this.sweep();
      if (nextDueAt) sleep = Math.min(PERIOD_MS, Math.max(5, nextDueAt.getTime() - this.clock.now().getTime()));
    } catch (error) {
      sleep = 1_000;
      this.log.failure('sweep failed', error);
    }
    if (!this.stopped) this.timeout = setTimeout(() => this.wake(), sleep);
  }
}

function earliest(results: readonly { nextDueAt: Date | null }[]): Date | null {
  const due = results.map(({ nextDueAt }) => nextDueAt).filter((at): at is Date => at !== null);
  return due.sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
}
