import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { notFound } from '@opora/kit';
import { type Actor, Database, OutboxHandlers, type Tx, emit } from '@opora/platform';
import type { AppliedReply } from './impact.dto';
import { OpenTicketWork, openTickets } from './open-tickets';
import { Policies } from './policies';

const BATCH = 500;
/** As many as a person waits for; the worker goes on with the others. */
export const AT_ONCE = 300;
const TOPIC = 'policy.open_tickets';

/** Lets a version of an agreement or calendar hold for tickets that are open already, where the manager chooses so (`domain.md` §9). */
@Injectable()
export class OpenPolicies {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly policies: Policies,
    private readonly work: OpenTicketWork,
  ) {}

  /** In the transaction of the publishing; `apply` follows the commit, here and in a worker. */
  async mark(tx: Tx, actor: Actor, versionId: string): Promise<void> {
    const added = await tx.run('insert into policy_for_open (version_id, at, by_id) values ($1, $2, $3) on conflict do nothing', [versionId, tx.now, actor.personId]);
    if (added > 0) await emit(tx, { topic: TOPIC, key: versionId, payload: { versionId } });
    tx.afterCommit(() => this.policies.forget());
  }

  /** The present version of a calendar. @throws Refusal 404 */
  async applyCalendar(actor: Actor, calendarId: string, most?: number): Promise<AppliedReply> {
    await this.database.tx(async (tx) => {
      const version = await tx.one<{ id: string; number: number }>('select v.id, v.version as number from calendar_version v join calendar c on c.id = v.calendar_id and c.version = v.version where c.id = $1', [calendarId]);
      if (!version) throw notFound();
      await this.mark(tx, actor, version.id);
      await this.journal.append(tx, { streamId: calendarId, streamKind: 'calendar', kind: 'calendar.holds_for_open', actor, data: { number: version.number } });
    });
    return this.apply(most);
  }

  /** Measures open tickets by what holds now, each in its own transaction; those that are measured by it already stay as they are, so that it can be repeated. */
  async apply(most = Number.POSITIVE_INFINITY): Promise<AppliedReply> {
    const reply = { tickets: 0, moved: 0, waiting: 0 };
    this.policies.forget();
    for await (const batch of openTickets(this.database.sql, BATCH))
      for (const ticket of await this.work.concerned(batch)) {
        reply.tickets++;
        if (reply.tickets > most) reply.waiting++;
        else reply.moved += await this.work.measure(ticket);
      }
    return reply;
  }
}

/** What did not fit into the manager's request. */
@Injectable()
export class OpenPoliciesJob implements OnModuleInit {
  constructor(
    private readonly handlers: OutboxHandlers,
    private readonly policies: OpenPolicies,
  ) {}

  onModuleInit(): void {
    this.handlers.register({ name: 'service-level.open-tickets', topics: [TOPIC], handle: async () => void (await this.policies.apply()) });
  }
}
