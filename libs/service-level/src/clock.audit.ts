import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, Log, Metrics, Sweeps } from '@opora/platform';
import { auditClocks } from './audit';

const PERIOD_MS = 24 * 3_600_000;
const SAMPLE = 5_000;

/** Nightly, in one worker: a sample of clocks is replayed and any difference reported, by a metric, the log and `npm run check` (`architecture.md`). */
@Injectable()
export class ClockAudit implements OnModuleInit {
  /** Nothing is looked for before this instant. */
  private restUntil = new Date(0);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sweeps: Sweeps,
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.sweeps.register({ name: 'clock audit', upkeep: true, sweep: () => this.sweep() });
  }

  async sweep(): Promise<{ acted: number; nextDueAt: Date | null }> {
    const now = this.clock.now();
    if (now < this.restUntil) return { acted: 0, nextDueAt: null };
    const ours = await this.database.sql.run(
      `insert into clock_audit (at, clocks, differences) values ($1, 0, '[]') on conflict (only_one) do update set at = excluded.at where clock_audit.at <= $1::timestamptz - make_interval(secs => $2)`,
      [now, PERIOD_MS / 1_000],
    );
    this.restUntil = new Date(now.getTime() + (ours > 0 ? PERIOD_MS : PERIOD_MS / 24));
    if (ours > 0) await this.audit();
    return { acted: ours, nextDueAt: null };
  }

  /** @returns differences, one line each */
  async audit(): Promise<string[]> {
    const { clocks, differences } = await auditClocks(this.database.sql, SAMPLE);
    await this.database.sql.run('update clock_audit set clocks = $1, differences = $2', [clocks, JSON.stringify(differences.slice(0, 100))]);
    if (differences.length > 0) {
      this.metrics.replayMismatches.inc(differences.length);
      this.log.failure('clocks differ from their ledgers', new Error(differences.slice(0, 5).join(' | ')), { clocks, differences: differences.length });
    }
    return differences;
  }
}
