import { Injectable } from '@nestjs/common';
import { Journal, type NewEntry } from '@opora/journal';
import { Actor, Ids, type Tx, emit } from '@opora/platform';
import type { RestoredTicket } from '../domain/faces';
import type { Ticket } from '../domain/ticket';
import { phaseOf } from './changes';
import { FIELDS, columnOf } from './columns';
import { identify } from './events';
import { newRow } from './opener';
import { TicketKinds } from './registry';

export interface Restored {
  importKey: string;
  id: string;
  reference: string;
  /** False where an earlier import brought it: nothing was changed. */
  created: boolean;
}

const COLUMNS = FIELDS.map((field) => columnOf(field)).join(', ');

/** History import: original instants and life, no reactors, no event but `ticket.imported` (`api.md` Import). */
@Injectable()
export class TicketRestorer {
  constructor(
    private readonly journal: Journal,
    private readonly kinds: TicketKinds,
    private readonly ids: Ids,
  ) {}

  /** @returns one line per ticket, in the order given; those that are there already are left alone */
  async restoreMany(tx: Tx, actor: Actor, restored: readonly RestoredTicket[]): Promise<Restored[]> {
    if (restored.length === 0) return [];
    const known = await this.known(tx, restored);
    const fresh = [...new Map(restored.filter((ticket) => !known.has(keyOf(ticket))).map((ticket) => [keyOf(ticket), ticket])).values()];
    const references = await this.references(tx, fresh);
    const rows = fresh.map((ticket, i) => this.rowOf(ticket, references[i] as string, actor));
    if (rows.length > 0) {
      const records = rows.map((row) => Object.fromEntries(FIELDS.map((field) => [columnOf(field), row[field]])));
      await tx.run(`insert into ticket (${COLUMNS}) select ${COLUMNS} from jsonb_populate_recordset(null::ticket, $1::jsonb)`, [JSON.stringify(records)]);
      await this.journal.appendMany(tx, fresh.flatMap((ticket, i) => entriesOf(actor, rows[i] as Ticket, ticket)));
      await this.sides(tx, fresh, rows, actor);
      await emit(tx, ...rows.map((row) => ({ topic: 'ticket.imported', key: row.id, payload: identify(actor, row), requestId: actor.requestId })));
    }
    const made = new Map(rows.map((row) => [`${row.importedFrom} ${row.importKey}`, row]));
    return restored.map((ticket) => {
      const row = made.get(keyOf(ticket)) ?? known.get(keyOf(ticket));
      if (!row) throw new Error(`the ticket ${ticket.importKey} was neither restored nor known`);
      return { importKey: ticket.importKey, id: row.id, reference: row.reference, created: made.has(keyOf(ticket)) };
    });
  }

  private async known(tx: Tx, restored: readonly RestoredTicket[]): Promise<Map<string, { id: string; reference: string }>> {
    const rows = await tx.rows<{ id: string; reference: string; source: string; key: string }>(
      `select t.id, t.reference, t.imported_from as source, t.import_key as key from unnest($1::text[], $2::text[]) as x(source, key) join ticket t on t.imported_from = x.source and t.import_key = x.key`,
      [restored.map((ticket) => ticket.importedFrom), restored.map((ticket) => ticket.importKey)],
    );
    return new Map(rows.map((row) => [`${row.source} ${row.key}`, row]));
  }

  private async references(tx: Tx, tickets: readonly RestoredTicket[]): Promise<string[]> {
    const prefixes = tickets.map((ticket) => this.kinds.get(ticket.kind).prefix);
    const rows = await tx.rows<{ reference: string }>('select ticket_next_reference(x.prefix) as reference from unnest($1::text[]) with ordinality as x(prefix, n) order by x.n', [prefixes]);
    return rows.map((row) => row.reference);
  }

  private rowOf(ticket: RestoredTicket, reference: string, actor: Actor): Ticket {
    const phase = phaseOf(this.kinds.get(ticket.kind).lifecycle, ticket.state);
    const count = (classes: readonly string[]): number => ticket.history.filter((entry) => classes.includes(entry.visibility)).length;
    const row = newRow(ticket, { id: ticket.id ?? this.ids.next(), reference, phase, by: actor.personId, at: ticket.createdAt, facts: { requesterDepartmentId: null, requesterManagerId: null, groupSupplierId: null } });
    return {
      ...row,
      updatedAt: ticket.updatedAt, publicUpdatedAt: ticket.updatedAt, resolvedAt: ticket.resolvedAt ?? null, closedAt: ticket.closedAt ?? null, firstResponseAt: ticket.firstResponseAt ?? null,
      reassignmentCount: ticket.reassignmentCount ?? 0, reopenCount: ticket.reopenCount ?? 0, importedFrom: ticket.importedFrom, importKey: ticket.importKey,
      version: ticket.history.length, publicVersion: count(['public']), supplierVersion: count(['public', 'supplier']),
    };
  }

  private async sides(tx: Tx, tickets: readonly RestoredTicket[], rows: readonly Ticket[], actor: Actor): Promise<void> {
    const items = tickets.flatMap((ticket, i) => (ticket.configurationItemIds ?? []).map((id) => [(rows[i] as Ticket).id, id] as const));
    if (items.length > 0) await tx.run('insert into ticket_ci (ticket_id, ci_id) select * from unnest($1::uuid[], $2::uuid[]) on conflict do nothing', [items.map(([id]) => id), items.map(([, ci]) => ci)]);
    const watchers = tickets.flatMap((ticket, i) => (ticket.watchers ?? []).map((watcher) => ({ ...watcher, row: rows[i] as Ticket })));
    if (watchers.length > 0)
      await tx.run('insert into ticket_watcher (ticket_id, person_id, participant, added_by, added_at) select x.t, x.p, x.q, $4, x.at from unnest($1::uuid[], $2::uuid[], $3::bool[], $5::timestamptz[]) as x(t, p, q, at) on conflict do nothing', [
        watchers.map(({ row }) => row.id), watchers.map(({ personId }) => personId), watchers.map(({ participant }) => participant), actor.personId, watchers.map(({ row }) => row.createdAt),
      ]);
  }
}

const keyOf = (ticket: RestoredTicket): string => `${ticket.importedFrom} ${ticket.importKey}`;

const entriesOf = (actor: Actor, row: Ticket, ticket: RestoredTicket): NewEntry[] =>
  ticket.history.map(({ kind, at, visibility, data }, i) => ({ streamId: row.id, streamKind: row.kind, kind, actor, at, visibility, version: i + 1, data: { ...(i === 0 ? { reference: row.reference, requesterId: row.requesterId, channel: row.channel } : {}), ...data, imported: true } }));
