import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, OutboxHandlers, Sweeps, Timers, systemActor } from '@opora/platform';
import { UPLOAD_WAITS_HOURS } from '../messages/attachment-binder';
import { AttachmentService } from '../messages/attachment.service';
import { MessageService } from '../messages/message.service';
import { RELEASE_TIMER } from '../messages/writer';
import { SearchIndexWriter } from '../search/index-writer';
import { Desk } from '../side/desk';

const CLEAN_EVERY_MS = 600_000;
const HOUR_MS = 3_600_000;

/** Where the jobs of this module enrol. */
@Injectable()
export class TicketWorkRegistries {
  constructor(
    readonly handlers: OutboxHandlers,
    readonly timers: Timers,
    readonly sweeps: Sweeps,
  ) {}
}

/** What happens to tickets without a request: search words, messages that go out, what nobody came back for. */
@Injectable()
export class TicketWork implements OnModuleInit {
  private cleanAt = new Date(0);

  constructor(
    private readonly registries: TicketWorkRegistries,
    private readonly index: SearchIndexWriter,
    private readonly messages: MessageService,
    private readonly attachments: AttachmentService,
    private readonly desk: Desk,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const { handlers, timers, sweeps } = this.registries;
    handlers.register({ name: 'ticket.search', topics: ['ticket.registered', 'ticket.changed', 'ticket.imported', 'message.said', 'message.redacted'], handle: (events) => this.index.handle(events) });
    timers.register(RELEASE_TIMER, async (tx, { key, payload }) => this.messages.release(tx, systemActor('message.release', key), String(payload['ticketId']), key));
    sweeps.register({ name: 'ticket.leftovers', upkeep: true, sweep: () => this.clean() });
  }

  private async clean(): Promise<{ acted: number; nextDueAt: Date | null }> {
    const now = this.clock.now();
    let acted = 0;
    if (now >= this.cleanAt) {
      acted = (await this.attachments.sweep(new Date(now.getTime() - UPLOAD_WAITS_HOURS * HOUR_MS))) + (await this.desk.sweep(now));
      this.cleanAt = new Date(now.getTime() + CLEAN_EVERY_MS);
    }
    return { acted, nextDueAt: this.cleanAt };
  }
}
