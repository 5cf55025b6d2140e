import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { Database, type OutboxEvent, OutboxHandlers, Timers, type Tx, systemActor } from '@opora/platform';
import { TicketKernel } from '@opora/ticket';
import { type CommandInput, type DecidedCommand, INCIDENT, type IncidentState, decide } from './domain';
import { AUTO_CLOSE_TIMER } from './incident.auto-close';
import { MAJOR_UPDATE_TIMER, MajorCadence } from './incident.cadence';
import { changeOf } from './incident.change';
import { IncidentConsequences, RESUME_TIMER } from './incident.consequences';
import { CHILDREN_WAIT, IncidentFamily } from './incident.family';
import { loadRow, toIncident } from './incident.repository';
import { standingOf } from './incident.standing';

/** What happens to incidents by itself: the scheduled time comes, nobody answers for three working days, an update of a major incident is due, many children follow. */
@Injectable()
export class IncidentProcessor implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly timers: Timers,
    private readonly handlers: OutboxHandlers,
    private readonly kernel: TicketKernel,
    private readonly consequences: IncidentConsequences,
    private readonly family: IncidentFamily,
  ) {}

  onModuleInit(): void {
    this.timers.register(RESUME_TIMER, (tx, { key }) => this.act(tx, key, 'on_hold', 'resume', { because: 'time' }));
    this.timers.register(AUTO_CLOSE_TIMER, (tx, { key }) => this.act(tx, key, 'resolved', 'close', {}));
    this.handlers.register({ name: 'incident.children', topics: [CHILDREN_WAIT], handle: (events) => this.children(events) });
  }

  /** Does nothing where the incident has gone another way meanwhile, or was merged away. */
  private async act<C extends DecidedCommand>(tx: Tx, id: string, state: IncidentState, command: C, input: CommandInput[C]): Promise<void> {
    const system = systemActor(`incident.${command}`, id);
    const ticket = await this.kernel.claim(tx, system, id, { follow: false });
    if (ticket.kind !== INCIDENT || ticket.state !== state || ticket.mergedIntoId !== null) return;
    const incident = toIncident(ticket, await loadRow(tx, id));
    const decision = decide(incident, command, input, { now: tx.now, standing: standingOf(system, ticket) });
    if (decision instanceof Refusal) return;
    const after = await this.kernel.apply(tx, system, ticket, changeOf(ticket, decision));
    await this.consequences.of(tx, incident, decision, after);
  }

  private async children(events: readonly OutboxEvent[]): Promise<void> {
    for (const { key } of events) while ((await this.database.tx((tx) => this.family.follow(tx, key))) > 0);
  }
}
