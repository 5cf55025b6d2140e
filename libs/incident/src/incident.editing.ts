import { Injectable } from '@nestjs/common';
import { Catalogue } from '@opora/catalogue';
import { Refusal, unknownReference } from '@opora/kit';
import { type Actor, Database, type Tx } from '@opora/platform';
import { type Ticket, TicketKernel, type TicketSet, given, standingOf } from '@opora/ticket';
import { INCIDENT, type IncidentPatch, decideEdit } from './domain';
import { changeOf } from './incident.change';
import { IncidentQueries } from './incident.queries';
import type { IncidentReply } from './incident.reply';
import { type IncidentRow, OWN_ROW, toIncident } from './incident.repository';
import { PriorityMatrices } from './priority/matrix.service';

/** PATCH: classification, priority, tags and the like (`security.md` D.6). */
@Injectable()
export class IncidentEditing {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly catalogue: Catalogue,
    private readonly matrices: PriorityMatrices,
    private readonly queries: IncidentQueries,
  ) {}

  edit(actor: Actor, idOrReference: string, ifMatch: number | '*', patch: IncidentPatch): Promise<IncidentReply> {
    return this.database.tx(async (tx) => this.queries.reply(tx, actor, await this.carryOut(tx, actor, idOrReference, ifMatch, patch)));
  }

  async carryOut(tx: Tx, actor: Actor, idOrReference: string, ifMatch: number | '*', patch: IncidentPatch): Promise<Ticket> {
    const { ticket: before, own } = await this.kernel.claimWith<IncidentRow>(tx, actor, idOrReference, { kind: INCIDENT, permission: 'ticket.edit', ifMatch }, OWN_ROW);
    const incident = toIncident(before, own);
    const edit = decideEdit(incident, patch, {
      standing: standingOf(actor, before),
      mayChangeRequester: actor.scopes('ticket.edit').has('all'),
      mayLiftRestriction: actor.scopes('ticket.readRestricted').has('gm'),
      restricted: before.restricted,
      matrix: await this.matrices.matrix(tx),
    });
    if (edit instanceof Refusal) throw edit;
    const { title, requesterId, tags, restricted } = patch;
    const change = changeOf(before, { changes: edit.changes, entry: { kind: edit.kind, ...(patch.reason === undefined ? {} : { reason: patch.reason }), data: {} }, visibility: edit.visibility, say: null });
    const customFields = patch.customFields === undefined ? undefined : merged(before.customFields, patch.customFields);
    const set = { ...change.set, ...given({ title, requesterId, tags, restricted, customFields }), ...(await this.references(tx, actor, before, patch)) };
    return this.kernel.apply(tx, actor, before, { ...change, set, skipIfUnchanged: true, ...(patch.configurationItemIds === undefined ? {} : { configurationItemIds: patch.configurationItemIds }) });
  }

  /** Checks what the patch names. Another service leaves the old one's category behind, a category brings its service, and what is restricted restricts the incident. */
  private async references(tx: Tx, actor: Actor, before: Ticket, patch: IncidentPatch): Promise<TicketSet> {
    const { configurationItemIds, requesterId } = patch;
    if (requesterId !== undefined && !(await tx.one('select 1 from person where id = $1 and active', [requesterId]))) throw unknownReference('/requesterId');
    const moved = patch.serviceId !== undefined && patch.serviceId !== before.serviceId;
    const categoryId = patch.categoryId === undefined ? (moved ? null : before.categoryId) : patch.categoryId;
    const named = patch.serviceId !== undefined || patch.categoryId !== undefined;
    if (named || configurationItemIds !== undefined) {
      await this.catalogue.resolveReferences(tx, actor, { serviceId: named ? (patch.serviceId === undefined ? before.serviceId : patch.serviceId) : null, categoryId: named ? categoryId : null, configurationItemIds });
    }
    if (!named) return {};
    const row = await tx.one<{ serviceId: string | null; restricted: boolean }>(
      `select coalesce($1::uuid, c.service_id) as "serviceId", coalesce(c.restricted, false) or coalesce(s.restricted, false) as restricted
       from (select 1) one left join category c on c.id = $2 left join service s on s.id = coalesce($1::uuid, c.service_id)`,
      [patch.serviceId === undefined ? before.serviceId : patch.serviceId, categoryId],
    );
    return { serviceId: row?.serviceId ?? null, categoryId, ...(row?.restricted ? { restricted: true } : {}) };
  }
}

/** RFC 7396 on one level: null removes. */
function merged(before: Readonly<Record<string, unknown>>, patch: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null));
}
