import { Injectable } from '@nestjs/common';
import { Database } from '../db/database';

/** How soon a release is noticed, milliseconds. */
const LOOK_MS = 2_000;

/**
 * A restored copy writes nothing to the world until an administrator lets it (`security.md` F.9): no letter, webhook or level leaves it, since the original may still run. People can
 * sign in and look at it meanwhile; what falls due waits.
 */
@Injectable()
export class Quarantine {
  private timeout: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(private readonly database: Database) {}

  async inForce(): Promise<boolean> {
    return (await this.database.sql.one('select 1 from quarantine')) !== null;
  }

  /** Calls `act` when the quarantine is released, in at most two seconds after it. */
  onRelease(act: () => Promise<void>): void {
    if (this.stopped) return;
    this.timeout = setTimeout(() => {
      void this.inForce().then(
        (inForce) => (inForce ? this.onRelease(act) : act()),
        () => this.onRelease(act),
      );
    }, LOOK_MS);
  }

  stop(): void {
    this.stopped = true;
    if (this.timeout) clearTimeout(this.timeout);
  }
}
