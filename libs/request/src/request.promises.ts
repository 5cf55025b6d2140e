import { Injectable } from '@nestjs/common';
import { type Order, type OrderPromise, planFor, stepsFor } from '@opora/catalogue';
import { type Actor, Clock, type Sql } from '@opora/platform';
import { ServiceLevels } from '@opora/service-level';
import { Approvers } from '@opora/work';
import { REQUEST } from './domain';
import type { CommandFacts } from './request.standing';

/** What would come of an order: the same finders of approvers, the same plan, the same clocks as act on it afterwards. */
@Injectable()
export class RequestPromises {
  constructor(
    private readonly approvers: Approvers,
    private readonly levels: ServiceLevels,
    private readonly clock: Clock,
  ) {}

  async of(sql: Sql, actor: Actor, { offering, requesterId, answers }: Omit<Order, 'attachmentIds'>): Promise<OrderPromise> {
    const { definition } = offering;
    const steps = stepsFor(definition, answers);
    const plan = planFor(definition, answers);
    const approvals: OrderPromise['approvals'] = [];
    for (const step of steps) {
      const asked = await this.approvers.foreseen(sql, { requesterId, serviceId: offering.serviceId }, step, [requesterId, actor.personId]);
      approvals.push({ name: step.name[actor.locale], mode: step.mode, needed: step.mode === 'any' ? 1 : step.mode === 'all' ? asked.length : (step.needed ?? asked.length), people: asked, dueDays: step.dueDays ?? 3 });
    }
    const groups = await this.groupNames(sql, actor, [...plan.map(({ groupId }) => groupId)]);
    const first = plan[0]?.groupId;
    const due = await this.due(sql, requesterId, offering, { fulfilledById: null, approved: steps.length > 0, targets: definition.targets });
    return {
      approvals, tasks: plan.map(({ title, groupId }) => ({ title: title[actor.locale], group: groups.get(groupId) ?? null })),
      group: first === undefined ? null : (groups.get(first) ?? null), ...due, cost: definition.cost ? { ...definition.cost, currency: 'USD' } : null,
    };
  }

  private async due(sql: Sql, requesterId: string, { serviceId, categoryId }: Order['offering'], facts: CommandFacts): Promise<{ approvalDueAt: string | null; fulfilmentDueAt: string | null }> {
    const department = await sql.one<{ id: string | null }>('select department_id as id from person where id = $1', [requesterId]);
    const now = this.clock.now();
    const measured = { kind: REQUEST, priority: 4 as const, createdAt: now, requesterDepartmentId: department?.id ?? null, serviceId, categoryId, groupId: null, groupSupplierId: null, commandFacts: { ...facts } };
    const at = Math.floor(now.getTime() / 1000);
    const iso = (seconds: number | undefined): string | null => (seconds === undefined ? null : new Date(seconds * 1000).toISOString());
    const start = facts.approved ? 'approving' : 'fulfilling';
    const approval = (await this.levels.promised(measured, [{ at, state: start }])).find(({ metric }) => metric === 'approval')?.dueAt;
    /* Approved at the last moment, where waiting for approvals pauses the fulfilment. */
    const life = approval === undefined ? [{ at, state: start }] : [{ at, state: start }, { at: approval, state: 'fulfilling' }];
    return { approvalDueAt: iso(approval), fulfilmentDueAt: iso((await this.levels.promised(measured, life)).find(({ metric }) => metric === 'fulfilment')?.dueAt) };
  }

  private async groupNames(sql: Sql, actor: Actor, ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await sql.rows<{ id: string; name: string }>(`select id, coalesce(public_label_${actor.locale}, name_${actor.locale}) as name from support_group where id = any($1)`, [ids]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}
