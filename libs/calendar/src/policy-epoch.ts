import { Injectable } from '@nestjs/common';
import { Database } from '@opora/platform';

const LOOK_MS = 250;

/** Moves when calendars or agreements change anywhere; caches of policies look at it at most four times a second. */
@Injectable()
export class PolicyEpoch {
  private n = 0;
  private lookedAt = -LOOK_MS;

  constructor(private readonly database: Database) {}

  async present(): Promise<number> {
    const now = performance.now();
    if (now - this.lookedAt >= LOOK_MS) {
      this.n = (await this.database.aside.one<{ n: number }>('select n from policy_epoch'))?.n ?? 0;
      this.lookedAt = now;
    }
    return this.n;
  }

  forget(): void {
    this.lookedAt = -LOOK_MS;
  }
}
