import { Injectable } from '@nestjs/common';
import { type Actor, type Tx } from '@opora/platform';
import { type Ticket, TicketKernel } from '@opora/ticket';
import { ACCESS, type GrantEnd, type GrantEvent, type Purpose } from '../domain';
import { type ActionSpec, Actions, type Target } from './actions';
import type { GrantRow } from './grant.rows';
import { type Because, Grants } from './grants';

const VERBS: Readonly<Record<Exclude<Purpose, 'grant' | 'extend'>, readonly [one: string, many: string]>> = {
  remove: ['Відкликати доступ', 'Відкликати доступи'], suspend: ['Призупинити доступ', 'Призупинити доступи'], resume: ['Відновити доступ', 'Відновити доступи'],
};

export const targetOf = (grant: GrantRow): Target => ({
  personId: grant.personId, personName: grant.personName, entitlementId: grant.entitlementId, entitlementName: grant.entitlementName, resourceName: grant.resourceName, groupId: grant.groupId, provisioning: grant.provisioning,
  webhookId: grant.webhookId, removalHours: grant.removalHours,
});

/** Decisions about rights that are held: each once, with a ticket by which the targets are told and in which it is seen whether they did it. */
@Injectable()
export class GrantDecisions {
  constructor(
    private readonly kernel: TicketKernel,
    private readonly grants: Grants,
    private readonly actions: Actions,
  ) {}

  /**
   * Ends grants of one person; those that are ending or over already are left alone.
   * @returns the ticket that carries it out, or null where there was nothing to end
   */
  async end(tx: Tx, actor: Actor, locked: readonly GrantRow[], end: GrantEnd, because: Because): Promise<Ticket | null> {
    const concerned = await this.decided(tx, actor, locked, () => ({ kind: 'ending', at: tx.now, end }), because);
    for (const { id } of concerned) await this.actions.drop(tx, actor, id);
    return this.carryOut(tx, actor, 'remove', concerned, because);
  }

  /** @returns null where the grant cannot be suspended or resumed now */
  async change(tx: Tx, actor: Actor, grant: GrantRow, action: 'suspend' | 'resume', because: Because): Promise<Ticket | null> {
    return this.carryOut(tx, actor, action, await this.decided(tx, actor, [grant], () => ({ kind: 'asked', at: tx.now, action }), because), because);
  }

  /** A right that the target was found not to have any more: nothing is left to be done there. */
  async endedAlready(tx: Tx, actor: Actor, grant: GrantRow, because: Because): Promise<boolean> {
    if (!(await this.grants.record(tx, actor, grant, { kind: 'ending', at: tx.now, end: 'revoked' }, because))) return false;
    await this.actions.drop(tx, actor, grant.id);
    return this.grants.record(tx, actor, grant, { kind: 'done', at: tx.now, action: 'remove' }, because);
  }

  /** Something to be done in targets without a request for it; what it is about stands in the actions. */
  async open(tx: Tx, actor: Actor, purpose: Exclude<Purpose, 'grant' | 'extend'>, requesterId: string, specs: readonly ActionSpec[], reason: string | null, serviceId: string | null = null): Promise<Ticket> {
    const [first] = specs;
    if (!first) throw new Error('nothing to carry out');
    const [one, many] = VERBS[purpose];
    const title = specs.length === 1 ? `${one}: ${first.target.resourceName}, ${first.target.entitlementName}` : `${many} (${specs.length}): ${first.target.personName}`;
    const group = await tx.one<{ line: number }>('select line from support_group where id = $1', [first.target.groupId]);
    const ticket = await this.kernel.open(
      tx, actor,
      {
        kind: ACCESS, title: title.slice(0, 200), description: reason ?? '', state: 'provisioning', channel: 'api', requesterId, reporterId: actor.personId, reporterAs: 'staff', impact: 'low', urgency: 'medium', priority: 4, serviceId,
        groupId: first.target.groupId, line: group?.line ?? null, commandFacts: { purpose, failed: false },
      },
      { kind: 'access.registered', data: { purpose }, ...(reason ? { reason } : {}) },
      (params, { id }) => [
        `access_row as (insert into access_request (ticket_id, purpose, entitlement_id, grant_id) values ($${params.push(id)}, $${params.push(purpose)}, $${params.push(specs.length === 1 ? first.target.entitlementId : null)}::uuid, $${params.push(specs.length === 1 ? (first.grantId ?? null) : null)}::uuid))`,
      ],
    );
    return this.actions.begin(tx, actor, ticket, specs);
  }

  private async decided(tx: Tx, actor: Actor, locked: readonly GrantRow[], event: () => GrantEvent, because: Because): Promise<GrantRow[]> {
    const concerned: GrantRow[] = [];
    for (const grant of locked) if (await this.grants.record(tx, actor, grant, event(), because)) concerned.push(grant);
    return concerned;
  }

  private async carryOut(tx: Tx, actor: Actor, purpose: 'remove' | 'suspend' | 'resume', concerned: readonly GrantRow[], { reason = null }: Because): Promise<Ticket | null> {
    const [first] = concerned;
    if (!first) return null;
    return this.open(tx, actor, purpose, first.personId, concerned.map((grant) => ({ kind: purpose, target: targetOf(grant), grantId: grant.id })), reason, concerned.length === 1 ? first.serviceId : null);
  }
}
