import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Refusal } from '@opora/kit';
import { Config, Database } from '@opora/platform';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { quotaExceeded } from './quota';

const MINUTES = 60;

interface Budget {
  name: string;
  limiter: RateLimiterPostgres;
  points: number;
  seconds: number;
}

/** A budget that is used up; `first` once for each time that it happens, for the journal. */
export interface Overdrawn {
  policy: string;
  first: boolean;
  refusal: Refusal;
}

/** Budgets of sign-in and reset (`security.md` AU-01, AU-02, AU-07), shared by all processes; real time, never the test clock. */
@Injectable()
export class SignInLimits {
  private readonly budgets: Readonly<Record<'account' | 'address' | 'reset', Budget>> | null;

  constructor(config: Config, database: Database) {
    const budget = (name: string, points: number, seconds: number): Budget => ({
      name: `sign-in-${name}`,
      points,
      seconds,
      limiter: new RateLimiterPostgres({
        storeClient: database.pool, storeType: 'pool', tableName: 'sign_in_limit', tableCreated: true, keyPrefix: name, points, duration: seconds,
        insuranceLimiter: new RateLimiterMemory({ points, duration: seconds }),
      }),
    });
    this.budgets = config.limits === 'off' ? null : { account: budget('account', 5, 15 * MINUTES), address: budget('address', 50, 15 * MINUTES), reset: budget('reset', 3, 60 * MINUTES) };
  }

  /** Takes one attempt of the account from this address, and of the address: before the password is looked at, so that many at a time get no more than one by one. */
  async spend(email: string, ip: string): Promise<Overdrawn | null> {
    if (!this.budgets) return null;
    return (await this.consume(this.budgets.account, key(email, ip))) ?? (await this.consume(this.budgets.address, key(ip)));
  }

  /** The attempt was no guess. */
  async succeeded(email: string, ip: string): Promise<void> {
    if (!this.budgets) return;
    await this.budgets.account.limiter.delete(key(email, ip));
    await this.budgets.address.limiter.reward(key(ip), 1);
  }

  /** False where this account got its letters of the hour. */
  async mayReset(email: string): Promise<boolean> {
    return this.budgets === null || (await this.consume(this.budgets.reset, key(email))) === null;
  }

  private async consume({ name, limiter, points, seconds }: Budget, of: string): Promise<Overdrawn | null> {
    try {
      await limiter.consume(of);
      return null;
    } catch (used) {
      if (!(used instanceof RateLimiterRes)) throw used;
      const after = Math.max(1, Math.ceil(used.msBeforeNext / 1000));
      return { policy: name, first: used.consumedPoints === points + 1, refusal: quotaExceeded({ name, points, seconds }, after) };
    }
  }
}

const key = (...parts: string[]): string => createHash('sha256').update(parts.join('\n').toLowerCase()).digest('base64url');
