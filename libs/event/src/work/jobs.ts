import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Sweeps } from '@opora/platform';
import { AlertDecider } from './decider';
import { EventProcessor } from './processor';
import { EventUpkeep } from './upkeep';

/** What happens to events by itself, in worker processes: stored events become alerts, alerts become incidents, days of the table come and go. */
@Injectable()
export class EventSweeps implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly processor: EventProcessor,
    private readonly decider: AlertDecider,
    private readonly upkeep: EventUpkeep,
  ) {}

  onModuleInit(): void {
    this.sweeps.register({ name: 'events', sweep: () => this.processor.sweep() });
    this.sweeps.register({ name: 'alerts', sweep: () => this.decider.sweep() });
    this.sweeps.register({ name: 'event days', upkeep: true, sweep: () => this.upkeep.sweep() });
  }
}
