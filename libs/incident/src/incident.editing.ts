import { Injectable } from '@nestjs/common';
import { Catalogue } from '@opora/catalogue';
import { Refusal, unknownReference } from '@opora/kit';
import { type Actor, Database, type Tx } from '@opora/platform';
import { type Ticket, TicketKernel } from '@opora/ticket';
import { INCIDENT, type IncidentPatch, decideEdit } from './domain';
import { changeOf, given } from './incident.change';
import { IncidentQueries } from './incident.queries';
import type { IncidentReply } from './incident.reply';
import { loadRow, toIncident } from './incident.repository';
import { standingOf } from './incident.standing';
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
    const before = await this.kernel.claim(tx, actor, idOrReference, { kind: INCIDENT, permission: 'ticket.edit', ifMatch });
    const incident = toIncident(before, await loadRow(tx, before.id));
    const edit = decideEdit(incident, patch, {
      standing: standingOf(actor, before),
      mayChangeRequester: actor.scopes('ticket.edit').has('all'),
      mayLiftRestriction: actor.scopes('ticket.readRestricted').has('gm'),
      restricted: before.restricted,
      matrix: await this.matrices.matrix(tx),
    });
    if (edit instanceof Refusal) throw edit;
    await this.checkReferences(tx, actor, before, patch);
    const { title, serviceId, categoryId, requesterId, tags, restricted } = patch;
    const change = changeOf(before, { changes: edit.changes, entry: { kind: edit.kind, ...(patch.reason === undefined ? {} : { reason: patch.reason }), data: {} }, visibility: edit.visibility, say: null });
    const customFields = patch.customFields === undefined ? undefined : merged(before.customFields, patch.customFields);
    const set = { ...change.set, ...given({ title, serviceId, categoryId, requesterId, tags, restricted, customFields }) };
    return this.kernel.apply(tx, actor, before, { ...change, set, skipIfUnchanged: true });
  }

  private async checkReferences(tx: Tx, actor: Actor, before: Ticket, patch: IncidentPatch): Promise<void> {
    const { serviceId, categoryId, configurationItemIds, requesterId } = patch;
    if (serviceId !== undefined || categoryId !== undefined || configurationItemIds !== undefined) {
      const service = serviceId === undefined ? before.serviceId : serviceId;
      const category = categoryId === undefined ? (serviceId === undefined ? before.categoryId : null) : categoryId;
      await this.catalogue.resolveReferences(tx, actor, { serviceId: service, categoryId: category, configurationItemIds });
    }
    if (requesterId !== undefined && !(await tx.one('select 1 from person where id = $1 and active', [requesterId]))) throw unknownReference('/requesterId');
  }
}

/** RFC 7396 on one level: null removes. */
function merged(before: Readonly<Record<string, unknown>>, patch: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null));
}
