import { Injectable } from '@nestjs/common';
import { invalid } from '@opora/kit';
import { type Actor, Timers, type Tx } from '@opora/platform';
import type { ConvertedIn, Ticket } from '@opora/ticket';
import { Approvals, Tasks } from '@opora/work';
import { REQUEST_KINDS } from './domain';
import { RESUME_TIMER } from './request.consequences';
import type { CommandFacts } from './request.standing';

/** Requests that come from another process, and those that leave. */
@Injectable()
export class RequestConversion {
  constructor(
    private readonly timers: Timers,
    private readonly approvals: Approvals,
    private readonly tasks: Tasks,
  ) {}

  /** Nobody has to approve what was not ordered from the catalogue. `into` is the kind of request; a service request where left out. */
  into(_tx: Tx, ticket: Ticket, into: string | null): Promise<ConvertedIn> {
    const kind = into ?? 'service';
    if (!(REQUEST_KINDS as readonly string[]).includes(kind)) throw invalid('/into', 'not_one_of', { values: REQUEST_KINDS });
    const facts: CommandFacts = { fulfilledById: null, approved: false, targets: {} };
    return Promise.resolve({
      state: ticket.groupId === null ? 'submitted' : 'fulfilling', commandFacts: { ...facts },
      own: async (tx, { id }) => void (await tx.run('insert into request (ticket_id, request_kind) values ($1, $2)', [id, kind])),
    });
  }

  async outOf(tx: Tx, actor: Actor, before: Ticket): Promise<{ ticket: Ticket; left: Record<string, unknown> }> {
    const ticket = await this.approvals.withdraw(tx, actor, before);
    await this.tasks.cancelAll(tx, ticket.id);
    await this.timers.clear(tx, RESUME_TIMER, ticket.id);
    const left = await tx.one<Record<string, unknown>>('delete from request where ticket_id = $1 returning request_kind as "requestKind", offering_id as "offeringId", version_id as "versionId", answers', [ticket.id]);
    return { ticket, left: left ?? {} };
  }
}
