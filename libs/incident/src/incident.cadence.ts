import { Injectable } from '@nestjs/common';
import { Timers, type Tx } from '@opora/platform';

export const MAJOR_UPDATE_TIMER = 'incident.major_update';

/** When the next update of a major incident is promised; a reminder goes to its manager at that instant (`domain.md` §4, declare major). */
@Injectable()
export class MajorCadence {
  constructor(private readonly timers: Timers) {}

  async start(tx: Tx, incidentId: string, nextUpdateAt: Date): Promise<void> {
    await this.timers.set(tx, { kind: MAJOR_UPDATE_TIMER, key: incidentId, dueAt: nextUpdateAt });
  }

  async stop(tx: Tx, incidentId: string): Promise<void> {
    await this.timers.clear(tx, MAJOR_UPDATE_TIMER, incidentId);
  }

  /** Nothing went out: the promise stays broken as it is, the next reminder comes after one period more. */
  async again(tx: Tx, incidentId: string, updateEverySeconds: number): Promise<void> {
    await this.start(tx, incidentId, new Date(tx.now.getTime() + updateEverySeconds * 1000));
  }

  /** An update went out: the next one is promised from now. */
  async updated(tx: Tx, incidentId: string): Promise<Date | null> {
    const row = await tx.one<{ at: Date }>(
      `update incident set major_next_update_at = $2::timestamptz + make_interval(secs => major_update_seconds) where ticket_id = $1 and major returning major_next_update_at as at`,
      [incidentId, tx.now],
    );
    if (row) await this.start(tx, incidentId, row.at);
    return row?.at ?? null;
  }
}
