import { Injectable } from '@nestjs/common';
import { conflict, invalid, notFound } from '@opora/kit';
import { Actor, Database, Ids, type Tx } from '@opora/platform';
import type { Ticket } from '../domain/ticket';
import { TicketKernel } from '../kernel/kernel';
import { TicketKinds } from '../kernel/registry';
import type { TicketReply } from '../lists/reply.dto';
import { TicketQueries } from '../lists/ticket.queries';
import { type Moved, MergeRows } from './merge-rows';

interface MergeRow {
  id: string;
  target: string;
  before: { state: string; stateReason: string | null; stateUntil: string | null; resolvedAt: string | null; closedAt: string | null };
  moved: Moved;
}

const instant = (at: string | null): Date | null => (at === null ? null : new Date(at));

/** Duplicates become one ticket with messages, attachments, watchers and links; it can be undone (`domain.md` §3, Merge). */
@Injectable()
export class Merge {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly kinds: TicketKinds,
    private readonly rows: MergeRows,
    private readonly tickets: TicketQueries,
    private readonly ids: Ids,
  ) {}

  /** @returns the survivor @throws Refusal 403, 404, 409, 412, 422 */
  merge(actor: Actor, idOrReference: string, intoId: string, ifMatch: number | '*'): Promise<TicketReply> {
    return this.database.tx(async (tx) => this.reply(tx, actor, await this.within(tx, actor, idOrReference, intoId, ifMatch)), { operation: actor.operation });
  }

  /** The same in the caller's transaction. @returns the survivor's id */
  async within(tx: Tx, actor: Actor, idOrReference: string, intoId: string, ifMatch: number | '*'): Promise<string> {
    const source = await this.kernel.read(tx, actor, idOrReference);
    if (!source) throw notFound();
    const target = await this.kernel.read(tx, actor, intoId);
    if (!target) throw invalid('/intoId', 'unknown_reference');
    if (source.id === target.id) throw invalid('/intoId', 'merge.itself');
    const mergedState = this.kinds.get(source.kind).mergedState;
    if (mergedState === undefined || source.kind !== target.kind) throw invalid('/intoId', 'merge.other_kind');
    const claimed = await this.claimBoth(tx, actor, source.id, target.id, ifMatch);
    for (const ticket of claimed) if (ticket.phase === 'closed') throw conflict('merge.closed', { state: ticket.state, reference: ticket.reference, allowedCommands: this.kinds.get(ticket.kind).allowedCommands(actor, ticket) });
    return this.join(tx, actor, claimed[0], claimed[1], mergedState);
  }

  /** @returns the ticket, which stands alone again, @throws Refusal 404 where it is not merged or either half is out of sight */
  unmerge(actor: Actor, idOrReference: string, ifMatch: number | '*'): Promise<TicketReply> {
    return this.database.tx(async (tx) => {
      const source = await this.kernel.read(tx, actor, idOrReference, undefined, false);
      if (!source?.mergedIntoId) throw notFound();
      const survivor = await this.kernel.read(tx, actor, source.mergedIntoId);
      if (!survivor) throw notFound();
      const [own, into] = await this.claimBoth(tx, actor, source.id, survivor.id, ifMatch, false);
      const merge = await tx.one<MergeRow>('select id, target_id as target, before, moved from ticket_merge where source_id = $1 and undone_at is null for update', [own.id]);
      if (!merge) throw notFound();
      await this.part(tx, actor, own, into, merge);
      return this.reply(tx, actor, own.id);
    }, { operation: actor.operation });
  }

  private async reply(tx: Tx, actor: Actor, id: string): Promise<TicketReply> {
    const card = await this.tickets.card(tx, actor, id, { evenIfUnseen: true });
    if (!card) throw notFound();
    return card.reply;
  }

  private async join(tx: Tx, actor: Actor, source: Ticket, target: Ticket, mergedState: string): Promise<string> {
    const children = await this.adopt(tx, actor, source.id, target.id);
    const moved = { ...(await this.rows.move(tx, actor, source, target)), children };
    const { state, stateReason, stateUntil, resolvedAt, closedAt } = source;
    const link = await tx.one<{ id: string }>(`insert into ticket_link (id, from_id, to_id, type, created_by, created_at) values ($1, $2, $3, 'duplicate_of', $4, $5) on conflict do nothing returning id`, [this.ids.next(), source.id, target.id, actor.personId, tx.now]);
    const mergeId = this.ids.next();
    await tx.run('insert into ticket_merge (id, source_id, target_id, before, moved, merged_at, merged_by) values ($1, $2, $3, $4, $5, $6, $7)', [
      mergeId, source.id, target.id, JSON.stringify({ state, stateReason, stateUntil, resolvedAt, closedAt }), JSON.stringify({ ...moved, duplicateLink: link?.id ?? null }), tx.now, actor.personId,
    ]);
    await this.kernel.apply(tx, actor, source, { set: { state: mergedState, mergedIntoId: target.id, stateReason: null, stateUntil: null }, entry: { kind: 'ticket.merged', data: { into: { id: target.id, reference: target.reference } } }, visibility: 'public' });
    await this.kernel.apply(tx, actor, target, {
      set: {}, entry: { kind: 'ticket.absorbed', data: { from: { id: source.id, reference: source.reference } } }, visibility: 'public',
      changes: [{ field: 'messages', from: null, to: moved.messages.length }, { field: 'attachments', from: null, to: moved.attachments.length }, { field: 'watchers', from: null, to: moved.watchers.length }],
    });
    await this.rows.repoint(tx, [source.id, target.id]);
    return target.id;
  }

  private async part(tx: Tx, actor: Actor, source: Ticket, survivor: Ticket, merge: MergeRow): Promise<void> {
    await this.rows.moveBack(tx, source.id, survivor.id, merge.moved);
    for (const child of merge.moved.children) {
      const claimed = await this.kernel.claim(tx, actor, child, { follow: false });
      if (claimed.parentId === survivor.id) await this.kernel.apply(tx, actor, claimed, { set: { parentId: source.id }, entry: { kind: 'ticket.parented' }, visibility: 'staff' });
    }
    await tx.run('update ticket_merge set undone_at = $2, undone_by = $3 where id = $1', [merge.id, tx.now, actor.personId]);
    const { state, stateReason, stateUntil, resolvedAt, closedAt } = merge.before;
    await this.kernel.apply(tx, actor, source, {
      set: { state, stateReason, stateUntil: instant(stateUntil), resolvedAt: instant(resolvedAt), closedAt: instant(closedAt), mergedIntoId: null },
      entry: { kind: 'ticket.unmerged', data: { from: { id: survivor.id, reference: survivor.reference } } }, visibility: 'public',
    });
    await this.kernel.apply(tx, actor, survivor, { set: {}, entry: { kind: 'ticket.released', data: { ticket: { id: source.id, reference: source.reference } } }, visibility: 'public', changes: [{ field: 'messages', from: merge.moved.messages.length, to: null }] });
    await this.rows.repoint(tx, [source.id]);
  }

  /** Children of the duplicate follow the survivor from now on. */
  private async adopt(tx: Tx, actor: Actor, source: string, target: string): Promise<string[]> {
    const children = await tx.rows<{ id: string }>('select id from ticket where parent_id = $1 and id <> $2 order by id', [source, target]);
    for (const { id } of children) {
      const child = await this.kernel.claim(tx, actor, id, { follow: false });
      await this.kernel.apply(tx, actor, child, { set: { parentId: target }, entry: { kind: 'ticket.parented' }, visibility: 'staff' });
    }
    return children.map((child) => child.id);
  }

  /** In one order for all, whichever way they are merged. */
  private async claimBoth(tx: Tx, actor: Actor, source: string, target: string, ifMatch: number | '*', follow = true): Promise<[Ticket, Ticket]> {
    const claim = (id: string): Promise<Ticket> => this.kernel.claim(tx, actor, id, { permission: 'ticket.merge', follow, ...(id === source ? { ifMatch } : {}) });
    if (source < target) return [await claim(source), await claim(target)];
    const second = await claim(target);
    return [await claim(source), second];
  }
}
