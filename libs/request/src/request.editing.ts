import { Injectable } from '@nestjs/common';
import { Catalogue } from '@opora/catalogue';
import { type FieldError, Refusal, conflict, invalid } from '@opora/kit';
import type { Actor, Tx } from '@opora/platform';
import { type Ticket, TicketKernel, given, permitted } from '@opora/ticket';
import { REQUEST } from './domain';
import type { EditRequest, SubmitRequest } from './request.dto';
import { RequestQueries } from './request.queries';
import type { RequestReply } from './request.reply';
import { allowedCommandsOf } from './request.standing';
import { RequestSubmission } from './request.submission';
import { SubmissionParts } from './submission.parts';

/** Submitting in one's own words, and PATCH (`security.md` D.6): what was answered is never rewritten (AP-07). */
@Injectable()
export class RequestEditing {
  constructor(
    private readonly parts: SubmissionParts,
    private readonly submission: RequestSubmission,
    private readonly kernel: TicketKernel,
    private readonly catalogue: Catalogue,
    private readonly queries: RequestQueries,
  ) {}

  submit(actor: Actor, body: SubmitRequest): Promise<RequestReply> {
    return this.parts.tx(actor, async (tx) => this.queries.reply(tx, actor, await this.submission.submit(tx, actor, body)));
  }

  edit(actor: Actor, idOrReference: string, ifMatch: number | '*', patch: EditRequest): Promise<RequestReply> {
    return this.parts.tx(actor, async (tx) => this.queries.reply(tx, actor, await this.carryOut(tx, actor, idOrReference, ifMatch, patch)));
  }

  /** @throws Refusal 403, 404, 409 over, 412, 422 */
  async carryOut(tx: Tx, actor: Actor, idOrReference: string, ifMatch: number | '*', patch: EditRequest): Promise<Ticket> {
    const before = await this.kernel.claim(tx, actor, idOrReference, { kind: REQUEST, permission: 'ticket.edit', ifMatch });
    const { title, serviceId, categoryId, configurationItemIds, priority, priorityReason, tags, restricted } = patch;
    const errors: FieldError[] = [];
    if (restricted === false && before.restricted && !actor.scopes('ticket.readRestricted').has('gm')) errors.push({ pointer: '/restricted', code: 'read_only' });
    if ((priority !== undefined || priorityReason !== undefined) && !permitted(actor, 'incident.overridePriority', before)) errors.push({ pointer: '/priority', code: 'read_only' });
    if (errors.length > 0) throw new Refusal('invalid', { errors });
    if (before.phase === 'closed' && [title, serviceId, categoryId, configurationItemIds, priority].some((value) => value !== undefined)) throw conflict('request.state', { state: before.state, command: 'edit', allowedCommands: allowedCommandsOf(actor, before) });
    if (priority !== undefined && priorityReason === undefined) throw invalid('/priorityReason', 'required');
    if (priorityReason !== undefined && priority === undefined) throw invalid('/priority', 'required');
    const moved = serviceId !== undefined && serviceId !== before.serviceId;
    const category = categoryId === undefined ? (moved ? null : before.categoryId) : categoryId;
    if (serviceId !== undefined || categoryId !== undefined || configurationItemIds !== undefined)
      await this.catalogue.resolveReferences(tx, actor, { serviceId: serviceId === undefined ? before.serviceId : serviceId, categoryId: category, configurationItemIds });
    const classifies = serviceId !== undefined || categoryId !== undefined;
    return this.kernel.apply(tx, actor, before, {
      set: given({ title, priority, priorityReason, tags, restricted, ...(classifies ? { serviceId: serviceId === undefined ? before.serviceId : serviceId, categoryId: category } : {}) }),
      entry: { kind: classifies || priority !== undefined ? 'request.classified' : 'request.edited', data: {} },
      visibility: title !== undefined || classifies || priority !== undefined ? 'public' : 'staff',
      skipIfUnchanged: true,
      ...(configurationItemIds === undefined ? {} : { configurationItemIds }),
    });
  }
}
