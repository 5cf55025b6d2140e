import { Injectable } from '@nestjs/common';
import { type Position, Refusal, unknownReference } from '@opora/kit';
import type { Sql } from '@opora/platform';
import { neededOf } from '../domain/approval';
import type { StepSpec } from './spec';

type StepSpecLike = Pick<StepSpec, 'mode' | 'needed' | 'approvers'>;

export interface Approver {
  personId: string;
  /** Why just this person: `person`, `group`, a position, `stand_in`. */
  askedAs: string;
}

/** What positions are found by. */
export interface AskedFor {
  requesterId: string;
  serviceId: string | null;
  /** Holders of positions that the process alone knows. */
  holders?: Partial<Record<Position, readonly string[]>>;
}

interface Candidate {
  id: string;
  active: boolean;
  managerId: string | null;
}

const PERSON = `select p.id, p.active, p.manager_id as "managerId" from person p`;
/** Steps up the line of managers where those meant may not or cannot decide. */
const MAX_STEPS_UP = 10;

/** Finds who is to be asked: persons, members of a group, positions. Nobody decides about their own request, and nobody is asked who has left. */
@Injectable()
export class Approvers {
  /** @throws Refusal 422 where a person or group is unknown, or where fewer are left than the step needs */
  async of(sql: Sql, ticket: AskedFor, step: StepSpec, excluded: readonly string[], pointer: string): Promise<Approver[]> {
    const found = new Map<string, Approver>();
    for (const [i, approver] of step.approvers.entries()) {
      for (const { candidate, askedAs } of await this.candidates(sql, ticket, approver, `${pointer}/approvers/${i}`)) {
        const eligible = await this.eligible(sql, candidate, excluded, approver.groupId !== undefined || approver.position === 'cab');
        if (eligible && !found.has(eligible.id)) found.set(eligible.id, { personId: eligible.id, askedAs: eligible.id === candidate.id ? askedAs : 'stand_in' });
      }
    }
    const needed = neededOf({ mode: step.mode, needed: step.needed ?? null, votes: [...found.values()].map(({ personId }) => ({ personId, answer: null, answeredBy: null })) });
    for (const personId of found.size < needed ? await this.reserve(sql) : []) {
      if (found.size >= needed) break;
      if (!found.has(personId) && !excluded.includes(personId)) found.set(personId, { personId, askedAs: 'stand_in' });
    }
    if (found.size < needed) throw new Refusal('approval.nobody', { errors: [{ pointer, code: 'approval.nobody', params: { missing: needed - found.size } }], params: { missing: needed - found.size } });
    return [...found.values()];
  }

  /** Who would be asked, with their names; nobody is missed where nobody could be. */
  async foreseen(sql: Sql, asked: AskedFor, step: StepSpecLike, excluded: readonly string[]): Promise<{ id: string; displayName: string; askedAs: string }[]> {
    const found = await this.of(sql, asked, { mode: step.mode, approvers: step.approvers, ...(step.needed === undefined ? {} : { needed: step.needed }) }, excluded, '').catch((error: unknown) => {
      if (error instanceof Refusal) return [];
      throw error;
    });
    const names = new Map((await sql.rows<{ id: string; name: string }>('select id, display_name as name from person where id = any($1)', [found.map(({ personId }) => personId)])).map(({ id, name }) => [id, name]));
    return found.map(({ personId, askedAs }) => ({ id: personId, displayName: names.get(personId) ?? '', askedAs }));
  }

  private async candidates(sql: Sql, ticket: AskedFor, approver: StepSpec['approvers'][number], pointer: string): Promise<{ candidate: Candidate; askedAs: string }[]> {
    const as = (askedAs: string) => (candidate: Candidate) => ({ candidate, askedAs });
    if (approver.personId !== undefined) {
      const person = await sql.one<Candidate>(`${PERSON} where p.id = $1`, [approver.personId]);
      if (!person) throw unknownReference(`${pointer}/personId`);
      return [as('person')(person)];
    }
    if (approver.groupId !== undefined) {
      const members = await sql.rows<Candidate>(`${PERSON} join group_member m on m.person_id = p.id where m.group_id = $1 and m.right_ in ('work', 'manage') and p.active order by p.display_name, p.id`, [approver.groupId]);
      if (members.length === 0 && !(await sql.one('select 1 from support_group where id = $1', [approver.groupId]))) throw unknownReference(`${pointer}/groupId`);
      return members.map(as('group'));
    }
    const position = approver.position ?? 'line_manager';
    return (await this.holders(sql, ticket, position)).map(as(position));
  }

  private async holders(sql: Sql, ticket: AskedFor, position: Position): Promise<Candidate[]> {
    const known = ticket.holders?.[position];
    if (known) return sql.rows<Candidate>(`${PERSON} where p.id = any($1) order by p.display_name, p.id`, [known]);
    switch (position) {
      case 'line_manager': return sql.rows<Candidate>(`${PERSON} where p.id = (select r.manager_id from person r where r.id = $1)`, [ticket.requesterId]);
      case 'cab': return sql.rows<Candidate>(`${PERSON} join group_member m on m.person_id = p.id and m.right_ in ('work', 'manage') join approval_board b on b.group_id = m.group_id where b.position = 'cab' and p.active order by p.display_name, p.id`);
      /* Who owns a resource is for its process to say; where it does not, whoever owns the service decides. */
      default: return sql.rows<Candidate>(`${PERSON} where p.id = (select s.owner_id from service s where s.id = $1)`, [ticket.serviceId]);
    }
  }

  /** The candidate, or the first above who is still here and has no stake in it. A group has other members instead. */
  private async eligible(sql: Sql, candidate: Candidate, excluded: readonly string[], inGroup: boolean): Promise<Candidate | null> {
    let person: Candidate | null = candidate;
    for (let step = 0; person && step < MAX_STEPS_UP; step++) {
      if (person.active && !excluded.includes(person.id)) return person;
      if (inGroup) return null;
      person = person.managerId === null ? null : await sql.one<Candidate>(`${PERSON} where p.id = $1`, [person.managerId]);
    }
    return null;
  }

  /** Who answers for the processes and so never leaves a request without anybody to decide. */
  private async reserve(sql: Sql): Promise<string[]> {
    const rows = await sql.rows<{ id: string }>(
      `select distinct p.id from person p join person_role pr on pr.person_id = p.id join role_permission rp on rp.role_id = pr.role_id where p.active and rp.permission = 'expense.approve' and rp.scope = 'all' order by p.id limit 5`,
    );
    return rows.map(({ id }) => id);
  }
}
