import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common';
import { Log, OutboxHandlers, Sweeps } from '@opora/platform';
import { ReplayWork } from './replay-work';
import { REPLAY_ASKED } from './replays';

/** Wakes when a replay is asked for, and now and then for one whose process died. */
@Injectable()
export class ReplayJob implements OnModuleInit, BeforeApplicationShutdown {
  private stopped = false;
  private busy: Promise<void> | null = null;

  constructor(
    private readonly handlers: OutboxHandlers,
    private readonly sweeps: Sweeps,
    private readonly replays: ReplayWork,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.handlers.register({ name: 'service-level.replays', topics: [REPLAY_ASKED], handle: async () => this.wake() });
    this.sweeps.register({ name: 'sla replays', upkeep: true, sweep: async () => (this.wake(), { acted: 0, nextDueAt: null }) });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.busy;
  }

  private wake(): void {
    if (this.stopped || this.busy) return;
    this.busy = this.drain()
      .catch((error: unknown) => this.log.failure('replays could not be looked for', error))
      .finally(() => (this.busy = null));
  }

  private async drain(): Promise<void> {
    for (let claimed = await this.replays.claim(); claimed && !this.stopped; claimed = await this.replays.claim()) {
      const { id } = claimed;
      await this.replays.work(claimed, () => this.stopped).catch(async (error: unknown) => {
        this.log.failure('a replay broke off', error, { replay: id });
        await this.replays.fail(id, error);
      });
    }
  }
}
