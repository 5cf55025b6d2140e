import { Injectable } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import type { Actor, Tx } from '@opora/platform';
import type { Ticket } from '@opora/ticket';
import { Approvals, type CardLine, type StepSpec } from '@opora/work';
import type { Conflict } from '../domain';
import type { Person } from './wish';
import type { Wanted } from './request.repository';

export const APPROVAL = 'access';

export interface Question {
  person: Person;
  reporterId: string;
  entitlement: Wanted;
  fromAt: Date | null;
  untilAt: Date | null;
  reason: string;
  conflicts: readonly Conflict[];
  exceptionReason: string | null;
  /** An end that moves, not a new right. */
  extending: boolean;
}

const RISKS = { high: { uk: 'високий', en: 'high' }, medium: { uk: 'середній', en: 'medium' }, low: { uk: 'низький', en: 'low' } } as const;

/** Whom a request is put to, and what they are shown: all that is needed without opening anything (`ux.md` §1.5.11). */
@Injectable()
export class AccessApprovals {
  constructor(private readonly approvals: Approvals) {}

  /** @returns the ticket as it then stands @throws Refusal 422 where there is nobody to ask */
  async ask(tx: Tx, actor: Actor, ticket: Ticket, question: Question): Promise<Ticket> {
    const steps = await this.steps(tx, question);
    const asked = await this.approvals.ask(tx, actor, ticket, {
      subject: APPROVAL, question: question.reason, card: await this.card(tx, question), steps, excluded: [question.person.id, question.reporterId], holders: { resource_owner: [question.entitlement.ownerId] },
    });
    await tx.run('update access_request set approval_id = $2 where ticket_id = $1', [ticket.id, asked.id]);
    return asked.ticket;
  }

  withdraw(tx: Tx, actor: Actor, ticket: Ticket): Promise<Ticket> {
    return this.approvals.withdraw(tx, actor, ticket, { subject: APPROVAL });
  }

  /** Line manager and owner as the right wants them, each asked once; a broken segregation rule is for somebody outside the report line (`security.md` D.3). */
  async steps(tx: Pick<Tx, 'rows'>, { person, reporterId, entitlement, conflicts }: Pick<Question, 'person' | 'reporterId' | 'entitlement' | 'conflicts'>): Promise<StepSpec[]> {
    const byManager = entitlement.approvals.includes('line_manager');
    const byOwner = entitlement.approvals.includes('resource_owner');
    // A manager who asks for their own people has said so by asking; where they alone decide, somebody above them does.
    const managerAsked = byOwner && person.managerId !== null && (person.managerId === reporterId || person.managerId === entitlement.ownerId);
    return [
      ...(byManager && !managerAsked ? [{ mode: 'any' as const, name: 'Керівник', approvers: [{ position: 'line_manager' as const }] }] : []),
      ...(byOwner ? [{ mode: 'any' as const, name: 'Власник системи', approvers: [{ position: 'resource_owner' as const }] }] : []),
      ...(conflicts.length > 0 ? [{ mode: 'any' as const, name: 'Виняток із розмежування обов’язків', approvers: await this.judges(tx, person, reporterId) }] : []),
    ];
  }

  private async judges(tx: Pick<Tx, 'rows'>, { id, managerId }: Person, reporterId: string): Promise<{ personId: string }[]> {
    const judges = await tx.rows<{ personId: string }>(
      `select distinct p.id as "personId" from person p join person_role pr on pr.person_id = p.id join role_permission rp on rp.role_id = pr.role_id where p.active and rp.permission = 'sod.exception' and not p.id = any($1) limit 20`,
      [[id, managerId, reporterId].filter((one) => one !== null)],
    );
    if (judges.length === 0) throw new Refusal('access.sod_nobody');
    return judges;
  }

  private async card(tx: Tx, { entitlement, person, fromAt, untilAt, reason, conflicts, exceptionReason, extending }: Question): Promise<CardLine[]> {
    const day = (at: Date | null, none: string): string => at?.toISOString().slice(0, 10) ?? none;
    const names = new Map((await tx.rows<{ id: string; name: string }>('select e.id, r.name_uk || $2 || e.name_uk as name from entitlement e join access_resource r on r.id = e.resource_id where e.id = any($1)', [conflicts.map((one) => one.with.entitlementId), ', '])).map(({ id, name }) => [id, name]));
    return [
      { label: { uk: extending ? 'Подовжити' : 'Доступ', en: extending ? 'Extend' : 'Access' }, value: `${entitlement.resourceName}, ${entitlement.name}` },
      { label: { uk: 'Кому', en: 'For' }, value: [person.displayName, person.department].filter(Boolean).join(', ') },
      { label: { uk: 'Навіщо', en: 'Why' }, value: reason },
      { label: { uk: 'Ризик', en: 'Risk' }, value: RISKS[entitlement.risk].uk },
      ...(fromAt ? [{ label: { uk: 'Від', en: 'From' }, value: day(fromAt, '') }] : []),
      { label: { uk: 'До', en: 'Until' }, value: day(untilAt, 'безстроково') },
      ...conflicts.map(({ rule, with: other }) => ({ label: { uk: `Конфлікт обов’язків (SoD-${rule.number})`, en: `Conflict of duties (SoD-${rule.number})` }, value: `${other.source === 'grant' ? 'має' : 'просить'}: ${names.get(other.entitlementId) ?? ''}` })),
      ...(conflicts.length > 0 ? [{ label: { uk: 'Чому потрібен виняток', en: 'Why an exception is needed' }, value: exceptionReason ?? '' }] : []),
    ];
  }
}
