import { Injectable } from '@nestjs/common';
import { type References, referencesQuestion, refuseUnknown } from '@opora/catalogue';
import { type Channel, type FieldError, type Level, Refusal, invalid, unknownReference } from '@opora/kit';
import { type Actor, Database, type Question, type Tx, together } from '@opora/platform';
import { type Placement, Routing, type Wish } from '@opora/routing';
import { Links, type NewTicket, type OpeningFacts, type Ticket, TicketKernel } from '@opora/ticket';
import { INCIDENT, INCIDENT_LIFECYCLE, type InitialPriority, type PriorityMatrix, initialPriority } from './domain';
import type { RegisterIncident } from './incident.dto';
import { IncidentQueries } from './incident.queries';
import type { IncidentReply } from './incident.reply';

/** Fields that support may set at registration, and the permission that makes it support (`security.md` MA-02). */
const STAFF_FIELDS: readonly [keyof RegisterIncident, string][] = [
  ['groupId', 'incident.assign'],
  ['assigneeId', 'incident.assign'],
  ['tags', 'ticket.tag'],
  ['channel', 'incident.classify'],
];

interface Facts extends Omit<OpeningFacts, 'groupSupplierId'> {
  matrix: PriorityMatrix;
  requesterKnown: boolean;
  vip: boolean;
  criticality: Level | null;
  restricted: boolean;
  categoryServiceId: string | null;
  defaultImpact: Level | null;
  defaultUrgency: Level | null;
}

const FACTS = `
  select (select matrix from priority_matrix) as matrix, p.id is not null as "requesterKnown", coalesce(p.vip, false) as vip, p.department_id as "requesterDepartmentId", p.manager_id as "requesterManagerId",
    s.criticality, coalesce(s.restricted, false) or coalesce(c.restricted, false) as restricted, c.service_id as "categoryServiceId", c.default_impact as "defaultImpact", c.default_urgency as "defaultUrgency",
    ticket_next_reference($4) as reference
  from (select 1) one left join person p on p.id = $1::uuid and (p.active or $5::bool) left join category c on c.id = $3::uuid left join service s on s.id = coalesce($2::uuid, c.service_id)`;

/** What the system itself registers may be the system's own: nobody asked for it. */
const factsQuestion = (actor: Actor, requesterId: string, { serviceId = null, categoryId = null }: References): Question<Facts> => ({
  text: FACTS, params: [requesterId, serviceId, categoryId, INCIDENT_LIFECYCLE.prefix, actor.isSystem && requesterId === actor.personId],
});

/** Registering an incident: who, what, how bad, where to. */
@Injectable()
export class IncidentRegistration {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly routing: Routing,
    private readonly links: Links,
    private readonly queries: IncidentQueries,
  ) {}

  register(actor: Actor, body: RegisterIncident): Promise<IncidentReply> {
    return this.database.tx(async (tx) => this.queries.reply(tx, actor, await this.open(tx, actor, body)), { operation: actor.operation });
  }

  /** @throws Refusal 403, 422 */
  async open(tx: Tx, actor: Actor, body: RegisterIncident): Promise<Ticket> {
    refuseStaffFields(actor, body);
    const requesterId = body.requesterId ?? actor.personId;
    const { facts, place } = await this.ask(tx, actor, requesterId, body);
    const service = body.serviceId ?? facts.categoryServiceId;
    const priority = initialPriority({
      matrix: facts.matrix,
      chosen: { impact: body.impact, urgency: body.urgency },
      category: { impact: facts.defaultImpact, urgency: facts.defaultUrgency },
      criticality: facts.criticality,
      vip: facts.vip,
    });
    const draft = draftOf(actor, body, { requesterId, serviceId: service, facts, place, priority });
    const ticket = await this.kernel.open(tx, actor, draft, { kind: 'incident.registered', data: reasons(place, priority) }, (params, { id, line }) => [
      `incident_row as (insert into incident (ticket_id, left_first_line) values ($${params.push(id)}, $${params.push((line ?? 1) !== 1)}))`,
    ]);
    if (body.followUpOf !== undefined) await this.follow(tx, actor, ticket, body.followUpOf);
    return ticket;
  }

  /** A closed incident is not reopened: what comes of it later is a ticket of its own, linked to it. */
  private async follow(tx: Tx, actor: Actor, ticket: Ticket, earlier: string): Promise<void> {
    if (!(await this.kernel.read(tx, actor, earlier, INCIDENT))) throw unknownReference('/followUpOf');
    await this.links.link(tx, actor, ticket, await this.kernel.claim(tx, actor, earlier), 'follow_up_of');
  }

  /** All that has to be known, in one round trip. */
  private async ask(tx: Tx, actor: Actor, requesterId: string, body: RegisterIncident): Promise<{ facts: Facts; place: Placement | null }> {
    const { serviceId, categoryId, locationId, configurationItemIds, groupId, assigneeId } = body;
    const references: References = { serviceId, categoryId, locationId, configurationItemIds };
    const wish: Wish = { groupId, assigneeId, categoryId, serviceId };
    const named = [serviceId, categoryId, locationId, groupId, assigneeId, configurationItemIds?.[0]].some((one) => one !== undefined && one !== null);
    const asked = factsQuestion(actor, requesterId, references);
    if (!named) return { facts: known(await tx.one<Facts>(asked.text, asked.params)), place: null };
    const answers = await together(tx, { references: referencesQuestion(actor, references), facts: asked, place: this.routing.question(wish) });
    refuseUnknown(references, answers.references[0]);
    const facts = known(answers.facts[0]);
    const place = await this.routing.answer(tx, wish, answers.place);
    if (groupId !== undefined && !place.group) throw unknownReference('/groupId');
    if (assigneeId !== undefined && !place.assignee) throw unknownReference('/assigneeId');
    if (place.assignee && !place.assignee.works) throw invalid('/assigneeId', 'incident.assign.not_a_member');
    return { facts, place };
  }
}

function known(facts: Facts | null | undefined): Facts {
  if (!facts?.requesterKnown) throw unknownReference('/requesterId');
  return facts;
}

function refuseStaffFields(actor: Actor, body: RegisterIncident): void {
  const errors: FieldError[] = STAFF_FIELDS.filter(([field, permission]) => body[field] !== undefined && !actor.has(permission)).map(([field]) => ({ pointer: `/${field}`, code: 'read_only' }));
  if (body.requesterId !== undefined && body.requesterId !== actor.personId && !actor.has('ticket.registerFor')) errors.push({ pointer: '/requesterId', code: 'read_only' });
  if (errors.length > 0) throw new Refusal('invalid', { errors });
}

function channelOf(actor: Actor): Channel {
  if (actor.via === 'token') return 'api';
  return actor.face === 'requester' ? 'portal' : 'phone';
}

function draftOf(
  actor: Actor,
  body: RegisterIncident,
  facts: { requesterId: string; serviceId: string | null; facts: Facts; place: Placement | null; priority: InitialPriority },
): NewTicket {
  const { place, priority } = facts;
  const { reference, requesterDepartmentId, requesterManagerId } = facts.facts;
  return {
    kind: INCIDENT,
    title: body.title,
    description: body.description ?? '',
    state: place?.group ? 'assigned' : 'new',
    channel: body.channel ?? channelOf(actor),
    requesterId: facts.requesterId,
    reporterId: actor.personId,
    reporterAs: actor.face === 'requester' ? 'requester' : 'staff',
    impact: priority.impact,
    urgency: priority.urgency,
    priority: priority.priority,
    serviceId: facts.serviceId,
    categoryId: body.categoryId ?? null,
    groupId: place?.group?.id ?? null,
    assigneeId: place?.assignee?.id ?? place?.chosenAssigneeId ?? null,
    line: place?.group?.line ?? null,
    tags: body.tags ?? [],
    restricted: facts.facts.restricted,
    known: { reference, requesterDepartmentId, requesterManagerId, groupSupplierId: place?.group?.supplierId ?? null },
    locationId: body.locationId ?? null,
    contact: body.contact ?? null,
    configurationItemIds: body.configurationItemIds ?? [],
    attachmentIds: body.attachmentIds ?? [],
  };
}

/** Why it has its priority and its group, for the staff's timeline. */
const reasons = (place: Placement | null, { raise, impact, urgency }: InitialPriority): Record<string, unknown> => ({ impact, urgency, ...(raise ? { raise } : {}), ...(place?.group ? { routing: place.decision } : {}) });
