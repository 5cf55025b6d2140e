import { Injectable } from '@nestjs/common';
import { notFound } from '@opora/kit';
import { nameIn } from '@opora/organisation';
import { type Actor, Clock, Database, type Sql } from '@opora/platform';
import { type Projection, TicketKernel, projectionOf } from '@opora/ticket';
import type { ClockReply } from './clock.dto';
import { type ClockRow, ClockStore, type LoadedClock } from './clock.store';
import { type Replayed, replay } from './domain';
import { type Measured, Policies } from './policies';

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** What the clocks of tickets say, as far as the caller may see them (`security.md` D.4). */
@Injectable()
export class ServiceLevels {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly kernel: TicketKernel,
    private readonly store: ClockStore,
    private readonly policies: Policies,
  ) {}

  /** @throws Refusal 404 */
  async ofTicket(actor: Actor, idOrReference: string, explain: boolean): Promise<ClockReply[]> {
    const ticket = await this.kernel.read(this.database.sql, actor, idOrReference);
    if (!ticket) throw notFound();
    const projection = projectionOf(actor, ticket);
    return (await this.clocksOf(this.database.sql, actor, [{ id: ticket.id, projection }], explain)).get(ticket.id) ?? [];
  }

  /** Clocks by ticket; a requester sees the service level alone, a supplier the contract with them. */
  async clocksOf(sql: Sql, actor: Actor, tickets: readonly { id: string; projection: Projection }[], explain = false): Promise<Map<string, ClockReply[]>> {
    const found = new Map<string, ClockReply[]>(tickets.map(({ id }) => [id, []]));
    const projections = new Map(tickets.map(({ id, projection }) => [id, projection]));
    for (const clock of await this.store.load(sql, [...projections.keys()])) {
      const reply = await this.shown(actor, projections.get(clock.ticketId) ?? 'requester', clock, explain);
      if (reply) found.get(clock.ticketId)?.push(reply);
    }
    return found;
  }

  /**
   * Until when each metric of the service level would be due for a ticket registered now, by the very rules that would measure it.
   * @param life states that it goes through, each from an instant on (seconds); the first one now
   */
  async promised(ticket: Measured, life: readonly { at: number; state: string }[]): Promise<{ metric: string; dueAt: number }[]> {
    const [first, ...later] = life;
    const now = Math.floor(this.clock.now().getTime() / 1000);
    if (!first) return [];
    const targets = await this.policies.targets('SLA', ticket, now);
    const promises = await Promise.all(
      targets.map(async (target) => {
        const { rules } = await this.policies.rulesFor(target, ticket.createdAt);
        const told = replay([{ at: first.at, event: 'started', state: first.state, reason: null, rules }, ...later.map(({ at, state }) => ({ at, event: 'state' as const, state, reason: null }))], later.at(-1)?.at ?? now);
        return told && { metric: target.metric, dueAt: told.dueAt };
      }),
    );
    return promises.filter((promise) => promise !== null);
  }

  /** Replies of what `clockColumn` read. */
  async told(actor: Actor, projection: Projection, rows: readonly ClockRow[]): Promise<ClockReply[]> {
    const replies = await Promise.all((await this.store.restoreAll(rows)).map((clock) => this.shown(actor, projection, clock, false)));
    return replies.filter((reply) => reply !== null);
  }

  private async shown(actor: Actor, projection: Projection, clock: LoadedClock, explain: boolean): Promise<ClockReply | null> {
    const theirs = projection === 'staff' || (projection === 'requester' ? clock.type === 'SLA' : clock.type === 'UC' && clock.supplierId === actor.supplierId);
    const told = theirs ? replay(clock.ledger, Math.floor(this.clock.now().getTime() / 1000)) : null;
    return told && this.reply(actor, clock, told, explain);
  }

  private async reply(actor: Actor, clock: LoadedClock, told: Replayed, explain: boolean): Promise<ClockReply> {
    const agreement = await this.policies.version(clock.agreementVersionId);
    return { id: clock.id, metric: clock.metric, agreement: { id: agreement?.agreementId ?? '', name: agreement ? nameIn(actor.locale, agreement) : '', type: clock.type }, ...shape(told, explain) };
  }
}

/** The clock of `api.md`. */
export function shape(told: Replayed, explain: boolean): Omit<ClockReply, 'id' | 'metric' | 'agreement'> {
  const { state, targetSeconds, targetDays, startedAt, dueAt, stoppedAt, breachedAt, elapsedSeconds, remainingSeconds, intervals } = told;
  return {
    state, targetSeconds, ...(targetDays === null ? {} : { targetDays }), startedAt: iso(startedAt), dueAt: iso(dueAt), stoppedAt: stoppedAt === null ? null : iso(stoppedAt), elapsedSeconds, remainingSeconds, breachedAt: breachedAt === null ? null : iso(breachedAt),
    ...(explain ? { intervals: intervals.map((tile) => ({ ...tile, from: iso(tile.from), to: iso(tile.to) })) } : {}),
  };
}
