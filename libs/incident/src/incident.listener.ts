import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type OutboxEvent, OutboxHandlers, Timers, systemActor } from '@opora/platform';
import { TicketKernel } from '@opora/ticket';
import { INCIDENT } from './domain';
import { AutoClose } from './incident.auto-close';
import { RESUME_TIMER } from './incident.consequences';

/** Reacts to what the kernel does to incidents: a merge that was undone gives back what waited. */
@Injectable()
export class IncidentListener implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly handlers: OutboxHandlers,
    private readonly timers: Timers,
    private readonly kernel: TicketKernel,
    private readonly autoClose: AutoClose,
  ) {}

  onModuleInit(): void {
    this.handlers.register({ name: 'incident.unmerged', topics: ['ticket.unmerged'], handle: (events) => this.unmerged(events) });
  }

  /** Timers that fell due meanwhile did nothing: they are set again and act at once. */
  private async unmerged(events: readonly OutboxEvent[]): Promise<void> {
    for (const { key } of events)
      await this.database.tx(async (tx) => {
        const ticket = await this.kernel.claim(tx, systemActor('incident.unmerged', key), key, { follow: false });
        if (ticket.kind !== INCIDENT || ticket.mergedIntoId !== null) return;
        if (ticket.state === 'on_hold' && ticket.stateUntil) await this.timers.set(tx, { kind: RESUME_TIMER, key, dueAt: ticket.stateUntil });
        if (ticket.state === 'resolved') await this.autoClose.start(tx, ticket);
      });
  }
}
