import { Injectable } from '@nestjs/common';
import { type FieldChange, Journal, type Visibility, journalTerms } from '@opora/journal';
import { Actor, type NewEvent, type Tx, outboxInsert } from '@opora/platform';
import type { EntrySpec } from '../domain/faces';
import type { Ticket } from '../domain/ticket';
import { columnOf } from './columns';
import { identify } from './events';

/** The one statement in which a ticket's row, its journal entry and its events change together. */
@Injectable()
export class TicketWriter {
  constructor(private readonly journal: Journal) {}

  /**
   * Writes what differs between two states of one ticket, its journal entry, its events and further rows in one statement.
   * @param terms WITH-terms of further rows; they push their parameters
   */
  async write(
    tx: Tx,
    actor: Actor,
    before: Ticket,
    after: Ticket,
    entry: EntrySpec & { visibility: Visibility; changes: readonly FieldChange[] },
    events: readonly { topic: string; payload: Record<string, unknown> }[],
    terms: (params: unknown[]) => string[] = () => [],
  ): Promise<void> {
    const sealed = this.journal.seal(tx, {
      streamId: before.id,
      streamKind: before.kind,
      kind: entry.kind,
      actor,
      visibility: entry.visibility,
      version: after.version,
      data: { ...entry.data, ...(entry.reason === undefined ? {} : { reason: entry.reason }), ...(entry.changes.length > 0 ? { changes: entry.changes } : {}) },
    });
    const params: unknown[] = [before.id];
    const sets = (Object.keys(after) as (keyof Ticket)[])
      .filter((field) => WRITABLE.has(field) && after[field] !== before[field])
      .sort()
      .map((field) => `${columnOf(field as never)} = $${params.push(after[field])}`);
    const own = [`ticket_row as (update ticket set ${sets.join(', ')} where id = $1)`, journalTerms(sealed, params), ...terms(params)];
    const told = events.map(({ topic, payload }): NewEvent => ({ topic, key: after.id, payload: { ...identify(actor, after), ...payload }, requestId: actor.requestId }));
    tx.send(`with ${own.join(', ')} ${outboxInsert(told, sealed.at, params)}`, params);
  }
}

const WRITABLE: ReadonlySet<keyof Ticket> = new Set<keyof Ticket>([
  'kind', 'reference', 'title', 'state', 'stateReason', 'stateUntil', 'phase', 'requesterId', 'serviceId', 'categoryId', 'impact', 'urgency', 'priority', 'priorityReason', 'groupId', 'assigneeId', 'line', 'tags',
  'customFields', 'commandFacts', 'restricted', 'locationId', 'contact', 'parentId', 'mergedIntoId', 'reassignmentCount', 'reopenCount', 'resolvedAt', 'closedAt', 'firstResponseAt', 'updatedAt', 'publicUpdatedAt',
  'updatedBy', 'publicUpdatedBy', 'version', 'publicVersion', 'supplierVersion', 'nextDueAt', 'nextDueMetric', 'nextDueState',
]);
