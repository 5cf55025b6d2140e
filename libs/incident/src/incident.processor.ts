import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type OutboxEvent, OutboxHandlers, Timers } from '@opora/platform';
import { AUTO_CLOSE_TIMER } from './incident.auto-close';
import { IncidentAutomation } from './incident.automation';
import { MAJOR_UPDATE_TIMER } from './incident.cadence';
import { RESUME_TIMER } from './incident.consequences';
import { CHILDREN_WAIT, IncidentFamily } from './incident.family';

/** What happens to incidents by itself: the scheduled time comes, nobody answers for three working days, an update of a major incident is due, many children follow. */
@Injectable()
export class IncidentProcessor implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly timers: Timers,
    private readonly handlers: OutboxHandlers,
    private readonly acts: IncidentAutomation,
    private readonly family: IncidentFamily,
  ) {}

  onModuleInit(): void {
    this.timers.register(RESUME_TIMER, (tx, { key }) => this.acts.command(tx, key, 'on_hold', 'resume', { because: 'time' }));
    this.timers.register(AUTO_CLOSE_TIMER, (tx, { key }) => this.acts.command(tx, key, 'resolved', 'close', {}));
    this.timers.register(MAJOR_UPDATE_TIMER, (tx, { key }) => this.acts.remind(tx, key));
    this.handlers.register({ name: 'incident.children', topics: [CHILDREN_WAIT], handle: (events) => this.children(events) });
  }

  private async children(events: readonly OutboxEvent[]): Promise<void> {
    for (const { key } of events) while ((await this.database.tx((tx) => this.family.follow(tx, key))) > 0);
  }
}
