import { Injectable } from '@nestjs/common';
import { Timers, type Tx } from '@opora/platform';
import type { Ticket } from '@opora/ticket';
import { Announcements } from './announcement/announcements';
import type { Decision, Incident } from './domain';
import { AutoClose } from './incident.auto-close';
import { MajorCadence } from './incident.cadence';

export const RESUME_TIMER = 'incident.resume';

/** What a decision sets going or stops, in its own transaction: timers, banner, cadence. */
@Injectable()
export class IncidentConsequences {
  constructor(
    private readonly timers: Timers,
    private readonly autoClose: AutoClose,
    private readonly cadence: MajorCadence,
    private readonly announcements: Announcements,
  ) {}

  async of(tx: Tx, before: Incident, { changes }: Decision, after: Ticket): Promise<void> {
    if (changes.holdUntil) await this.timers.set(tx, { kind: RESUME_TIMER, key: before.id, dueAt: changes.holdUntil });
    else if (before.state === 'on_hold' && before.holdUntil) await this.timers.clear(tx, RESUME_TIMER, before.id);

    if (changes.state === 'resolved') await this.autoClose.start(tx, after);
    else if (before.state === 'resolved' && changes.state !== undefined) await this.autoClose.stop(tx, before.id);

    await this.major(tx, before, { changes });
  }

  /** The banner stands while the incident is major and unsolved; the cadence likewise. */
  private async major(tx: Tx, before: Incident, { changes }: Pick<Decision, 'changes'>): Promise<void> {
    const major = changes.major === undefined ? before.major : changes.major;
    if (!major && !before.major) return;
    const state = changes.state ?? before.state;
    const unsolved = !['resolved', 'closed', 'cancelled'].includes(state);
    if (major && unsolved) {
      await this.announcements.raise(tx, before.id);
      if (changes.major) await this.cadence.start(tx, before.id, changes.major.nextUpdateAt);
      else if (before.state === 'resolved') await this.cadence.updated(tx, before.id);
    } else {
      await this.announcements.lower(tx, before.id);
      await this.cadence.stop(tx, before.id);
    }
  }
}
