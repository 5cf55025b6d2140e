import { Injectable } from '@nestjs/common';
import { Journal, journalTerms } from '@opora/journal';
import { Actor, Ids, type Tx, outboxInsert } from '@opora/platform';
import type { EntrySpec, NewTicket } from '../domain/faces';
import { maskSecrets } from '../domain/secrets';
import type { Ticket, TicketPatch } from '../domain/ticket';
import { AttachmentBinder } from '../messages/attachment-binder';
import { phaseOf } from './changes';
import { FIELDS, columnOf } from './columns';
import { identify } from './events';
import { TicketKinds, TicketReactors } from './registry';
import { SecretKeeper } from './secret-keeper';

type Facts = Pick<Ticket, 'requesterDepartmentId' | 'requesterManagerId' | 'groupSupplierId'>;

const INSERT_FIELDS = FIELDS.map((field) => columnOf(field)).join(', ');

/** Registration. */
@Injectable()
export class TicketOpener {
  constructor(
    private readonly journal: Journal,
    private readonly kinds: TicketKinds,
    private readonly reactors: TicketReactors,
    private readonly ids: Ids,
    private readonly secrets: SecretKeeper,
    private readonly attachments: AttachmentBinder,
  ) {}

  async open(tx: Tx, actor: Actor, draft: NewTicket, entry?: EntrySpec, own: (params: unknown[], ticket: Ticket) => string[] = () => []): Promise<Ticket> {
    const kind = this.kinds.get(draft.kind);
    const { reference, ...facts } = draft.known ?? (await this.prepare(tx, kind.prefix, draft.requesterId, draft.groupId ?? null));
    const title = maskSecrets(draft.title);
    const description = maskSecrets(draft.description ?? '');
    const draftTicket = newRow({ ...draft, title: title.masked, description: description.masked }, { id: draft.id ?? this.ids.next(), reference, phase: phaseOf(kind.lifecycle, draft.state), by: actor.personId, at: tx.now, facts });
    let patch: TicketPatch = {};
    for (const reactor of this.reactors.all()) patch = { ...patch, ...(await reactor.opened(tx, { ...draftTicket, ...patch })) };
    const ticket: Ticket = { ...draftTicket, ...patch };
    await this.insert(tx, actor, ticket, draft, entry ?? { kind: `${draft.kind}.registered` }, own);
    if (draft.attachmentIds?.length) await this.attachments.bind(tx, actor, draft.attachmentIds, ticket.id, null);
    await this.secrets.keep(tx, ticket.id, null, [...title.secrets, ...description.secrets]);
    return ticket;
  }

  /** What the scopes need to know of requester and group. */
  async facts(tx: Tx, requesterId: string, groupId: string | null): Promise<Facts> {
    return (await tx.one<Facts>(`select ${FACTS}`, [requesterId, groupId])) as Facts;
  }

  private async prepare(tx: Tx, prefix: string, requesterId: string, groupId: string | null): Promise<Facts & { reference: string }> {
    return (await tx.one<Facts & { reference: string }>(`select ticket_next_reference($3) as reference, ${FACTS}`, [requesterId, groupId, prefix])) as Facts & { reference: string };
  }

  private async insert(tx: Tx, actor: Actor, ticket: Ticket, draft: NewTicket, entry: EntrySpec, own: (params: unknown[], ticket: Ticket) => string[]): Promise<void> {
    this.journal.hold(tx, ticket.id, null);
    const { reference, requesterId, channel, state, priority, groupId, assigneeId } = ticket;
    const sealed = this.journal.seal(tx, {
      streamId: ticket.id, streamKind: ticket.kind, kind: entry.kind, actor, visibility: 'public', version: 1,
      data: { reference, requesterId, channel, state, priority, groupId, assigneeId, ...entry.data, ...(entry.reason === undefined ? {} : { reason: entry.reason }) },
    });
    const params: unknown[] = [];
    const terms = [`ticket_row as (insert into ticket (${INSERT_FIELDS}) values (${FIELDS.map((field) => `$${params.push(ticket[field])}`).join(', ')}))`, journalTerms(sealed, params)];
    if (draft.configurationItemIds?.length)
      terms.push(`ci_rows as (insert into ticket_ci (ticket_id, ci_id) select $1, x from unnest($${params.push([...new Set(draft.configurationItemIds)])}::uuid[]) x)`);
    if (draft.watchers?.length) {
      const persons = params.push(draft.watchers.map((watcher) => watcher.personId));
      const participants = params.push(draft.watchers.map((watcher) => watcher.participant));
      terms.push(`watcher_rows as (insert into ticket_watcher (ticket_id, person_id, participant, added_by, added_at)
        select $1, x.id, x.p, $${params.push(actor.personId)}, $${params.push(sealed.at)} from unnest($${persons}::uuid[], $${participants}::bool[]) x(id, p) on conflict do nothing)`);
    }
    terms.push(...own(params, ticket));
    const event = { topic: 'ticket.registered', key: ticket.id, payload: identify(actor, ticket), requestId: actor.requestId };
    tx.send(`with ${terms.join(', ')} ${outboxInsert([event], sealed.at, params)}`, params);
  }
}

const FACTS = `(select department_id from person where id = $1) as "requesterDepartmentId", (select manager_id from person where id = $1) as "requesterManagerId", (select supplier_id from support_group where id = $2) as "groupSupplierId"`;

/** The row to be, whole, with the defaults of what the process left out. */
export function newRow(draft: NewTicket, made: { id: string; reference: string; phase: Ticket['phase']; by: string; at: Date; facts: Facts }): Ticket {
  const { at } = made;
  return {
    id: made.id, kind: draft.kind, reference: made.reference, title: draft.title, description: draft.description ?? '', state: draft.state, stateReason: draft.stateReason ?? null,
    stateUntil: draft.stateUntil ?? null, phase: made.phase, channel: draft.channel, requesterId: draft.requesterId, reporterId: draft.reporterId, reporterAs: draft.reporterAs,
    serviceId: draft.serviceId ?? null, categoryId: draft.categoryId ?? null, impact: draft.impact, urgency: draft.urgency, priority: draft.priority, priorityReason: draft.priorityReason ?? null,
    groupId: draft.groupId ?? null, assigneeId: draft.assigneeId ?? null, line: draft.line ?? null, tags: draft.tags ?? [], customFields: draft.customFields ?? {}, commandFacts: draft.commandFacts ?? {}, restricted: draft.restricted ?? false,
    locationId: draft.locationId ?? null, contact: draft.contact ?? null, parentId: draft.parentId ?? null, mergedIntoId: null, reassignmentCount: 0, reopenCount: 0, firstResponseAt: null,
    createdAt: at, updatedAt: at, publicUpdatedAt: at, updatedBy: made.by, publicUpdatedBy: made.by, resolvedAt: made.phase === 'resolved' ? at : null, closedAt: made.phase === 'closed' ? at : null,
    version: 1, publicVersion: 1, supplierVersion: 1, nextDueAt: null, nextDueMetric: null, nextDueState: null, importedFrom: null, importKey: null,
    ...made.facts, participant: false, sharedGroupIds: [], sharedPersonIds: [], sharedSupplierIds: [],
  };
}
