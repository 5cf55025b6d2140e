import { Injectable, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { TickScheduler } from '../queue/tick.processor';
import { Sweeper } from '../timers/sweeper';
import { Log } from '../log/log';
import { Housekeeping } from './housekeeping';
import { Quarantine } from './quarantine';
import { RelayRunner } from './runner';

/** Start and graceful end of a worker: stop claiming first, then finish what runs (`security.md` F.5). */
@Injectable()
export class WorkerLife implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly relay: RelayRunner,
    private readonly sweeper: Sweeper,
    private readonly ticks: TickScheduler,
    private readonly housekeeping: Housekeeping,
    private readonly quarantine: Quarantine,
    private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!(await this.quarantine.inForce())) return this.begin();
    this.log.warn('restored copy in quarantine: nothing is sent and nothing falls due until "npm run restore -- --release"');
    this.quarantine.onRelease(() => this.begin());
  }

  private async begin(): Promise<void> {
    this.relay.start();
    this.sweeper.start();
    this.housekeeping.start();
    await this.ticks.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.quarantine.stop();
    this.ticks.stop();
    this.housekeeping.stop();
    await this.sweeper.stop();
    await this.relay.stop();
  }
}
