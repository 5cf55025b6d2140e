import { Injectable } from '@nestjs/common';
import { conflict, invalid, notFound } from '@opora/kit';
import { Actor, Database, Ids, type Sql, type Tx } from '@opora/platform';
import type { Ticket } from '../domain/ticket';
import { TicketKernel } from '../kernel/kernel';
import type { TicketRef } from '../lists/reply.dto';
import { visibleTo } from '../scopes';
import type { LinkBody, LinkReply, LinkType } from './side.dto';

interface LinkRow extends TicketRef {
  linkId: string;
  type: LinkType;
  outward: boolean;
  createdAt: Date;
}

/** One lock for all links of a type: two that close a cycle together must not pass each other. */
const LOCK = `select pg_advisory_xact_lock(7310003, hashtext($1))`;
/** Whether `$2` leads to `$1` over links of this type: then a link from `$1` to `$2` closes a cycle. */
const REACHES = `with recursive way(id) as (select $2::uuid union select l.to_id from ticket_link l join way on l.from_id = way.id where l.type = $3) select 1 as found from way where id = $1 limit 1`;

@Injectable()
export class Links {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly ids: Ids,
  ) {}

  /** Links to tickets that the reader sees; others are absent and uncounted (`security.md` BO-18). */
  async list(actor: Actor, idOrReference: string): Promise<LinkReply[]> {
    const ticket = await this.kernel.read(this.database.sql, actor, idOrReference);
    if (!ticket) throw notFound();
    return (await this.rows(this.database.sql, actor, ticket.id, null)).map(replyOf);
  }

  /** @throws Refusal 404, 403, 409 `link.exists`, 422 `link.cycle`, unknown ticket */
  async add(actor: Actor, idOrReference: string, body: LinkBody): Promise<LinkReply> {
    return this.database.tx(async (tx) => {
      const [own, other] = await this.both(tx, actor, idOrReference, body.ticketId);
      const [from, to] = body.direction === 'inward' ? [other, own] : [own, other];
      const id = await this.link(tx, actor, from, to, body.type);
      const [row] = await this.rows(tx, actor, own.id, id);
      return replyOf(row as LinkRow);
    }, { operation: actor.operation });
  }

  /** Writes the link, its journal entries and what it means for the child of a parent. @returns its id */
  async link(tx: Tx, actor: Actor, from: Ticket, to: Ticket, type: LinkType): Promise<string> {
    /* A relation has no direction: it is kept once. */
    const [a, b] = type === 'related_to' && from.id > to.id ? [to, from] : [from, to];
    if (type !== 'related_to') {
      await tx.run(LOCK, [type]);
      if (await tx.one(REACHES, [a.id, b.id, type])) throw invalid('/ticketId', 'link.cycle');
    }
    if (type === 'parent_of' && b.parentId !== null && b.parentId !== a.id) throw conflict('link.has_parent', { state: b.state });
    const id = this.ids.next();
    const made = await tx.run('insert into ticket_link (id, from_id, to_id, type, created_by, created_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing', [id, a.id, b.id, type, actor.personId, tx.now]);
    if (made === 0) throw conflict('link.exists', { state: from.state });
    await this.tell(tx, actor, a, b, type, true);
    return id;
  }

  async remove(actor: Actor, idOrReference: string, linkId: string): Promise<void> {
    await this.database.tx(async (tx) => {
      const ticket = await this.kernel.read(tx, actor, idOrReference);
      const [row] = ticket ? await this.rows(tx, actor, ticket.id, linkId) : [];
      if (!ticket || !row) throw notFound();
      const [own, other] = await this.both(tx, actor, ticket.id, row.id);
      await tx.run('delete from ticket_link where id = $1', [linkId]);
      await (row.outward ? this.tell(tx, actor, own, other, row.type, false) : this.tell(tx, actor, other, own, row.type, false));
    });
  }

  /** Locks both in one order for all, so that two who link the same pair do not wait for each other in a ring. */
  async both(tx: Tx, actor: Actor, own: string, other: string, permission = 'ticket.link'): Promise<[Ticket, Ticket]> {
    const first = await this.kernel.read(tx, actor, own);
    if (!first) throw notFound();
    const second = await this.kernel.read(tx, actor, other);
    if (!second) throw invalid('/ticketId', 'unknown_reference');
    if (first.id === second.id) throw invalid('/ticketId', 'link.itself');
    const claim = (id: string): Promise<Ticket> => this.kernel.claim(tx, actor, id, id === first.id ? { permission } : {});
    if (first.id < second.id) return [await claim(first.id), await claim(second.id)];
    const locked = await claim(second.id);
    return [await claim(first.id), locked];
  }

  private async tell(tx: Tx, actor: Actor, from: Ticket, to: Ticket, type: LinkType, made: boolean): Promise<void> {
    const entry = (other: Ticket, direction: 'outward' | 'inward') => ({ kind: made ? 'ticket.linked' : 'ticket.unlinked', data: { type, direction, ticketId: other.id, reference: other.reference } });
    const changes = (other: Ticket) => [{ field: 'links', from: made ? null : other.id, to: made ? other.id : null }];
    await this.kernel.apply(tx, actor, from, { set: {}, entry: entry(to, 'outward'), visibility: 'staff', changes: changes(to) });
    const parentId = type === 'parent_of' ? { parentId: made ? from.id : null } : {};
    await this.kernel.apply(tx, actor, to, { set: parentId, entry: entry(from, 'inward'), visibility: 'staff', changes: changes(from) });
  }

  private rows(sql: Sql, actor: Actor, ticketId: string, linkId: string | null): Promise<LinkRow[]> {
    const params: unknown[] = [ticketId, linkId];
    return sql.rows<LinkRow>(
      `select l.id as "linkId", l.type, l.from_id = $1 as outward, l.created_at as "createdAt", t.id, t.reference, t.title, t.kind, t.state, t.phase
       from ticket_link l join ticket t on t.id = case when l.from_id = $1 then l.to_id else l.from_id end
       where (l.from_id = $1 or l.to_id = $1) and ($2::uuid is null or l.id = $2) and ${visibleTo(actor, 't', params)} order by l.created_at, l.id`,
      params,
    );
  }
}

const replyOf = ({ linkId, type, outward, createdAt, id, reference, title, kind, state, phase }: LinkRow): LinkReply => ({
  id: linkId, type, direction: outward ? 'outward' : 'inward', ticket: { id, reference, title, kind, state, phase }, createdAt: createdAt.toISOString(),
});

