import type { StepMode } from '@opora/kit';
import type { Sql } from '@opora/platform';
import type { Answer, ApprovalState, StepState } from '../domain/approval';
import type { CardLine } from './spec';

export interface VoteRow {
  id: string;
  position: number;
  personId: string;
  personName: string;
  askedAs: string;
  /** To whom the one asked handed it over. */
  delegateId: string | null;
  delegateName: string | null;
  answer: Answer | null;
  answeredBy: string | null;
  answeredByName: string | null;
  answeredAt: Date | null;
  reason: string | null;
}

export interface StepRow {
  position: number;
  mode: StepMode;
  needed: number | null;
  name: string | null;
  dueDays: number;
  state: StepState;
  openedAt: Date | null;
  dueAt: Date | null;
  votes: VoteRow[];
}

export interface ApprovalRow {
  id: string;
  ticketId: string;
  subject: string;
  state: ApprovalState;
  question: string;
  card: CardLine[];
  excluded: string[];
  askedBy: string;
  askedByName: string | null;
  createdAt: Date;
  decidedAt: Date | null;
  version: number;
  steps: StepRow[];
}

const APPROVAL = `select a.id, a.ticket_id as "ticketId", a.subject, a.state, a.question, a.card, a.excluded, a.asked_by as "askedBy", p.display_name as "askedByName", a.created_at as "createdAt", a.decided_at as "decidedAt", a.version
  from approval a left join person p on p.id = a.asked_by`;

/** Approvals with their steps and votes: three statements, however many there are. `lock` keeps others from answering meanwhile. */
export async function approvalsWhere(sql: Sql, where: string, params: readonly unknown[], lock = false): Promise<ApprovalRow[]> {
  const approvals = await sql.rows<Omit<ApprovalRow, 'steps'>>(`${APPROVAL} where ${where} order by a.created_at, a.id${lock ? ' for update of a' : ''}`, params);
  if (approvals.length === 0) return [];
  const ids = approvals.map(({ id }) => id);
  const steps = await sql.rows<Omit<StepRow, 'votes'> & { approvalId: string }>(
    `select approval_id as "approvalId", position, mode, needed, name, due_days as "dueDays", state, opened_at as "openedAt", due_at as "dueAt" from approval_step where approval_id = any($1) order by approval_id, position`,
    [ids],
  );
  const votes = await sql.rows<VoteRow & { approvalId: string }>(
    `select v.approval_id as "approvalId", v.id, v.position, v.person_id as "personId", p.display_name as "personName", v.asked_as as "askedAs", v.delegate_id as "delegateId", d.display_name as "delegateName", v.answer, v.answered_by as "answeredBy", b.display_name as "answeredByName",
       v.answered_at as "answeredAt", v.reason
     from approval_vote v join person p on p.id = v.person_id left join person b on b.id = v.answered_by left join person d on d.id = v.delegate_id where v.approval_id = any($1) order by v.position, p.display_name, v.id`,
    [ids],
  );
  return approvals.map((approval) => ({
    ...approval,
    steps: steps.filter((step) => step.approvalId === approval.id).map((step) => ({ ...step, votes: votes.filter((vote) => vote.approvalId === approval.id && vote.position === step.position) })),
  }));
}

/** Those for whom this person may answer now: oneself, whom one stands in for during an absence, whoever left and had one as line manager (`security.md` AP-12). */
export const answersFor = (person: string, now: string): string =>
  `select ${person}::uuid union select a.person_id from absence a where a.substitute_id = ${person} and a.from_at <= ${now} and a.to_at > ${now} union select p.id from person p where p.manager_id = ${person} and not p.active`;

/** SQL: a vote `v` on which this person may decide now. */
export const mayVote = (person: string, now: string): string => `(v.person_id in (${answersFor(person, now)}) or v.delegate_id = ${person})`;

/** The ids of `answersFor`. */
export const standsFor = async (sql: Sql, personId: string, now: Date): Promise<string[]> => (await sql.rows<{ id: string }>(`select x.id::text as id from (${answersFor('$1', '$2')}) x(id)`, [personId, now])).map(({ id }) => id);
