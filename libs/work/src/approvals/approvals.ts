import { Injectable } from '@nestjs/common';
import { Calendars } from '@opora/calendar';
import { Refusal, conflict, forbidden, invalid, notFound, unknownReference } from '@opora/kit';
import { type Actor, Ids, Timers, type Tx, emit, systemActor } from '@opora/platform';
import { type Ticket, TicketKernel } from '@opora/ticket';
import { type Answer, type ApprovalLife, type Objection, type Voter, follow, neededOf } from '../domain/approval';
import { Approvers } from './approvers';
import { type ApprovalEnd, ApprovalOutcomes } from './outcomes';
import { type ApprovalRow, type StepRow, approvalsWhere, mayVote, standsFor } from './rows';
import { type AskSpec, DUE_DAYS } from './spec';

export const DUE_TIMER = 'approval.due';
export const REMINDER_TIMER = 'approval.reminder';

const SYSTEM = systemActor('approval', 'approval');

/** Approvals as the processes ask them, within the transaction of whatever asks (`domain.md` §3, §6). */
@Injectable()
export class Approvals {
  constructor(
    private readonly kernel: TicketKernel,
    private readonly approvers: Approvers,
    private readonly outcomes: ApprovalOutcomes,
    private readonly calendars: Calendars,
    private readonly timers: Timers,
    private readonly ids: Ids,
  ) {}

  /**
   * Asks; the first step at once. The ticket was claimed before.
   * @returns the approval's id and the ticket as it then stands
   * @throws Refusal 422 unknown person or group, nobody left to ask
   */
  async ask(tx: Tx, actor: Actor, ticket: Ticket, spec: AskSpec): Promise<{ id: string; ticket: Ticket }> {
    const excluded = [...new Set([ticket.requesterId, ...(spec.excluded ?? [])])];
    const id = this.ids.next();
    await tx.run('insert into approval (id, ticket_id, subject, state, question, card, excluded, asked_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
      id, ticket.id, spec.subject, 'running', spec.question ?? '', JSON.stringify(spec.card ?? []), excluded, actor.personId, tx.now,
    ]);
    for (const [position, step] of spec.steps.entries()) {
      const asked = await this.approvers.of(tx, { ...ticket, holders: spec.holders ?? {} }, step, excluded, `/steps/${position}`);
      await tx.run(`insert into approval_step (approval_id, position, mode, needed, name, due_days, state) values ($1, $2, $3, $4, $5, $6, 'waiting')`, [id, position, step.mode, step.needed ?? null, step.name ?? null, step.dueDays ?? DUE_DAYS]);
      await tx.run('insert into approval_vote (id, approval_id, position, person_id, asked_as) select * from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::uuid[], $5::text[])', [
        asked.map(() => this.ids.next()), asked.map(() => id), asked.map(() => position), asked.map(({ personId }) => personId), asked.map(({ askedAs }) => askedAs),
      ]);
    }
    const after = await this.tell(tx, actor, ticket, 'approval.asked', { approvalId: id, subject: spec.subject, steps: spec.steps.length });
    await this.openStep(tx, after, await this.locked(tx, id), 0);
    return { id, ticket: after };
  }

  /** @throws Refusal 404 not asked of the actor, 403 their own request, 409 answered or over, 422 a refusal without reason */
  async answer(tx: Tx, actor: Actor, idOrReference: string, voteId: string, answer: Answer, reason: string | null): Promise<void> {
    if (answer === 'refused' && !reason?.trim()) throw new Refusal('approval.reason_required', { errors: [{ pointer: '/reason', code: 'approval.reason_required' }] });
    const { ticket, approval } = await this.asked(tx, actor, idOrReference, voteId);
    const after = allowed(follow(approval, { kind: 'answer', voteId, by: await voter(tx, actor), answer }), approval);
    await tx.run('update approval_vote set answer = $2, answered_by = $3, answered_at = $4, reason = $5 where id = $1', [voteId, answer, actor.personId, tx.now, reason?.trim() || null]);
    const told = await this.tell(tx, actor, ticket, `approval.answer_${answer}`, { approvalId: approval.id, voteId }, reason);
    if (after.state === 'approved' || after.state === 'refused') return this.finish(tx, actor, told, approval, after.state, after.state === 'refused' ? reason : null);
    const next = after.steps.findIndex(({ state }, i) => state === 'asking' && approval.steps[i]?.state === 'waiting');
    if (next === -1) return;
    await tx.run(`update approval_step set state = 'approved' where approval_id = $1 and position < $2`, [approval.id, next]);
    await this.openStep(tx, told, approval, next);
  }

  /** Hands a vote over to somebody else, or takes it back (`to` = who was asked). @throws Refusal 404, 403, 409, 422 */
  async delegate(tx: Tx, actor: Actor, idOrReference: string, voteId: string, to: string, reason: string | null): Promise<void> {
    const { ticket, approval } = await this.asked(tx, actor, idOrReference, voteId);
    const after = allowed(follow(approval, { kind: 'delegate', voteId, by: await voter(tx, actor), to }), approval);
    if (!(await tx.one('select 1 from person where id = $1 and active and supplier_id is null', [to]))) throw unknownReference('/personId');
    const delegateId = after.steps.flatMap(({ votes }) => votes).find(({ id }) => id === voteId)?.delegateId ?? null;
    await tx.run('update approval_vote set delegate_id = $2 where id = $1', [voteId, delegateId]);
    await this.tell(tx, actor, ticket, 'approval.delegated', { approvalId: approval.id, voteId, personId: to }, reason);
    if (delegateId !== null) await this.ring(tx, approval, { id: voteId, personId: delegateId }, 'approval.asked');
  }

  /** Ends without a decision what is still running, as when the request is taken back or changed. @returns the ticket as it then stands */
  async withdraw(tx: Tx, actor: Actor, ticket: Ticket, filter: { id?: string; subject?: string } = {}): Promise<Ticket> {
    const running = await tx.rows<{ id: string }>(`select id from approval where ticket_id = $1 and state = 'running' and ($2::uuid is null or id = $2) and ($3::text is null or subject = $3) for update`, [ticket.id, filter.id ?? null, filter.subject ?? null]);
    let after = ticket;
    for (const { id } of running) {
      if (typeof follow(await this.locked(tx, id), { kind: 'withdraw' }) === 'string') continue;
      await this.end(tx, id, 'withdrawn');
      after = await this.tell(tx, actor, after, 'approval.withdrawn', { approvalId: id });
    }
    return after;
  }

  /** The time of the step that is being asked is over. Called by its timer alone. */
  async expire(tx: Tx, approvalId: string): Promise<void> {
    const found = await tx.one<{ ticketId: string }>('select ticket_id as "ticketId" from approval where id = $1', [approvalId]);
    if (!found) return;
    const ticket = await this.kernel.claim(tx, SYSTEM, found.ticketId);
    const approval = await this.locked(tx, approvalId);
    if (typeof follow(approval, { kind: 'expire' }) !== 'string') await this.finish(tx, SYSTEM, ticket, approval, 'expired', null);
  }

  async remind(tx: Tx, approvalId: string): Promise<void> {
    const approval = await this.locked(tx, approvalId);
    const step = approval.steps.find(({ state }) => state === 'asking');
    if (approval.state !== 'running' || !step) return;
    await tx.run('update approval_step set reminded_at = $3 where approval_id = $1 and position = $2', [approvalId, step.position, tx.now]);
    for (const vote of step.votes.filter(({ answer }) => answer === null)) await this.ring(tx, approval, vote, 'approval.reminded');
  }

  private async asked(tx: Tx, actor: Actor, idOrReference: string, voteId: string): Promise<{ ticket: Ticket; approval: ApprovalRow }> {
    const vote = await tx.one<{ approvalId: string; ticketId: string }>(
      `select v.approval_id as "approvalId", t.id as "ticketId" from approval_vote v join approval a on a.id = v.approval_id join ticket t on t.id = a.ticket_id
       where v.id = $1 and (t.id::text = $2 or t.reference = $2) and ${mayVote('$3', '$4')}`,
      [voteId, idOrReference, actor.personId, tx.now],
    );
    if (!vote) throw notFound();
    const ticket = await this.kernel.claim(tx, SYSTEM, vote.ticketId);
    return { ticket, approval: await this.locked(tx, vote.approvalId) };
  }

  private async openStep(tx: Tx, ticket: Ticket, approval: ApprovalRow, position: number): Promise<void> {
    const step = approval.steps[position] as StepRow;
    const service = ticket.serviceId === null ? null : await tx.one<{ calendarId: string | null }>('select calendar_id as "calendarId" from service where id = $1', [ticket.serviceId]);
    const calendar = service?.calendarId ?? null;
    const dueAt = await this.calendars.addWorkingDays(tx, calendar, tx.now, step.dueDays);
    await tx.run(`update approval_step set state = 'asking', opened_at = $3, due_at = $4 where approval_id = $1 and position = $2`, [approval.id, position, tx.now, dueAt]);
    await this.timers.set(tx, { kind: DUE_TIMER, key: approval.id, dueAt });
    if (step.dueDays > 1) await this.timers.set(tx, { kind: REMINDER_TIMER, key: approval.id, dueAt: await this.calendars.addWorkingDays(tx, calendar, tx.now, step.dueDays - 1) });
    for (const vote of step.votes) await this.ring(tx, approval, vote, 'approval.asked');
  }

  private ring(tx: Tx, approval: ApprovalRow, vote: { id: string; personId: string }, topic: string): Promise<void> {
    return emit(tx, { topic, key: approval.ticketId, payload: { approvalId: approval.id, voteId: vote.id, personId: vote.personId, subject: approval.subject } });
  }

  private async finish(tx: Tx, actor: Actor, ticket: Ticket, { id: approvalId, subject }: ApprovalRow, end: ApprovalEnd, reason: string | null): Promise<void> {
    await this.end(tx, approvalId, end);
    const after = await this.tell(tx, actor, ticket, `approval.${end}`, { approvalId, subject }, reason);
    await emit(tx, { topic: 'approval.ended', key: ticket.id, payload: { approvalId, subject, end } });
    await this.outcomes.follow(tx, actor, after, { id: approvalId, subject, end, reason });
  }

  private async end(tx: Tx, approvalId: string, state: ApprovalEnd | 'withdrawn'): Promise<void> {
    await tx.run('update approval set state = $2, decided_at = $3, version = version + 1 where id = $1', [approvalId, state, tx.now]);
    await tx.run(`update approval_step set state = case when state = 'asking' then $2 else 'withdrawn' end where approval_id = $1 and state in ('asking', 'waiting')`, [approvalId, state]);
    for (const kind of [DUE_TIMER, REMINDER_TIMER]) await this.timers.clear(tx, kind, approvalId);
  }

  private async locked(tx: Tx, id: string): Promise<ApprovalRow> {
    const [approval] = await approvalsWhere(tx, 'a.id = $1', [id], true);
    if (!approval) throw notFound();
    return approval;
  }

  private tell(tx: Tx, actor: Actor, ticket: Ticket, kind: string, data: Record<string, unknown>, reason?: string | null): Promise<Ticket> {
    return this.kernel.apply(tx, actor, ticket, { set: {}, entry: { kind, data, ...(reason ? { reason } : {}) }, visibility: 'public' });
  }
}

const voter = async (tx: Tx, { personId }: Actor): Promise<Voter> => ({ personId, for: await standsFor(tx, personId, tx.now) });

/** @throws Refusal as the rules object */
function allowed(next: ApprovalLife | Objection, { state }: ApprovalRow): ApprovalLife {
  switch (next) {
    case 'not_asked': throw forbidden('approval.answer');
    case 'own': throw new Refusal('approval.own', { status: 403 });
    case 'over': throw conflict('approval.over', { state });
    case 'answered': throw conflict('approval.answered');
    case 'not_asked_yet': throw conflict('approval.not_asked_yet', { state: 'waiting' });
    case 'to_excluded': throw invalid('/personId', 'approval.own');
    default: return next;
  }
}

/** Approvals that a step still waits for. */
export const missingOf = (step: StepRow, excluded: readonly string[]): number =>
  Math.max(0, neededOf(step) - new Set(step.votes.filter(({ answer, answeredBy }) => answer === 'approved' && answeredBy !== null && !excluded.includes(answeredBy)).map(({ answeredBy }) => answeredBy)).size);
