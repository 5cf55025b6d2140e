import { Injectable } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { Clock, Config } from '@opora/platform';

/** Requests a second that one source may send (`api.md` Clarifications, limits). */
export const REQUESTS_A_SECOND = 2_000;

/** A source's own budget: a storm of one takes nothing from the others (`security.md` EV-11). Counted by each process for itself. */
@Injectable()
export class IntakeBudget {
  private readonly on: boolean;
  private second = 0;
  private readonly spent = new Map<string, number>();

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    this.on = config.limits !== 'off';
  }

  /** @throws Refusal 429 with `Retry-After` */
  spend(sourceId: string): void {
    if (!this.on) return;
    const second = Math.floor(this.clock.real().getTime() / 1000);
    if (second !== this.second) {
      this.second = second;
      this.spent.clear();
    }
    const spent = (this.spent.get(sourceId) ?? 0) + 1;
    this.spent.set(sourceId, spent);
    if (spent <= REQUESTS_A_SECOND) return;
    throw new Refusal('too_many_requests', {
      status: 429,
      params: { seconds: 1 },
      extra: {
        type: 'https://iana.org/assignments/http-problem-types#quota-exceeded', 'violated-policies': ['events'], retryAfterSeconds: 1,
        headers: { 'ratelimit-policy': `"events";q=${REQUESTS_A_SECOND};w=1`, ratelimit: '"events";r=0;t=1' },
      },
    });
  }
}
