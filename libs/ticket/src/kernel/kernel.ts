import { Injectable } from '@nestjs/common';
import { Journal, type StreamHead } from '@opora/journal';
import { Refusal, forbidden, notFound } from '@opora/kit';
import { Actor, type Sql, type Tx } from '@opora/platform';
import type { ClaimOptions, EntrySpec, NewMessage, NewTicket, OwnRow, TicketChange } from '../domain/faces';
import { CLASSES, fieldsFor, moved, versionFor } from '../domain/projection';
import type { Message, Ticket, TicketPatch } from '../domain/ticket';
import { MessageWriter } from '../messages/writer';
import { permitted, projectionOf, visible } from '../scopes';
import { INTERNAL, differences, must, phaseEffects, phaseOf } from './changes';
import { TICKET_JOINS, addressOf, columnOf, found, selectTicket } from './columns';
import { stamps } from './events';
import { itemsChange } from './items';
import { TicketOpener } from './opener';
import { TicketKinds, TicketReactors } from './registry';
import { TicketWriter } from './writer';

type Locked = Ticket & { headSeq: number; headHash: Buffer; headAt: Date; own: unknown };

const CLAIM = (by: 'id' | 'reference', follow: boolean, own: OwnRow): string =>
  `select ${selectTicket('$2')}, h.seq as "headSeq", h.hash as "headHash", h.at as "headAt", ${own.select} as own
   from ticket t join journal_head h on h.stream_id = t.id ${own.join} ${TICKET_JOINS} where ${found(by, follow)} for update of t, h`;
const READ = (by: 'id' | 'reference', follow: boolean): string => `select ${selectTicket('$2')} from ticket t ${TICKET_JOINS} where ${found(by, follow)}`;

const NOTHING_OWN: OwnRow = { join: '', select: 'null' };

/** The one writer of tickets. Its verbs know nothing of any process (`architecture.md`, "The kernel, kept small"). */
@Injectable()
export class TicketKernel {
  constructor(
    private readonly journal: Journal,
    private readonly kinds: TicketKinds,
    private readonly reactors: TicketReactors,
    private readonly opener: TicketOpener,
    private readonly writer: TicketWriter,
    private readonly messages: MessageWriter,
  ) {}

  /**
   * Registers a ticket: row, first journal entry, reactors, outbox `ticket.registered`.
   * @param terms WITH-terms that write the process's own row in the same statement; they push their parameters
   */
  open(tx: Tx, actor: Actor, draft: NewTicket, entry?: EntrySpec, terms?: (params: unknown[], ticket: Ticket) => string[]): Promise<Ticket> {
    return this.opener.open(tx, actor, draft, entry, terms);
  }

  /**
   * Locks a ticket for this transaction.
   * @throws Refusal 404 not the caller's to see, 403 visible but not permitted, 412 changed since (with `changedFields`)
   */
  async claim(tx: Tx, actor: Actor, idOrReference: string, options: ClaimOptions = {}): Promise<Ticket> {
    return (await this.claimWith(tx, actor, idOrReference, options, NOTHING_OWN)).ticket;
  }

  /** The same with the process's own row. A ticket of another kind has none, so it answers 404 as well. */
  async claimWith<Own>(tx: Tx, actor: Actor, idOrReference: string, options: ClaimOptions, ownRow: OwnRow): Promise<{ ticket: Ticket; own: Own }> {
    const by = must(addressOf(idOrReference));
    const locked = must(await tx.one<Locked>(CLAIM(by, options.follow ?? true, ownRow), [idOrReference, actor.personId]));
    const { headSeq, headHash, headAt, own, ...ticket } = locked;
    if (options.kind !== undefined && ticket.kind !== options.kind) throw notFound();
    if (!visible(actor, ticket)) throw notFound();
    if (options.permission !== undefined && !permitted(actor, options.permission, ticket)) throw forbidden(options.permission);
    const { ifMatch = '*' } = options;
    const version = versionFor(projectionOf(actor, ticket), ticket);
    if (ifMatch !== '*' && ifMatch !== version) {
      const changedFields = await this.changedSince(tx, actor, ticket, ifMatch);
      throw new Refusal('stale', { status: 412, extra: { version, changedFields } });
    }
    this.journal.hold(tx, ticket.id, { seq: headSeq, hash: headHash, at: headAt } satisfies StreamHead);
    return { ticket, own: own as Own };
  }

  /** Null where the ticket does not exist, is of another kind, or is not the caller's to see. */
  async read(sql: Sql, actor: Actor, idOrReference: string, kind?: string, follow = true): Promise<Ticket | null> {
    const by = addressOf(idOrReference);
    if (by === null) return null;
    const ticket = await sql.one<Ticket>(READ(by, follow), [idOrReference, actor.personId]);
    return ticket && (kind === undefined || ticket.kind === kind) && visible(actor, ticket) ? ticket : null;
  }

  /** Changes a claimed ticket: the one place where versions, phase, journal, reactors and outbox meet. */
  async apply(tx: Tx, actor: Actor, before: Ticket, change: TicketChange): Promise<Ticket> {
    const kind = change.become?.kind ?? before.kind;
    const phase = phaseOf(this.kinds.get(kind).lifecycle, change.set.state ?? before.state);
    const set = phaseEffects(before, phase, change.set, tx.now);
    const fields = differences(before, set);
    const items = await itemsChange(tx, before.id, change.configurationItemIds);
    const changes = [...fields.filter(({ field }) => !INTERNAL.has(field)), ...items.changes, ...(change.changes ?? [])];
    if (change.skipIfUnchanged && changes.length === 0) return before;
    const after: Ticket = {
      ...before,
      ...Object.fromEntries(fields.map(({ field, to }) => [field, to])),
      ...change.become,
      phase,
      ...moved(before, change.visibility),
      ...stamps(actor.personId, tx.now, change.visibility),
      ...(await this.factsAfter(tx, before, set.groupId, set.requesterId)),
    };
    let patch: TicketPatch = {};
    for (const reactor of this.reactors.all()) patch = { ...patch, ...(await reactor.changed(tx, before, { ...after, ...patch }, change.entry)) };
    const result = { ...after, ...patch };
    const entry = { ...change.entry, visibility: change.visibility, changes };
    await this.writer.write(tx, actor, before, result, entry, [
      { topic: 'ticket.changed', payload: { entry: change.entry.kind, changed: changes.map(({ field }) => field), visibility: change.visibility } },
      ...(change.emit ?? []),
    ], (params) => [...items.terms(params), ...(change.terms?.(params) ?? [])]);
    await change.extension?.(tx, result);
    if (result.phase === 'closed' && before.phase !== 'closed') tx.send('delete from ticket_secret where ticket_id = $1', [result.id]);
    return result;
  }

  /** Writes a message into a claimed ticket. Whether the actor may is the caller's to know. */
  say(tx: Tx, actor: Actor, ticket: Ticket, draft: NewMessage): Promise<{ message: Message; ticket: Ticket }> {
    return this.messages.say(tx, actor, ticket, draft);
  }

  /** What the clocks say of a ticket outside a change of it (a breach, another agreement): cached for lists, no version moves. */
  async patch(tx: Tx, ticketId: string, patch: TicketPatch): Promise<void> {
    const fields = Object.entries(patch).filter(([, value]) => value !== undefined);
    if (fields.length === 0) return;
    tx.send(`update ticket set ${fields.map(([field], i) => `${columnOf(field as keyof TicketPatch)} = $${i + 2}`).join(', ')} where id = $1`, [ticketId, ...fields.map(([, value]) => value)]);
  }

  /** Names of the fields that changed since the version that the caller's projection showed, as far as it shows them. */
  private async changedSince(sql: Sql, actor: Actor, ticket: Ticket, version: number): Promise<string[]> {
    const projection = projectionOf(actor, ticket);
    const rows = await sql.rows<{ fields: string[] | null }>(
      `select array(select c->>'field' from jsonb_array_elements(coalesce(e.data->'changes', '[]')) c) as fields
       from (select j.data, row_number() over (order by j.seq) as shown from journal j where j.stream_id = $1 and j.version is not null and j.visibility = any($2)) e where e.shown > $3`,
      [ticket.id, CLASSES[projection], version],
    );
    return fieldsFor(projection, [...new Set(rows.flatMap((row) => row.fields ?? []))]);
  }

  /** Facts of scopes that follow the group and the requester. */
  private async factsAfter(tx: Tx, before: Ticket, groupId: string | null | undefined, requesterId: string | undefined): Promise<Partial<Ticket>> {
    const group = groupId !== undefined && groupId !== before.groupId;
    const requester = requesterId !== undefined && requesterId !== before.requesterId;
    if (!requester && (!group || groupId === null)) return group ? { groupSupplierId: null } : {};
    return this.opener.facts(tx, requesterId ?? before.requesterId, groupId === undefined ? before.groupId : groupId);
  }
}
