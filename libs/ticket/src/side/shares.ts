import { Injectable } from '@nestjs/common';
import type { Tx } from '@opora/platform';

/** A part of a ticket given to another group or person (a task): they see the ticket while it is open (`security.md` D.1, `gv`, `asg`, `sup`). */
export interface Share {
  ticketId: string;
  /** What gives it: the task's id. */
  sourceId: string;
  groupId: string | null;
  personId: string | null;
  open: boolean;
}

@Injectable()
export class TicketShares {
  async set(tx: Tx, { ticketId, sourceId, groupId, personId, open }: Share): Promise<void> {
    await tx.run(
      `insert into ticket_share (ticket_id, source_id, group_id, person_id, open) values ($1, $2, $3, $4, $5)
       on conflict (ticket_id, source_id) do update set group_id = excluded.group_id, person_id = excluded.person_id, open = excluded.open`,
      [ticketId, sourceId, groupId, personId, open],
    );
  }
}
