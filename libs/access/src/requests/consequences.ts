import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { type Actor, Timers, type Tx } from '@opora/platform';
import { AnswerPeriods, type Ticket } from '@opora/ticket';
import { ACCESS, type AccessCommand, type AccessRequest, type Decision, asksFor } from '../domain';
import { type ActionSpec, Actions } from '../grants/actions';
import { targetOf } from '../grants/decisions';
import { lockGrant } from '../grants/grant.rows';
import { Grants } from '../grants/grants';
import { ownRow, wanted } from './request.repository';

export const START_TIMER = 'access.start';
export const CLOSE_TIMER = 'access.auto_close';

/** What a decision sets going or stops, in its own transaction: the targets, the grant, the timers. */
@Injectable()
export class AccessConsequences implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly periods: AnswerPeriods,
    private readonly actions: Actions,
    private readonly grants: Grants,
  ) {}

  onModuleInit(): void {
    this.periods.register(ACCESS, {
      timer: CLOSE_TIMER, setting: 'access.autoCloseWorkingDays', fallback: 3,
      name: { uk: 'Закривати запит на доступ без відповіді через, робочих днів', en: 'Close an access request without an answer after, working days' },
      hint: { uk: 'Відлік іде від надання; підтвердити чи повернути можна раніше.', en: 'Counted from the granting; it may be confirmed or returned sooner.' },
    });
  }

  /** @returns the ticket as it then stands */
  async of(tx: Tx, actor: Actor, before: AccessRequest, command: AccessCommand, decision: Decision, after: Ticket): Promise<Ticket> {
    if (before.state === 'granted') await this.periods.stop(tx, after);
    if (command === 'retry') return this.again(tx, actor, after);
    if (decision.state === 'granted') await this.given(tx, actor, before, after);
    if (decision.state === 'provisioning' && before.state !== 'provisioning') return this.start(tx, actor, before, after);
    return after;
  }

  /** The instant from which access is wanted has come. Called by its timer alone. */
  async begin(tx: Tx, actor: Actor, ticket: Ticket): Promise<Ticket> {
    if (ticket.state !== 'provisioning') return ticket;
    const own = await ownRow(tx, ticket.id);
    const target = own.entitlement_id === null ? null : await wanted(tx, own.entitlement_id, 'uk');
    const person = await tx.one<{ name: string }>('select display_name as name from person where id = $1', [ticket.requesterId]);
    if (!target) throw new Error(`the access request ${ticket.reference} names no right`);
    const grant = own.grant_id === null ? null : await lockGrant(tx, own.grant_id);
    const spec: ActionSpec = { kind: 'provision', grantId: own.grant_id, target: grant ? targetOf(grant) : { ...target, personId: ticket.requesterId, personName: person?.name ?? '', entitlementId: target.id, entitlementName: target.name } };
    return this.actions.begin(tx, actor, ticket, [spec]);
  }

  /** Asks once more: a task that was skipped is opened again, a call is made again. */
  private async again(tx: Tx, actor: Actor, ticket: Ticket): Promise<Ticket> {
    let at = ticket;
    for (const action of (await this.actions.of(tx, ticket.id)).filter(({ state }) => state === 'failed')) at = await this.actions.again(tx, actor, at, action);
    return at;
  }

  private async start(tx: Tx, actor: Actor, { fromAt, id }: AccessRequest, ticket: Ticket): Promise<Ticket> {
    if (fromAt === null || fromAt <= tx.now) return this.begin(tx, actor, ticket);
    await this.timers.set(tx, { kind: START_TIMER, key: id, dueAt: fromAt });
    return ticket;
  }

  private async given(tx: Tx, actor: Actor, request: AccessRequest, ticket: Ticket): Promise<void> {
    if (asksFor(request.purpose)) await this.grant(tx, actor, request);
    await this.periods.start(tx, ticket);
  }

  /** The grant that the request was for; after a return it is there already. */
  private async grant(tx: Tx, actor: Actor, { id, purpose, requesterId, entitlementId, untilAt }: AccessRequest): Promise<void> {
    const own = await ownRow(tx, id);
    if (purpose === 'extend') {
      const done = own.grant_id !== null && (await this.grants.record(tx, actor, await lockGrant(tx, own.grant_id), { kind: 'extended', at: tx.now, untilAt }, { ticketId: id }));
      if (!done) throw new Error(`the grant of ${id} cannot be extended any more`);
      return;
    }
    if (own.grant_id !== null || entitlementId === null) return;
    // Held until the end of the transaction: who is being deactivated at this moment gets nothing any more, or loses it with the rest.
    if (!(await tx.one('select 1 from person where id = $1 and active for share', [requesterId]))) throw new Refusal('access.person_left', { status: 409 });
    const grantId = await this.grants.create(tx, actor, { personId: requesterId, entitlementId, requestId: id, untilAt, sodRuleIds: own.sod_rule_ids });
    await tx.run('update access_request set grant_id = $2 where ticket_id = $1', [id, grantId]);
  }
}
