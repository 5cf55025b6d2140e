import { Injectable } from '@nestjs/common';
import { conflict } from '@opora/kit';
import { Timers, type Tx } from '@opora/platform';
import type { ConvertedIn, Ticket } from '@opora/ticket';
import { RESUME_TIMER } from './incident.consequences';
import type { CommandFacts } from './incident.standing';

/** Incidents that come from another process, and those that leave. */
@Injectable()
export class IncidentConversion {
  constructor(private readonly timers: Timers) {}

  /** Whoever gets it accepts it. */
  into(_tx: Tx, { groupId, line }: Ticket): Promise<ConvertedIn> {
    const facts: CommandFacts = { resolvedById: null, previousGroupId: null, major: false };
    return Promise.resolve({
      state: groupId === null ? 'new' : 'assigned', commandFacts: { ...facts },
      own: async (tx, { id }) => void (await tx.run('insert into incident (ticket_id, left_first_line) values ($1, $2)', [id, (line ?? 1) !== 1])),
    });
  }

  /** @throws Refusal 409 while it is declared major: others depend on it */
  async outOf(tx: Tx, ticket: Ticket): Promise<{ ticket: Ticket; left: Record<string, unknown> }> {
    if ((ticket.commandFacts as Partial<CommandFacts>).major) throw conflict('convert.major', { state: ticket.state });
    await this.timers.clear(tx, RESUME_TIMER, ticket.id);
    const left = await tx.one<Record<string, unknown>>('delete from incident where ticket_id = $1 returning previous_group_id as "previousGroupId", left_first_line as "leftFirstLine"', [ticket.id]);
    return { ticket, left: left ?? {} };
  }
}
