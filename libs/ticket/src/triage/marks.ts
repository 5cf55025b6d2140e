import { Injectable } from '@nestjs/common';
import { invalid } from '@opora/kit';
import { Actor, Database, type OutboxEvent, Timers, type Tx } from '@opora/platform';
import { versionFor } from '../domain/projection';
import type { Ticket } from '../domain/ticket';
import { TicketKernel } from '../kernel/kernel';
import { projectionOf } from '../scopes';
import type { TriageReply } from './triage.dto';

export const SNOOZE_TIMER = 'ticket.snooze';
/** Acts after which nobody has to find a place for the ticket any more. */
const PLACED = /\.(?:assigned|accepted|resolved|closed|cancelled|merged)$/;
const SNOOZED = 'ticket.snoozed';

/**
 * What stands in triage beside new tickets (`ux.md` §1.5.5): returned by a group that it does not concern. And what does not for a while: snoozed ones come back at their time by themselves. Each is said in
 * the staff's timeline, so that nobody looks for who hid a ticket.
 */
@Injectable()
export class TriageMarks {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly timers: Timers,
  ) {}

  /** @throws Refusal 403, 404, 422 for a time that is past */
  snooze(actor: Actor, idOrReference: string, until: Date): Promise<TriageReply> {
    return this.marked(actor, idOrReference, async (tx, ticket) => {
      if (until <= tx.now) throw invalid('/until', 'ticket.snooze.past');
      await tx.run('insert into ticket_triage (ticket_id, snoozed_until) values ($1, $2) on conflict (ticket_id) do update set snoozed_until = excluded.snoozed_until', [ticket.id, until]);
      await this.timers.set(tx, { kind: SNOOZE_TIMER, key: ticket.id, dueAt: until });
      return { kind: SNOOZED, data: { until: until.toISOString() } };
    });
  }

  wake(actor: Actor, idOrReference: string): Promise<TriageReply> {
    return this.marked(actor, idOrReference, async (tx, ticket) => {
      await tx.run('update ticket_triage set snoozed_until = null where ticket_id = $1', [ticket.id]);
      await this.timers.clear(tx, SNOOZE_TIMER, ticket.id);
      return { kind: 'ticket.woken', data: {} };
    });
  }

  /** "Not ours": it keeps its group until the dispatcher finds another, so that it is never nobody's. */
  giveBack(actor: Actor, idOrReference: string, reason: string): Promise<TriageReply> {
    return this.marked(actor, idOrReference, async (tx, ticket) => {
      await tx.run(
        `insert into ticket_triage (ticket_id, returned_at, returned_by, reason) values ($1, $2, $3, $4)
         on conflict (ticket_id) do update set returned_at = excluded.returned_at, returned_by = excluded.returned_by, reason = excluded.reason, snoozed_until = null`,
        [ticket.id, tx.now, actor.personId, reason],
      );
      return { kind: 'ticket.given_back', reason, data: {} };
    });
  }

  /** Its time has come. */
  async due(tx: Tx, actor: Actor, ticketId: string): Promise<void> {
    if ((await tx.run('update ticket_triage set snoozed_until = null where ticket_id = $1 and snoozed_until is not null', [ticketId])) === 0) return;
    await this.kernel.apply(tx, actor, await this.kernel.claim(tx, actor, ticketId), { set: {}, entry: { kind: 'ticket.woken' }, visibility: 'staff' });
  }

  /** Tickets that were given a place since leave triage. */
  async handle(events: readonly OutboxEvent[]): Promise<void> {
    const placed = events.filter(({ payload }) => PLACED.test(String(payload['entry'])));
    if (placed.length === 0) return;
    await this.database.sql.run(
      'delete from ticket_triage m using unnest($1::uuid[], $2::timestamptz[]) as x(id, at) where m.ticket_id = x.id and (m.returned_at is null or m.returned_at <= x.at)',
      [placed.map(({ key }) => key), placed.map(({ at }) => at)],
    );
  }

  private marked(actor: Actor, idOrReference: string, act: (tx: Tx, ticket: Ticket) => Promise<{ kind: string; reason?: string; data: Record<string, unknown> }>): Promise<TriageReply> {
    return this.database.tx(async (tx) => {
      const ticket = await this.kernel.claim(tx, actor, idOrReference, { permission: 'ticket.edit' });
      if (ticket.phase === 'closed') throw invalid('', 'ticket.triage.closed');
      const { kind, reason, data } = await act(tx, ticket);
      const after = await this.kernel.apply(tx, actor, ticket, { set: {}, entry: { kind, data, ...(reason === undefined ? {} : { reason }) }, visibility: 'staff' });
      return { reference: after.reference, version: versionFor(projectionOf(actor, after), after) };
    }, { operation: actor.operation });
  }
}
