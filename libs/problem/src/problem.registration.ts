import { Injectable } from '@nestjs/common';
import { Catalogue } from '@opora/catalogue';
import { IncidentProblems, PriorityMatrices } from '@opora/incident';
import { invalid, unknownReference } from '@opora/kit';
import { type Actor, Database, type Tx } from '@opora/platform';
import { Routing } from '@opora/routing';
import { Links, type Ticket, TicketKernel, given, standingOf } from '@opora/ticket';
import { PROBLEM, refusalOf } from './domain';
import type { EditProblem, RegisterProblem } from './problem.dto';
import { OWN_ROW, type ProblemRow, toProblem } from './problem.rows';

/** What problems take from incidents. */
@Injectable()
export class IncidentParts {
  constructor(
    readonly matrices: PriorityMatrices,
    readonly problems: IncidentProblems,
  ) {}
}

/** Registering a problem, from incidents or from a trend, and PATCH. */
@Injectable()
export class ProblemRegistration {
  constructor(
    readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly routing: Routing,
    private readonly catalogue: Catalogue,
    private readonly links: Links,
    private readonly incidents: IncidentParts,
  ) {}

  /** @throws Refusal 422 unknown references */
  async open(tx: Tx, actor: Actor, body: RegisterProblem, origin: 'reactive' | 'proactive' = 'reactive'): Promise<Ticket> {
    const { serviceId = null, categoryId = null, configurationItemIds = [], groupId, incidentIds = [] } = body;
    await this.catalogue.resolveReferences(tx, actor, { serviceId, categoryId, configurationItemIds });
    const place = await this.routing.place(tx, { groupId: groupId ?? (serviceId || categoryId ? undefined : await ownGroup(tx, actor)), serviceId, categoryId });
    if (groupId !== undefined && !place.group) throw unknownReference('/groupId');
    const impact = body.impact ?? 'medium';
    const urgency = body.urgency ?? 'medium';
    const restricted = await tx.one<{ yes: boolean }>('select coalesce((select restricted from service where id = $1), false) or coalesce((select restricted from category where id = $2), false) as yes', [serviceId, categoryId]);
    const ticket = await this.kernel.open(
      tx, actor,
      {
        kind: PROBLEM, title: body.title, description: body.description ?? '', state: 'new', channel: actor.via === 'token' ? 'api' : 'phone', requesterId: actor.personId, reporterId: actor.personId, reporterAs: 'staff',
        impact, urgency, priority: (await this.incidents.matrices.matrix(tx))[impact][urgency], serviceId, categoryId, groupId: place.group?.id ?? null, line: place.group?.line ?? null, restricted: restricted?.yes ?? false,
        configurationItemIds, commandFacts: { hasWorkaround: false },
      },
      { kind: 'problem.registered', data: { origin, ...(incidentIds.length > 0 ? { incidents: incidentIds.length } : {}) } },
      (params, { id }) => [`problem_row as (insert into problem (ticket_id, origin) values ($${params.push(id)}, $${params.push(origin)}))`],
    );
    return this.cause(tx, actor, ticket, incidentIds);
  }

  /** Incidents that the problem causes: each is linked and has its problem record from now on. In one order for all, so that two who link do not wait for each other in a ring. */
  async cause(tx: Tx, actor: Actor, problem: Ticket, incidentIds: readonly string[]): Promise<Ticket> {
    for (const [index, id] of [...incidentIds].sort().entries()) {
      const incident = await this.kernel.read(tx, actor, id, 'incident');
      if (!incident) throw invalid(`/incidentIds/${index}`, 'unknown_reference');
      if (await tx.one(`select 1 from ticket_link where from_id = $1 and to_id = $2 and type = 'caused_by'`, [incident.id, problem.id])) continue;
      await this.links.link(tx, actor, await this.kernel.claim(tx, actor, incident.id), await this.kernel.claim(tx, actor, problem.id), 'caused_by');
      await this.incidents.problems.given(tx, actor, incident.id, problem);
    }
    return incidentIds.length === 0 ? problem : this.kernel.claim(tx, actor, problem.id);
  }

  /** @throws Refusal 403, 404, 409 over, 412, 422 */
  async edit(tx: Tx, actor: Actor, idOrReference: string, ifMatch: number | '*', patch: EditProblem): Promise<Ticket> {
    const { ticket: before, own } = await this.kernel.claimWith<ProblemRow>(tx, actor, idOrReference, { kind: PROBLEM, permission: 'problem.investigate', ifMatch }, OWN_ROW);
    const refusal = refusalOf(toProblem(before, own), 'classify', standingOf(actor, before));
    if (refusal) throw refusal;
    const { title, serviceId, categoryId, configurationItemIds, impact, urgency } = patch;
    const moved = serviceId !== undefined && serviceId !== before.serviceId;
    const service = serviceId === undefined ? before.serviceId : serviceId;
    const category = categoryId === undefined ? (moved ? null : before.categoryId) : categoryId;
    if (serviceId !== undefined || categoryId !== undefined || configurationItemIds !== undefined) await this.catalogue.resolveReferences(tx, actor, { serviceId: service, categoryId: category, configurationItemIds });
    const levels = { impact: impact ?? before.impact, urgency: urgency ?? before.urgency };
    const priority = impact === undefined && urgency === undefined ? undefined : (await this.incidents.matrices.matrix(tx))[levels.impact][levels.urgency];
    return this.kernel.apply(tx, actor, before, {
      set: given({ title, serviceId: service, categoryId: category, ...levels, priority }),
      entry: { kind: 'problem.classified', data: {} }, visibility: 'supplier', skipIfUnchanged: true,
      ...(configurationItemIds === undefined ? {} : { configurationItemIds }),
    });
  }
}

const ownGroup = async (tx: Tx, actor: Actor): Promise<string | undefined> =>
  (await tx.one<{ id: string }>(`select g.id from group_member m join support_group g on g.id = m.group_id and g.active where m.person_id = $1 and m.right_ in ('work', 'manage') order by g.line desc, g.id limit 1`, [actor.personId]))?.id;
