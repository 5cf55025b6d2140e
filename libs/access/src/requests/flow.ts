import { Injectable } from '@nestjs/common';
import { forbidden } from '@opora/kit';
import { type Actor, type Tx, systemActor } from '@opora/platform';
import { type Ticket, TicketKernel } from '@opora/ticket';
import { type EndedApproval, type FollowedTask, Tasks } from '@opora/work';
import { ACCESS, ACCESS_LIFECYCLE, authorised, decide } from '../domain';
import { type ActionRow, Actions, isOpen } from '../grants/actions';
import { type AccessRow, OWN_ROW, ownRow, toRequest } from './request.repository';
import { AccessService } from './access.service';
import { AccessConsequences } from './consequences';
import { standingOf } from './standing';

const SYSTEM = systemActor('access', 'access');

/** What comes back from those who were asked: approvers, the group's tasks, the targets; each moves the request in the transaction of the answer. */
@Injectable()
export class AccessFlow {
  constructor(
    private readonly kernel: TicketKernel,
    private readonly tasks: Tasks,
    private readonly actions: Actions,
    private readonly requests: AccessService,
    private readonly consequences: AccessConsequences,
  ) {}

  /** All approved, one refused, or nobody answered in time. */
  async approvalEnded(tx: Tx, ticket: Ticket, { end, reason }: EndedApproval): Promise<void> {
    if (end !== 'approved') return void (await this.requests.followed(tx, SYSTEM, ticket, 'refuse', { reason, expired: end === 'expired' }));
    const { purpose, grant_id: grantId } = await ownRow(tx, ticket.id);
    const gone = purpose === 'extend' && (await tx.one(`select 1 from access_grant where id = $1 and (state <> 'active' or pending is not null) for update`, [grantId])) !== null;
    if (gone) await this.requests.followed(tx, SYSTEM, ticket, 'refuse', { reason: 'Право закінчилося раніше, ніж погодили його подовження.', expired: false });
    else await this.requests.followed(tx, SYSTEM, ticket, 'approve', {});
  }

  /** Records by hand that it is done, be it by the group's tasks or where the target was called and did not answer. @throws Refusal 403, 404, 409, 412 */
  async provision(tx: Tx, actor: Actor, idOrReference: string, ifMatch: number | '*', note: string | null): Promise<Ticket> {
    const { ticket, own } = await this.kernel.claimWith<AccessRow>(tx, actor, idOrReference, { kind: ACCESS, permission: ACCESS_LIFECYCLE.commands.provision.permission, ifMatch }, OWN_ROW);
    const decision = decide(toRequest(ticket, own), 'provision', { note: note ?? undefined }, { now: tx.now, standing: standingOf(actor, ticket) });
    if (decision instanceof Error) throw decision;
    const open = (await this.actions.of(tx, ticket.id)).filter(isOpen);
    if (open.length === 0) return this.requests.followed(tx, actor, ticket, 'provision', { note: note ?? undefined });
    let at = ticket;
    for (const action of open) {
      if (action.taskId === null || action.state === 'failed') await this.done(tx, actor, at, action, note);
      else await this.tasks.command(tx, actor, at, action.taskId, 'complete', note, '*');
      at = await this.kernel.claim(tx, SYSTEM, ticket.id);
    }
    return at;
  }

  /** A task of the ticket changed its state: done carries the action out, skipped leaves it owed, reopened asks again. */
  async taskChanged(tx: Tx, actor: Actor, ticket: Ticket, { id, state, note }: FollowedTask): Promise<void> {
    const action = await this.actions.byTask(tx, id);
    if (!action || !isOpen(action)) return;
    if (state === 'done') {
      const standing = standingOf(actor, ticket);
      if (!authorised(toRequest(ticket, await ownRow(tx, ticket.id)), 'provision', standing)) throw forbidden('access.provision');
      await this.done(tx, actor, ticket, action, note);
    } else if (state === 'skipped') await this.failed(tx, actor, ticket, action, note ?? '');
    else if (action.state === 'failed') await this.actions.reasked(tx, action);
  }

  /** The target, or the group, did it; with the last the request is carried out. */
  async done(tx: Tx, actor: Actor, ticket: Ticket, action: ActionRow, answer: string | null): Promise<void> {
    await this.actions.done(tx, actor, action, answer);
    if ((await this.actions.of(tx, ticket.id)).some(isOpen)) return;
    await this.requests.followed(tx, actor, ticket, 'provision', { note: answer ?? undefined });
  }

  async failed(tx: Tx, actor: Actor, ticket: Ticket, action: ActionRow, answer: string): Promise<void> {
    await this.actions.failed(tx, action, answer);
    await this.kernel.apply(tx, actor, ticket, {
      set: { commandFacts: { ...ticket.commandFacts, failed: true } }, entry: { kind: 'access.target_failed', reason: answer, data: { actionId: action.id } }, visibility: 'staff',
      terms: () => ['access_row as (update access_request set failed = true where ticket_id = $1)'],
    });
  }

  /** The target was called: it answered that it is done, or did not take it. An answer to an earlier call, or after it was settled otherwise, changes nothing. */
  async called(tx: Tx, deliveryId: string, taken: boolean, status: number | null): Promise<void> {
    const known = await this.actions.byDelivery(tx, deliveryId);
    if (!known) return;
    const ticket = await this.kernel.claim(tx, SYSTEM, known.ticketId);
    const action = await this.actions.byId(tx, known.id);
    if (!action || action.state !== 'asked') return;
    if (taken) await this.done(tx, SYSTEM, ticket, action, null);
    else await this.failed(tx, SYSTEM, ticket, action, status === null ? 'HTTP: —' : `HTTP ${status}`);
  }

  /** The day from which access is wanted has come. */
  async begin(tx: Tx, ticketId: string): Promise<void> {
    await this.consequences.begin(tx, SYSTEM, await this.kernel.claim(tx, SYSTEM, ticketId));
  }

  /** Nobody answered that it works. */
  async close(tx: Tx, ticketId: string): Promise<void> {
    const ticket = await this.kernel.claim(tx, SYSTEM, ticketId);
    if (ticket.state === 'granted') await this.requests.followed(tx, SYSTEM, ticket, 'close', {});
  }

  /** Something later made an action needless: where nothing else is left to do, the ticket is over. */
  async settle(tx: Tx, ticketId: string): Promise<void> {
    const ticket = await this.kernel.claim(tx, SYSTEM, ticketId);
    const { purpose } = await ownRow(tx, ticketId);
    if (ticket.state !== 'provisioning' || purpose === 'grant' || purpose === 'extend') return;
    if (!(await this.actions.of(tx, ticketId)).some(isOpen)) await this.requests.followed(tx, SYSTEM, ticket, 'finish', {});
  }
}
