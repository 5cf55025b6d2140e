import { Injectable } from '@nestjs/common';
import { notFound } from '@opora/kit';
import { type Actor, Clock, Cursors, Database, type Sql, queryKey } from '@opora/platform';
import { TicketKernel, projectionOf } from '@opora/ticket';
import type { ApprovalCard, ApprovalCardPage, ApprovalCardQuery, ApprovalReply, ApprovalStepReply } from './approval.dto';
import { missingOf } from './approvals';
import { type ApprovalRow, approvalsWhere, mayVote } from './rows';

interface CardRow {
  voteId: string;
  approvalId: string;
  ticketId: string;
  title: string;
  requesterId: string;
  requesterName: string;
  department: string | null;
  at: Date;
}

const CARD = (department: string): string => `select v.id as "voteId", v.approval_id as "approvalId", t.id as "ticketId", t.title, r.id as "requesterId", r.display_name as "requesterName", d.${department} as department,
  coalesce(v.answered_at, s.due_at, a.created_at) as at
  from approval_vote v join approval a on a.id = v.approval_id join approval_step s on s.approval_id = v.approval_id and s.position = v.position join ticket t on t.id = a.ticket_id
  join person r on r.id = t.requester_id left join department d on d.id = r.department_id`;

/** What is asked of whom. The ticket's own readers see the steps; those who are asked see the card alone (`security.md` D.4, D.5). */
@Injectable()
export class ApprovalQueries {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
  ) {}

  /** @throws Refusal 404 */
  async ofTicket(actor: Actor, idOrReference: string, sql: Sql = this.database.sql): Promise<ApprovalReply[]> {
    const ticket = await this.kernel.read(sql, actor, idOrReference);
    if (!ticket) throw notFound();
    if (projectionOf(actor, ticket) === 'supplier') return [];
    return (await approvalsWhere(sql, 'a.ticket_id = $1', [ticket.id])).map(replyOf);
  }

  async one(sql: Sql, id: string): Promise<ApprovalReply> {
    const [found] = await approvalsWhere(sql, 'a.id = $1', [id]);
    if (!found) throw notFound();
    return replyOf(found);
  }

  /** Asked of the caller or of whom they stand in for, the most urgent first; or what they answered, the latest first. */
  async mine(actor: Actor, query: ApprovalCardQuery): Promise<ApprovalCardPage> {
    const answered = query.state === 'answered';
    const params: unknown[] = [actor.personId, this.clock.now()];
    const key = `approvals${queryKey(query)}`;
    const where = answered ? 'v.answered_by = $1 and $2::timestamptz is not null' : `v.answer is null and a.state = 'running' and s.state = 'asking' and ${mayVote('$1', '$2')} and not $1::uuid = any(a.excluded)`;
    const order = answered ? 'v.answered_at' : 's.due_at';
    let after = '';
    if (query.cursor !== undefined) {
      const [at, id] = this.cursors.decode(actor, key, query.cursor);
      after = ` and (${order}, v.id) ${answered ? '<' : '>'} ($${params.push(at)}, $${params.push(id)})`;
    }
    const rows = await this.database.sql.rows<CardRow>(`${CARD(actor.locale === 'en' ? 'name_en' : 'name_uk')} where ${where}${after} order by ${order} ${answered ? 'desc' : ''}, v.id ${answered ? 'desc' : ''} limit $${params.push(query.limit + 1)}`, params);
    const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
    return { items: await this.cards(actor, rows.slice(0, query.limit)), nextCursor: last ? this.cursors.encode(actor, key, [last.at.toISOString(), last.voteId]) : null };
  }

  /** @throws Refusal 404 where nobody asked the caller */
  async card(actor: Actor, voteId: string, sql: Sql = this.database.sql): Promise<ApprovalCard> {
    const row = await sql.one<CardRow>(`${CARD(actor.locale === 'en' ? 'name_en' : 'name_uk')} where v.id = $3 and (${mayVote('$1', '$2')} or v.answered_by = $1)`, [actor.personId, this.clock.now(), voteId]);
    if (!row) throw notFound();
    return (await this.cards(actor, [row], sql))[0] as ApprovalCard;
  }

  private async cards(actor: Actor, rows: readonly CardRow[], sql: Sql = this.database.sql): Promise<ApprovalCard[]> {
    const approvals = new Map((await approvalsWhere(sql, 'a.id = any($1)', [rows.map(({ approvalId }) => approvalId)])).map((approval) => [approval.id, approval]));
    return rows.map((row) => cardOf(actor, row, approvals.get(row.approvalId) as ApprovalRow));
  }
}

function cardOf(actor: Actor, row: CardRow, approval: ApprovalRow): ApprovalCard {
  const step = approval.steps.find(({ votes }) => votes.some(({ id }) => id === row.voteId));
  const vote = step?.votes.find(({ id }) => id === row.voteId);
  const state = vote?.answer ? 'answered' : approval.state !== 'running' ? 'over' : step?.state === 'asking' ? 'asked' : step?.state === 'waiting' ? 'waiting' : 'over';
  return {
    id: row.voteId, ticketId: row.ticketId, title: row.title, subject: approval.subject, question: approval.question, lines: approval.card.map(({ label, value }) => ({ label: label[actor.locale], value: typeof value === 'string' ? value : value[actor.locale] })),
    requester: { id: row.requesterId, displayName: row.requesterName }, department: row.department, steps: approval.steps.map((each) => stepReply(each, approval)), state, dueAt: step?.dueAt?.toISOString() ?? null,
    standsInFor: vote && vote.personId !== actor.personId ? { id: vote.personId, displayName: vote.personName } : null, answer: vote?.answer ?? null,
  };
}

const replyOf = (approval: ApprovalRow): ApprovalReply => ({
  id: approval.id, subject: approval.subject, state: approval.state, question: approval.question, askedBy: approval.askedByName === null ? null : { id: approval.askedBy, displayName: approval.askedByName },
  createdAt: approval.createdAt.toISOString(), decidedAt: approval.decidedAt?.toISOString() ?? null, steps: approval.steps.map((step) => stepReply(step, approval)),
});

const stepReply = (step: ApprovalRow['steps'][number], { excluded }: ApprovalRow): ApprovalStepReply => ({
  position: step.position, name: step.name, mode: step.mode, missing: missingOf(step, excluded), state: step.state, dueAt: step.dueAt?.toISOString() ?? null,
  votes: step.votes.map((vote) => ({
    id: vote.id, delegate: vote.delegateId === null ? null : { id: vote.delegateId, displayName: vote.delegateName ?? '' }, person: { id: vote.personId, displayName: vote.personName }, askedAs: vote.askedAs, answer: vote.answer,
    answeredBy: vote.answeredBy !== null && vote.answeredBy !== vote.personId ? { id: vote.answeredBy, displayName: vote.answeredByName ?? '' } : null, answeredAt: vote.answeredAt?.toISOString() ?? null, reason: vote.reason,
  })),
});
