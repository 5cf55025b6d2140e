import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, Log, Sweeps } from '@opora/platform';
import { Detection } from './detection';

const EVERY_SECONDS = 86_400;
const LOOK_MS = 3_600_000;

/** Once a day, by whichever worker comes first, something that repeats is looked for. */
@Injectable()
export class Nightly implements OnModuleInit {
  private dueAt = 0;

  constructor(
    private readonly sweeps: Sweeps,
    private readonly database: Database,
    private readonly detection: Detection,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.sweeps.register({ name: 'problem detection', upkeep: true, sweep: () => this.sweep() });
  }

  private async sweep(): Promise<{ acted: number; nextDueAt: Date | null }> {
    const now = this.clock.now().getTime();
    if (now < this.dueAt) return { acted: 0, nextDueAt: null };
    this.dueAt = now + LOOK_MS;
    let acted = 0;
    try {
      acted = await this.database.tx(async (tx) => {
        const ours = await tx.run(
          `insert into problem_detection (at) values ($1) on conflict (only_one) do update set at = excluded.at where problem_detection.at <= $1::timestamptz - make_interval(secs => ${EVERY_SECONDS})`, [tx.now],
        );
        return ours > 0 ? this.detection.within(tx) : 0;
      });
    } catch (error) {
      this.log.failure('detection of problems failed', error);
    }
    return { acted, nextDueAt: null };
  }
}
