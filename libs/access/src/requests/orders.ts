import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Order, type OrderPromise, OrderTakers, type PlacedOrder } from '@opora/catalogue';
import { CHANNELS, type Channel, invalid } from '@opora/kit';
import { type Actor, type Sql, type Tx, isInstant } from '@opora/platform';
import { Approvers } from '@opora/work';
import { ACCESS } from '../domain';
import { AccessApprovals } from './asking';
import { wanted } from './request.repository';
import { AccessSubmission } from './submission';

/** Fields of an offering's form that this process knows by their names; all others are told to the approvers as words. */
const KNOWN = ['entitlementId', 'from', 'until', 'reason', 'exceptionReason'] as const;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Orders of offerings of the kind `access`: the form names the right, or says in words what is needed. */
@Injectable()
export class AccessOrders implements OnModuleInit {
  constructor(
    private readonly takers: OrderTakers,
    private readonly submission: AccessSubmission,
    private readonly approvals: AccessApprovals,
    private readonly approvers: Approvers,
  ) {}

  onModuleInit(): void {
    this.takers.register('access', { place: (tx, actor, order) => this.place(tx, actor, order), promise: (sql, actor, order) => this.promise(sql, actor, order) });
  }

  private async place(tx: Tx, actor: Actor, { offering, requesterId, answers, channel }: Order): Promise<PlacedOrder> {
    const entitlementId = rightOf(answers);
    const words = Object.entries(answers).filter(([field]) => !(KNOWN as readonly string[]).includes(field)).map(([field, value]) => `${field}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
    const reason = [text(answers['reason']) ?? offering.definition.name[actor.locale], ...words].join('\n').slice(0, 2_000);
    const exceptionReason = text(answers['exceptionReason']);
    const ticket = await this.submission.submit(tx, actor, {
      ...(entitlementId === null ? { title: offering.definition.name[actor.locale] } : { entitlementId }), requesterId, reason, fromAt: instant(answers['from'], '/answers/from'), untilAt: instant(answers['until'], '/answers/until'),
      ...(exceptionReason === null ? {} : { exceptionReason }), ...(actor.has('access.verify') && isChannel(channel) ? { channel } : {}),
    });
    return { id: ticket.id, reference: ticket.reference, kind: ACCESS };
  }

  private async promise(sql: Sql, actor: Actor, { requesterId, answers }: Omit<Order, 'attachmentIds'>): Promise<OrderPromise> {
    const nothing: OrderPromise = { approvals: [], tasks: [], group: null, approvalDueAt: null, fulfilmentDueAt: null, cost: null };
    const id = rightOf(answers);
    const entitlement = id === null ? null : await wanted(sql, id, actor.locale);
    if (!entitlement) return nothing;
    const person = await sql.one<{ id: string; displayName: string; managerId: string | null }>('select id, display_name as "displayName", manager_id as "managerId" from person where id = $1', [requesterId]);
    if (!person) return nothing;
    const steps = await this.approvals.steps(sql, { person: { ...person, department: null }, reporterId: actor.personId, entitlement, conflicts: [] });
    const group = await sql.one<{ name: string }>(`select coalesce(public_label_${actor.locale}, name_${actor.locale}) as name from support_group where id = $1`, [entitlement.groupId]);
    const asked = { requesterId, serviceId: entitlement.serviceId, holders: { resource_owner: [entitlement.ownerId] } };
    return {
      ...nothing, group: group?.name ?? null, tasks: [{ title: `${entitlement.resourceName}, ${entitlement.name}`, group: group?.name ?? null }],
      approvals: await Promise.all(steps.map(async (step) => ({ name: step.name ?? '', mode: step.mode, needed: 1, people: await this.approvers.foreseen(sql, asked, step, [requesterId, actor.personId]), dueDays: step.dueDays ?? 3 }))),
    };
  }
}

const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);
const isChannel = (value: string | undefined): value is Channel => value !== undefined && (CHANNELS as readonly string[]).includes(value);

/** @throws Refusal 422 */
function rightOf(answers: Readonly<Record<string, unknown>>): string | null {
  const given = text(answers['entitlementId']);
  if (given !== null && !UUID.test(given)) throw invalid('/answers/entitlementId', 'not_an_id');
  return given;
}

/** A date of a form means its whole day. @throws Refusal 422 */
function instant(value: unknown, pointer: string): Date | null {
  const given = text(value);
  if (given === null) return null;
  const at = /^\d{4}-\d{2}-\d{2}$/.test(given) ? `${given}T21:59:59Z` : given;
  if (!isInstant(at)) throw invalid(pointer, 'not_an_instant');
  return new Date(at);
}
