import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Order, type PlacedOrder, planFor, stepsFor } from '@opora/catalogue';
import { answerLines } from '@opora/form';
import { type Channel, Refusal, unknownReference } from '@opora/kit';
import type { Actor, Sql, Tx } from '@opora/platform';
import { Routing } from '@opora/routing';
import { type NewTicket, type Ticket, TicketKernel } from '@opora/ticket';
import { Approvals } from '@opora/work';
import { REQUEST, type RequestKind } from './domain';
import { RequestConsequences } from './request.consequences';
import type { SubmitRequest } from './request.dto';
import { cardOf } from './request.words';
import type { CommandFacts } from './request.standing';
import { SubmissionParts } from './submission.parts';

/** Opening a request: by an offering of the catalogue, or in one's own words. */
@Injectable()
export class RequestSubmission implements OnModuleInit {
  constructor(
    private readonly kernel: TicketKernel,
    private readonly routing: Routing,
    private readonly approvals: Approvals,
    private readonly consequences: RequestConsequences,
    private readonly parts: SubmissionParts,
  ) {}

  onModuleInit(): void {
    for (const kind of ['service', 'information', 'documentation', 'change'] as const) this.parts.takers.register(kind, { place: (tx, actor, order) => this.place(tx, actor, order), promise: (sql, actor, order) => this.parts.promises.of(sql, actor, order) });
  }

  /** Approved by nobody but those whom the offering names; with nobody to ask it goes to work at once. */
  private async place(tx: Tx, actor: Actor, order: Order): Promise<PlacedOrder> {
    const { offering: { definition, ...offering }, requesterId, answers } = order;
    const steps = stepsFor(definition, answers);
    const plan = planFor(definition, answers);
    const place = await this.routing.place(tx, { groupId: plan[0]?.groupId, categoryId: offering.categoryId, serviceId: offering.serviceId });
    const locale = await localeOf(tx, requesterId);
    const lines = answerLines(definition.form, answers, await this.parts.namesOf(tx, actor, order));
    const facts: CommandFacts = { fulfilledById: null, approved: steps.length > 0, targets: definition.targets };
    const ticket = await this.open(tx, actor, offering.kind, { requesterId, offeringId: offering.id, versionId: offering.versionId, answers }, {
      title: definition.name[locale], description: lines.map(({ label, value }) => `${label[locale]}: ${value[locale]}`).join('\n'), state: steps.length > 0 ? 'approving' : place.group ? 'fulfilling' : 'submitted',
      serviceId: offering.serviceId, categoryId: offering.categoryId, groupId: place.group?.id ?? null, assigneeId: place.chosenAssigneeId, line: place.group?.line ?? null, attachmentIds: order.attachmentIds,
      commandFacts: { ...facts }, ...(order.channel ? { channel: order.channel as Channel } : {}),
    }, { offeringId: offering.id, number: offering.number });
    if (steps.length > 0)
      await this.approvals.ask(tx, actor, ticket, {
        subject: REQUEST, card: cardOf(definition, lines), excluded: [actor.personId],
        steps: steps.map(({ name, mode, needed, approvers, dueDays }) => ({ name: name[locale], mode, approvers, ...(needed === undefined ? {} : { needed }), ...(dueDays === undefined ? {} : { dueDays }) })),
      });
    else await this.consequences.startPlan(tx, actor, ticket, { version_id: offering.versionId, answers });
    return { id: ticket.id, reference: ticket.reference, kind: REQUEST };
  }

  /** A question, or a wish for a document, in one's own words. @throws Refusal 422 */
  async submit(tx: Tx, actor: Actor, body: SubmitRequest): Promise<Ticket> {
    const { kind, title, description = '', serviceId = null, categoryId = null, requesterId = actor.personId, channel, attachmentIds = [] } = body;
    if (requesterId !== actor.personId && !actor.has('ticket.registerFor')) throw new Refusal('invalid', { errors: [{ pointer: '/requesterId', code: 'read_only' }] });
    if (channel !== undefined && actor.face === 'requester') throw new Refusal('invalid', { errors: [{ pointer: '/channel', code: 'read_only' }] });
    if (!(await tx.one('select 1 from person where id = $1 and active', [requesterId]))) throw unknownReference('/requesterId');
    await this.parts.catalogue.resolveReferences(tx, actor, { serviceId, categoryId });
    const place = serviceId || categoryId ? await this.routing.place(tx, { serviceId, categoryId }) : null;
    const facts: CommandFacts = { fulfilledById: null, approved: false, targets: {} };
    return this.open(tx, actor, kind, { requesterId, offeringId: null, versionId: null, answers: {} }, {
      title, description, state: place?.group ? 'fulfilling' : 'submitted', serviceId, categoryId, groupId: place?.group?.id ?? null, assigneeId: place?.chosenAssigneeId ?? null, line: place?.group?.line ?? null, attachmentIds,
      commandFacts: { ...facts }, ...(channel ? { channel } : {}),
    }, {});
  }

  private async open(tx: Tx, actor: Actor, kind: RequestKind | 'change' | 'access', own: { requesterId: string; offeringId: string | null; versionId: string | null; answers: Record<string, unknown> }, draft: Pick<NewTicket, 'title' | 'state'> & Partial<NewTicket>, data: Record<string, unknown>): Promise<Ticket> {
    const restricted = await tx.one<{ yes: boolean }>('select coalesce((select restricted from service where id = $1), false) or coalesce((select restricted from category where id = $2), false) as yes', [draft.serviceId ?? null, draft.categoryId ?? null]);
    return this.kernel.open(
      tx, actor,
      {
        kind: REQUEST, channel: actor.via === 'token' ? 'api' : actor.face === 'requester' ? 'portal' : 'phone', requesterId: own.requesterId, reporterId: actor.personId, reporterAs: actor.face === 'requester' ? 'requester' : 'staff',
        /* Nothing is broken: an order waits its turn by its promise, not by its harm. */
        impact: 'low', urgency: 'medium', priority: 4, restricted: restricted?.yes ?? false, ...draft,
      },
      { kind: 'request.submitted', data: { requestKind: kind, ...data } },
      (params, { id }) => [`request_row as (insert into request (ticket_id, request_kind, offering_id, version_id, answers) values ($${params.push(id)}, $${params.push(kind)}, $${params.push(own.offeringId)}, $${params.push(own.versionId)}, $${params.push(JSON.stringify(own.answers))}))`],
    );
  }
}

const localeOf = async (sql: Sql, personId: string): Promise<'uk' | 'en'> => (await sql.one<{ locale: 'uk' | 'en' }>('select locale from person where id = $1', [personId]))?.locale ?? 'uk';
