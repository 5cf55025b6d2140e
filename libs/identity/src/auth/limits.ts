import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { Config, Database } from '@opora/platform';
import { RateLimiterMemory, RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible';

const MINUTES = 60;

/** Budgets of sign-in and reset (`security.md` AU-01, AU-02, AU-07), shared by all processes; real time, never the test clock. */
@Injectable()
export class SignInLimits {
  private readonly budgets: Readonly<Record<'account' | 'address' | 'reset', RateLimiterPostgres>> | null;

  constructor(config: Config, database: Database) {
    const budget = (keyPrefix: string, points: number, duration: number) =>
      new RateLimiterPostgres({
        storeClient: database.pool, storeType: 'pool', tableName: 'sign_in_limit', tableCreated: true, keyPrefix, points, duration,
        insuranceLimiter: new RateLimiterMemory({ points, duration }),
      });
    this.budgets = config.limits === 'off' ? null : { account: budget('account', 5, 15 * MINUTES), address: budget('address', 50, 15 * MINUTES), reset: budget('reset', 3, 60 * MINUTES) };
  }

  /** @throws Refusal 429 where the budget of this account from this address, or of the address, is used up */
  async beforeSignIn(email: string, ip: string): Promise<void> {
    if (!this.budgets) return;
    const [account, address] = await Promise.all([this.budgets.account.get(key(email, ip)), this.budgets.address.get(key(ip))]);
    for (const [used, points] of [[account, 5], [address, 50]] as const) if (used && used.consumedPoints >= points) throw tooMany(used);
  }

  async failed(email: string, ip: string): Promise<void> {
    if (!this.budgets) return;
    await Promise.all([this.budgets.account.consume(key(email, ip)), this.budgets.address.consume(key(ip))].map((spent) => spent.catch(() => undefined)));
  }

  async succeeded(email: string, ip: string): Promise<void> {
    await this.budgets?.account.delete(key(email, ip));
  }

  /** False where this account got its letters of the hour. */
  async mayReset(email: string): Promise<boolean> {
    if (!this.budgets) return true;
    return this.budgets.reset.consume(key(email)).then(() => true, () => false);
  }
}

const key = (...parts: string[]): string => createHash('sha256').update(parts.join('\n').toLowerCase()).digest('base64url');

const tooMany = (used: RateLimiterRes): Refusal => {
  const seconds = Math.max(1, Math.ceil(used.msBeforeNext / 1000));
  return new Refusal('too_many_requests', { status: 429, params: { seconds }, extra: { retryAfterSeconds: seconds } });
};
