import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, Sweeps } from '@opora/platform';

const PERIOD_MS = 3_600_000;

/** Ended sessions and links lie for thirty days (`security.md` F.10), then they go. */
@Injectable()
export class IdentityUpkeep implements OnModuleInit {
  private restUntil = new Date(0);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sweeps: Sweeps,
  ) {}

  onModuleInit(): void {
    this.sweeps.register({ name: 'identity.upkeep', upkeep: true, sweep: () => this.sweep() });
  }

  /** Of sessions by real time, as they end by it. */
  async sweep(): Promise<{ acted: number; nextDueAt: Date | null }> {
    const now = this.clock.now();
    if (now < this.restUntil) return { acted: 0, nextDueAt: this.restUntil };
    this.restUntil = new Date(now.getTime() + PERIOD_MS);
    const { sql } = this.database;
    const old = `expires_at < now() - interval '30 days'`;
    /* Only where there are some: a deletion of sessions makes every process look at everybody's rights anew. */
    let acted = 0;
    for (const table of ['session', 'password_link']) if (await sql.one(`select 1 from ${table} where ${old} limit 1`)) acted += await sql.run(`delete from ${table} where ${old}`);
    return { acted, nextDueAt: this.restUntil };
  }
}
