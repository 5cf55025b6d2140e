import { Injectable } from '@nestjs/common';
import { notFound } from '@opora/kit';
import { Actor, Clock, Database, emit } from '@opora/platform';
import type { Ticket } from '../domain/ticket';
import { versionFor } from '../domain/projection';
import { TicketKernel } from '../kernel/kernel';
import type { ViewerRef } from '../lists/reply.dto';
import { permitted, projectionOf } from '../scopes';
import type { DraftReply, ViewerBody } from './side.dto';

/** Milliseconds for which a look is believed; the page says it again every half of it. */
export const PRESENCE_MS = 60_000;

/** What a person's own desk remembers of a ticket: drafts, what was seen, who is looking. Nothing of it moves the ticket's versions. */
@Injectable()
export class Desk {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly clock: Clock,
  ) {}

  async drafts(actor: Actor, idOrReference: string): Promise<DraftReply[]> {
    const ticket = await this.visible(actor, idOrReference);
    const rows = await this.database.sql.rows<{ kind: string; body: Record<string, unknown>; at: Date }>('select kind, body, updated_at as at from draft where person_id = $1 and ticket_id = $2 order by kind', [actor.personId, ticket.id]);
    return rows.map(({ kind, body, at }) => ({ kind, body, updatedAt: at.toISOString() }));
  }

  async keepDraft(actor: Actor, idOrReference: string, kind: string, body: Record<string, unknown>): Promise<DraftReply> {
    const ticket = await this.visible(actor, idOrReference);
    const now = this.clock.now();
    await this.database.sql.run(
      'insert into draft (person_id, ticket_id, kind, body, updated_at) values ($1, $2, $3, $4, $5) on conflict (person_id, ticket_id, kind) do update set body = excluded.body, updated_at = excluded.updated_at',
      [actor.personId, ticket.id, kind, JSON.stringify(body), now],
    );
    return { kind, body, updatedAt: now.toISOString() };
  }

  /** One's own draft goes even where the ticket is out of sight by now. */
  async dropDraft(actor: Actor, idOrReference: string, kind: string): Promise<void> {
    await this.database.sql.run('delete from draft d using ticket t where t.id = d.ticket_id and (t.id::text = $2 or t.reference = $2) and d.person_id = $1 and d.kind = $3', [actor.personId, idOrReference, kind]);
  }

  async seen(actor: Actor, idOrReference: string, version: number): Promise<void> {
    const ticket = await this.visible(actor, idOrReference);
    await this.database.sql.run(
      'insert into ticket_seen (person_id, ticket_id, version, at) values ($1, $2, $3, $4) on conflict (person_id, ticket_id) do update set version = greatest(ticket_seen.version, excluded.version), at = excluded.at',
      [actor.personId, ticket.id, Math.min(version, versionFor(projectionOf(actor, ticket), ticket)), this.clock.now()],
    );
  }

  /** Members of staff who look at it now, as far as the caller's face may know (`security.md` SS-06). @throws Refusal 404 */
  async viewers(actor: Actor, idOrReference: string): Promise<ViewerRef[]> {
    const ticket = await this.watchable(actor, idOrReference);
    return this.database.sql.rows<ViewerRef>(
      `select v.person_id as id, p.display_name as "displayName", v.mode, v.field from ticket_presence v join person p on p.id = v.person_id
       where v.ticket_id = $1 and v.expires_at > $2 and ($3::uuid is null or p.supplier_id = $3) order by p.display_name`,
      [ticket.id, this.clock.now(), actor.face === 'supplier' ? actor.supplierId : null],
    );
  }

  async look(actor: Actor, idOrReference: string, { mode, field }: ViewerBody): Promise<void> {
    const ticket = await this.watchable(actor, idOrReference);
    await this.database.tx(async (tx) => {
      const changed = await tx.one<{ changed: boolean }>(
        `with old as (select mode, field, expires_at from ticket_presence where ticket_id = $1 and person_id = $2),
         put as (insert into ticket_presence (ticket_id, person_id, mode, field, expires_at) values ($1, $2, $3, $4, $5) on conflict (ticket_id, person_id) do update set mode = excluded.mode, field = excluded.field, expires_at = excluded.expires_at)
         select not exists (select 1 from old where mode = $3 and field is not distinct from $4 and expires_at > $6) as changed`,
        [ticket.id, actor.personId, mode, field ?? null, new Date(tx.now.getTime() + PRESENCE_MS), tx.now],
      );
      if (changed?.changed) await emit(tx, viewersEvent(ticket, actor));
    });
  }

  async leave(actor: Actor, idOrReference: string): Promise<void> {
    const ticket = await this.watchable(actor, idOrReference);
    await this.database.tx(async (tx) => {
      if ((await tx.run('delete from ticket_presence where ticket_id = $1 and person_id = $2', [ticket.id, actor.personId])) > 0) await emit(tx, viewersEvent(ticket, actor));
    });
  }

  /** Looks that nobody repeated. @returns rows removed */
  sweep(before: Date): Promise<number> {
    return this.database.sql.run('delete from ticket_presence where expires_at < $1', [before]);
  }

  private async visible(actor: Actor, idOrReference: string): Promise<Ticket> {
    const ticket = await this.kernel.read(this.database.sql, actor, idOrReference);
    if (!ticket) throw notFound();
    return ticket;
  }

  private async watchable(actor: Actor, idOrReference: string): Promise<Ticket> {
    const ticket = await this.visible(actor, idOrReference);
    if (!permitted(actor, 'ticket.viewers', ticket) || projectionOf(actor, ticket) === 'requester') throw notFound();
    return ticket;
  }
}

const viewersEvent = (ticket: Ticket, actor: Actor) => ({ topic: 'ticket.viewers', key: ticket.id, payload: { id: ticket.id, kind: ticket.kind }, requestId: actor.requestId });
