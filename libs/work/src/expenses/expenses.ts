import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Refusal, conflict, forbidden, notFound, unknownReference } from '@opora/kit';
import { type Actor, Database, Ids, type Sql, type Tx, emit } from '@opora/platform';
import { TicketKernel, permitted, projectionOf } from '@opora/ticket';
import type { Answer } from '../domain/approval';
import type { ExpenseLimitReply, ExpenseList, ExpenseReply } from './expense.dto';

/** What a role may spend on one ticket without asking, where nothing else is set: 500 USD (`domain.md` §3 Work log). */
export const DEFAULT_LIMIT_CENTS = 500_00;

interface ExpenseRow {
  id: string;
  amountCents: number;
  note: string;
  personId: string;
  personName: string;
  state: 'accepted' | 'asked' | 'approved' | 'refused';
  answeredBy: string | null;
  answeredByName: string | null;
  reason: string | null;
  createdAt: Date;
}

const SELECT = `select e.id, e.amount_cents as "amountCents", e.note, e.person_id as "personId", p.display_name as "personName", e.state, e.answered_by as "answeredBy", a.display_name as "answeredByName", e.reason, e.created_at as "createdAt"
  from expense e join person p on p.id = e.person_id left join person a on a.id = e.answered_by`;

/** Money spent on a ticket; what goes above a role's limit waits for a manager (`domain.md` §3; `security.md` AP-07: summed per ticket). */
@Injectable()
export class Expenses {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly journal: Journal,
    private readonly ids: Ids,
  ) {}

  /** @throws Refusal 404 */
  async list(actor: Actor, idOrReference: string): Promise<ExpenseList> {
    const { sql } = this.database;
    const ticket = await this.kernel.read(sql, actor, idOrReference);
    if (!ticket || !permitted(actor, 'expense.read', ticket) || projectionOf(actor, ticket) !== 'staff') throw notFound();
    const rows = await sql.rows<ExpenseRow>(`${SELECT} where e.ticket_id = $1 order by e.created_at, e.id`, [ticket.id]);
    return { items: rows.map(replyOf), totalCents: sum(rows), limitCents: await this.limitOf(sql, actor) };
  }

  /** @throws Refusal 403, 404 */
  async spend(actor: Actor, idOrReference: string, amountCents: number, note: string): Promise<ExpenseReply> {
    return this.database.tx(
      async (tx) => {
        const ticket = await this.kernel.claim(tx, actor, idOrReference, { permission: 'expense.write' });
        const spent = (await tx.one<{ cents: number }>(`select coalesce(sum(amount_cents), 0)::bigint as cents from expense where ticket_id = $1 and state <> 'refused'`, [ticket.id]))?.cents ?? 0;
        const state = spent + amountCents <= (await this.limitOf(tx, actor)) ? 'accepted' : 'asked';
        const id = this.ids.next();
        await tx.run('insert into expense (id, ticket_id, amount_cents, note, person_id, state, created_at) values ($1, $2, $3, $4, $5, $6, $7)', [id, ticket.id, amountCents, note, actor.personId, state, tx.now]);
        await this.kernel.apply(tx, actor, ticket, { set: {}, entry: { kind: `expense.${state}`, data: { expenseId: id, amountCents } }, visibility: 'staff' });
        if (state === 'asked') await emit(tx, { topic: 'expense.asked', key: ticket.id, payload: { expenseId: id, personId: actor.personId } });
        return this.one(tx, id);
      },
      { operation: actor.operation },
    );
  }

  /** @throws Refusal 403 one's own, 404, 409 decided, 422 a refusal without reason */
  async answer(actor: Actor, idOrReference: string, expenseId: string, answer: Answer, reason: string | null): Promise<ExpenseReply> {
    if (answer === 'refused' && !reason?.trim()) throw new Refusal('approval.reason_required', { errors: [{ pointer: '/reason', code: 'approval.reason_required' }] });
    return this.database.tx(
      async (tx) => {
        const ticket = await this.kernel.claim(tx, actor, idOrReference, { permission: 'expense.approve' });
        const expense = await tx.one<{ personId: string; state: string }>('select person_id as "personId", state from expense where id = $1 and ticket_id = $2 for update', [expenseId, ticket.id]);
        if (!expense) throw notFound();
        if (expense.personId === actor.personId) throw new Refusal('expense.own', { status: 403 });
        if (expense.state !== 'asked') throw conflict('expense.answered', { state: expense.state });
        await tx.run('update expense set state = $2, answered_by = $3, answered_at = $4, reason = $5 where id = $1', [expenseId, answer, actor.personId, tx.now, reason?.trim() || null]);
        await this.kernel.apply(tx, actor, ticket, { set: {}, entry: { kind: `expense.${answer}`, data: { expenseId }, ...(reason ? { reason } : {}) }, visibility: 'staff' });
        await emit(tx, { topic: 'expense.answered', key: ticket.id, payload: { expenseId, answer, personId: expense.personId } });
        return this.one(tx, expenseId);
      },
      { operation: actor.operation },
    );
  }

  async limits(locale: string): Promise<ExpenseLimitReply[]> {
    return this.database.sql.rows<ExpenseLimitReply>(
      `select r.id as "roleId", r.${locale === 'en' ? 'name_en' : 'name_uk'} as role, coalesce(l.amount_cents, $1)::bigint as "amountCents" from role r left join expense_limit l on l.role_id = r.id
       where exists (select 1 from role_permission p where p.role_id = r.id and p.permission = 'expense.write') order by 2, 1`,
      [DEFAULT_LIMIT_CENTS],
    );
  }

  /** @throws Refusal 422 unknown role */
  async setLimit(actor: Actor, roleId: string, amountCents: number): Promise<ExpenseLimitReply[]> {
    if (!actor.has('expenseLimit.write')) throw forbidden('expenseLimit.write');
    await this.database.tx(async (tx) => {
      if (!(await tx.one('select 1 from role where id = $1', [roleId]))) throw unknownReference('/roleId');
      const before = await tx.one<{ cents: number }>('select amount_cents as cents from expense_limit where role_id = $1 for update', [roleId]);
      await tx.run('insert into expense_limit (role_id, amount_cents) values ($1, $2) on conflict (role_id) do update set amount_cents = excluded.amount_cents', [roleId, amountCents]);
      await this.journal.append(tx, { streamId: roleId, streamKind: 'role', kind: 'role.expense_limit', actor, data: { changes: [{ field: 'expenseLimitCents', from: before?.cents ?? DEFAULT_LIMIT_CENTS, to: amountCents }] } });
    });
    return this.limits(actor.locale);
  }

  /** The largest of the actor's roles. */
  private async limitOf(sql: Sql | Tx, actor: Actor): Promise<number> {
    const row = await sql.one<{ cents: number | null }>(
      `select max(coalesce(l.amount_cents, $2))::bigint as cents from person_role pr left join expense_limit l on l.role_id = pr.role_id
       where pr.person_id = $1 and exists (select 1 from role_permission p where p.role_id = pr.role_id and p.permission = 'expense.write')`,
      [actor.personId, DEFAULT_LIMIT_CENTS],
    );
    return row?.cents ?? 0;
  }

  private async one(sql: Sql, id: string): Promise<ExpenseReply> {
    return replyOf((await sql.one<ExpenseRow>(`${SELECT} where e.id = $1`, [id])) as ExpenseRow);
  }
}

const sum = (rows: readonly ExpenseRow[]): number => rows.filter(({ state }) => state === 'accepted' || state === 'approved').reduce((total, { amountCents }) => total + amountCents, 0);

const replyOf = (row: ExpenseRow): ExpenseReply => ({
  id: row.id, amountCents: row.amountCents, currency: 'USD', note: row.note, person: { id: row.personId, displayName: row.personName }, state: row.state,
  answeredBy: row.answeredBy === null ? null : { id: row.answeredBy, displayName: row.answeredByName ?? '' }, reason: row.reason, createdAt: row.createdAt.toISOString(),
});
