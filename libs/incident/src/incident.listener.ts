import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Timers, type Tx } from '@opora/platform';
import { type Ticket, TicketReactors } from '@opora/ticket';
import { Announcements } from './announcement/announcements';
import { INCIDENT } from './domain';
import { AutoClose } from './incident.auto-close';
import { MajorCadence } from './incident.cadence';
import { RESUME_TIMER } from './incident.consequences';
import type { CommandFacts } from './incident.standing';

/** After the clocks. */
const ORDER = 100;

/** What a merge stops and its undoing sets going again: timers that fell due meanwhile did nothing, so they are set anew and act at once. */
@Injectable()
export class IncidentListener implements OnModuleInit {
  constructor(
    private readonly reactors: TicketReactors,
    private readonly timers: Timers,
    private readonly autoClose: AutoClose,
    private readonly cadence: MajorCadence,
    private readonly announcements: Announcements,
  ) {}

  onModuleInit(): void {
    const nothing = (): Promise<null> => Promise.resolve(null);
    this.reactors.register({ order: ORDER, opened: nothing, said: nothing, changed: (tx, before, after) => this.changed(tx, before, after) });
  }

  private async changed(tx: Tx, before: Ticket, after: Ticket): Promise<null> {
    if (before.kind !== INCIDENT || (before.mergedIntoId === null) === (after.mergedIntoId === null)) return null;
    const { major = false } = before.commandFacts as Partial<CommandFacts>;
    if (after.mergedIntoId !== null) {
      if (major) await this.stopMajor(tx, after.id);
      return null;
    }
    if (after.state === 'on_hold' && after.stateUntil) await this.timers.set(tx, { kind: RESUME_TIMER, key: after.id, dueAt: after.stateUntil });
    if (after.state === 'resolved') await this.autoClose.start(tx, after);
    else if (major) await this.startMajor(tx, after.id);
    return null;
  }

  private async stopMajor(tx: Tx, id: string): Promise<void> {
    await this.announcements.lower(tx, id);
    await this.cadence.stop(tx, id);
  }

  private async startMajor(tx: Tx, id: string): Promise<void> {
    await this.announcements.raise(tx, id);
    await this.cadence.updated(tx, id);
  }
}
