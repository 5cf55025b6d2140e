import { Injectable } from '@nestjs/common';
import type { Person } from '@opora/organisation';
import { type Actor, Database, type Sql } from '@opora/platform';
import type { PersonReply } from '../identity.dto';
import { PersonTiesRegistry, type Tie } from './ties';

interface Held {
  roles: string[];
  grants: string[];
}

/** How much of whom a caller sees: the card, the contacts, the roles (`security.md` D.4, D.7). */
@Injectable()
export class PersonReplies {
  constructor(
    private readonly database: Database,
    private readonly ties: PersonTiesRegistry,
  ) {}

  async of(actor: Actor, people: readonly Person[], sql: Sql = this.database.sql): Promise<PersonReply[]> {
    const departments = new Map(
      (await sql.rows<{ id: string; name: string }>(`select id, case when $2 then name_en else name_uk end as name from department where id = any($1)`, [people.map((person) => person.departmentId).filter(Boolean), actor.locale === 'en'])).map((row) => [row.id, row.name]),
    );
    const ids = people.map((person) => person.id);
    const held = actor.has('role.read') ? await heldBy(sql, ids) : null;
    const contacts = await this.contactsOf(actor, ids, sql);
    return people.map((person) => {
      const { id, displayName, version, departmentId, locationId, jobTitle } = person;
      const card: PersonReply = { id, displayName, jobTitle, departmentId, departmentName: departmentId === null ? null : (departments.get(departmentId) ?? null), locationId, version };
      if (!contacts(id)) return card;
      const { email, phone, locale, timeZone, managerId, supplierId, vip, active, origin } = person;
      return { ...card, email, phone, locale, timeZone, managerId, supplierId, vip, active, origin, ...(held ? { roles: held.get(id)?.roles ?? [], grants: held.get(id)?.grants ?? [] } : {}) };
    });
  }

  /** What of the modules above hangs on somebody. */
  hanging(id: string): Promise<Tie[]> {
    return this.ties.hanging(this.database.sql, id);
  }

  private async contactsOf(actor: Actor, ids: readonly string[], sql: Sql): Promise<(id: string) => boolean> {
    const scopes = actor.scopes('person.contact');
    if (scopes.has('all')) return () => true;
    const met = scopes.has('gv') || scopes.has('asg') ? await this.ties.met(sql, actor, ids) : new Set<string>();
    return (id) => id === actor.personId || met.has(id);
  }
}

export async function heldBy(sql: Sql, ids: readonly string[]): Promise<Map<string, Held>> {
  const rows = await sql.rows<Held & { id: string }>(
    `select p.id, array(select r.key from person_role pr join role r on r.id = pr.role_id where pr.person_id = p.id order by r.key) as roles,
       array(select pg.grant_ from person_grant pg where pg.person_id = p.id order by pg.grant_) as grants from unnest($1::uuid[]) as p(id)`,
    [ids],
  );
  return new Map(rows.map(({ id, ...held }) => [id, held]));
}
