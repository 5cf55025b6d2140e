import { Injectable, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { TickScheduler } from '../queue/tick.processor';
import { Sweeper } from '../timers/sweeper';
import { Housekeeping } from './housekeeping';
import { RelayRunner } from './runner';

/** Start and graceful end of a worker: stop claiming first, then finish what runs (`security.md` F.5). */
@Injectable()
export class WorkerLife implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly relay: RelayRunner,
    private readonly sweeper: Sweeper,
    private readonly ticks: TickScheduler,
    private readonly housekeeping: Housekeeping,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.relay.start();
    this.sweeper.start();
    this.housekeeping.start();
    await this.ticks.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.ticks.stop();
    this.housekeeping.stop();
    await this.sweeper.stop();
    await this.relay.stop();
  }
}
