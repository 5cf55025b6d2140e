import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OutboxHandlers, Timers, systemActor } from '@opora/platform';
import { SNOOZE_TIMER, TriageMarks } from './marks';

@Injectable()
export class TriageWork implements OnModuleInit {
  constructor(
    private readonly handlers: OutboxHandlers,
    private readonly timers: Timers,
    private readonly marks: TriageMarks,
  ) {}

  onModuleInit(): void {
    this.handlers.register({ name: 'ticket.triage', topics: ['ticket.changed'], handle: (events) => this.marks.handle(events) });
    this.timers.register(SNOOZE_TIMER, (tx, { key }) => this.marks.due(tx, systemActor('ticket.snooze', key), key));
  }
}
