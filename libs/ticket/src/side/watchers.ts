import { Injectable } from '@nestjs/common';
import { forbidden, invalid, notFound } from '@opora/kit';
import { Actor, Database, type Tx } from '@opora/platform';
import type { Ticket } from '../domain/ticket';
import { TicketKernel } from '../kernel/kernel';
import type { WatcherRef } from '../lists/reply.dto';
import { permitted, projectionOf } from '../scopes';

/** Staff are those who may read private messages in some scope; anybody else who watches is a participant (`domain.md` §3). */
const IS_STAFF = `exists (select 1 from person_role pr join role_permission rp on rp.role_id = pr.role_id where pr.person_id = p.id and rp.permission = 'message.readPrivate')`;

@Injectable()
export class Watchers {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
  ) {}

  async list(actor: Actor, idOrReference: string): Promise<WatcherRef[]> {
    const ticket = await this.kernel.read(this.database.sql, actor, idOrReference);
    if (!ticket) throw notFound();
    const projection = projectionOf(actor, ticket);
    if (projection === 'supplier') return [];
    return this.database.sql.rows<WatcherRef>(
      `select p.id, p.display_name as "displayName", w.participant from ticket_watcher w join person p on p.id = w.person_id where w.ticket_id = $1 and ($2 or w.participant) order by p.display_name, p.id`,
      [ticket.id, projection === 'staff'],
    );
  }

  /** @throws Refusal 403, 404, 422 unknown person */
  add(actor: Actor, idOrReference: string, personId: string): Promise<void> {
    return this.database.tx((tx) => this.addWithin(tx, actor, idOrReference, personId));
  }

  /** The same in the caller's transaction. */
  async addWithin(tx: Tx, actor: Actor, idOrReference: string, personId: string): Promise<void> {
    const ticket = await this.claim(tx, actor, idOrReference, personId);
    const person = await tx.one<{ staff: boolean }>(`select ${IS_STAFF} as staff from person p where p.id = $1 and p.active`, [personId]);
    if (!person) throw invalid('/personId', 'unknown_reference');
    const participant = !person.staff || (personId === actor.personId && actor.face === 'requester');
    /* Who is not staff may bring in colleagues, but name no member of staff as a watcher (`security.md` D.3). */
    if (!participant && projectionOf(actor, ticket) === 'requester') throw invalid('/personId', 'unknown_reference');
    const added = await tx.run('insert into ticket_watcher (ticket_id, person_id, participant, added_by, added_at) values ($1, $2, $3, $4, $5) on conflict do nothing', [ticket.id, personId, participant, actor.personId, tx.now]);
    if (added > 0) await this.tell(tx, actor, ticket, 'ticket.watched', personId, participant);
  }

  async remove(actor: Actor, idOrReference: string, personId: string): Promise<void> {
    await this.database.tx(async (tx) => {
      const ticket = await this.claim(tx, actor, idOrReference, personId);
      const removed = await tx.one<{ participant: boolean }>('delete from ticket_watcher where ticket_id = $1 and person_id = $2 returning participant', [ticket.id, personId]);
      if (!removed && personId !== actor.personId) throw notFound();
      if (removed) await this.tell(tx, actor, ticket, 'ticket.unwatched', personId, removed.participant);
    });
  }

  private async claim(tx: Tx, actor: Actor, idOrReference: string, personId: string): Promise<Ticket> {
    const ticket = await this.kernel.claim(tx, actor, idOrReference);
    const permission = personId === actor.personId ? 'ticket.watchSelf' : 'ticket.watchOthers';
    if (!permitted(actor, permission, ticket)) throw forbidden(permission);
    return ticket;
  }

  private async tell(tx: Tx, actor: Actor, ticket: Ticket, kind: string, personId: string, participant: boolean): Promise<void> {
    const change = kind === 'ticket.watched' ? { field: 'watchers', from: null, to: personId } : { field: 'watchers', from: personId, to: null };
    await this.kernel.apply(tx, actor, ticket, { set: {}, entry: { kind, data: { personId, participant } }, visibility: participant ? 'public' : 'staff', changes: [change] });
  }
}
