import { Injectable } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { type Actor, type Tx, systemActor } from '@opora/platform';
import { type Ticket, TicketKernel, standingOf } from '@opora/ticket';
import { type CommandInput, type DecidedCommand, INCIDENT, type Incident, type IncidentState, decide } from './domain';
import { MajorCadence } from './incident.cadence';
import { changeOf } from './incident.change';
import { IncidentConsequences } from './incident.consequences';
import { loadRow, toIncident } from './incident.repository';

/** The acts of the system's timers, each in the transaction of its timer. */
@Injectable()
export class IncidentAutomation {
  constructor(
    private readonly kernel: TicketKernel,
    private readonly consequences: IncidentConsequences,
    private readonly cadence: MajorCadence,
  ) {}

  /** Does nothing where the incident has gone another way meanwhile, or was merged away. */
  async command<C extends DecidedCommand>(tx: Tx, id: string, state: IncidentState, command: C, input: CommandInput[C]): Promise<void> {
    const system = systemActor(`incident.${command}`, id);
    const { ticket, incident } = await this.claim(tx, system, id);
    if (!incident || incident.state !== state) return;
    const decision = decide(incident, command, input, { now: tx.now, standing: standingOf(system, ticket) });
    if (decision instanceof Refusal) return;
    const after = await this.kernel.apply(tx, system, ticket, changeOf(ticket, decision));
    await this.consequences.of(tx, incident, decision, after);
  }

  /** The promised instant of an update came without one: the manager is reminded, and again after each further period. */
  async remind(tx: Tx, id: string): Promise<void> {
    const system = systemActor('incident.major_update', id);
    const { ticket, incident } = await this.claim(tx, system, id);
    if (!incident?.major || ['resolved', 'closed', 'cancelled'].includes(incident.state)) return;
    const { managerId, nextUpdateAt, updateEverySeconds } = incident.major;
    await this.kernel.apply(tx, system, ticket, {
      set: {},
      entry: { kind: 'incident.update_due', data: { managerId, dueAt: nextUpdateAt.toISOString() } },
      visibility: 'staff',
      emit: [{ topic: 'incident.update_due', payload: { managerId } }],
    });
    await this.cadence.again(tx, id, updateEverySeconds);
  }

  private async claim(tx: Tx, system: Actor, id: string): Promise<{ ticket: Ticket; incident: Incident | null }> {
    const ticket = await this.kernel.claim(tx, system, id, { follow: false });
    const own = ticket.kind === INCIDENT && ticket.mergedIntoId === null;
    return { ticket, incident: own ? toIncident(ticket, await loadRow(tx, id)) : null };
  }
}
