import { Injectable } from '@nestjs/common';
import { type Page, invalid, notFound, unknownReference } from '@opora/kit';
import { Organisation, type Person } from '@opora/organisation';
import { type Actor, Database, type Tx } from '@opora/platform';
import { RightsReader } from '../auth/rights';
import type { ConsequencesReply, CreatePerson, PeopleQuery, PersonReply, UpdatePerson } from '../identity.dto';

/** Records of people: who may see how much of whom (`security.md` D.4, D.7), and what changes with them. */
@Injectable()
export class People {
  constructor(
    private readonly database: Database,
    private readonly organisation: Organisation,
    private readonly rights: RightsReader,
  ) {}

  async list(actor: Actor, query: PeopleQuery): Promise<Page<PersonReply>> {
    const page = await this.organisation.people.list(actor, query, (builder) => {
      builder.andWhere(`x.id <> '00000000-0000-7000-8000-000000000000'`);
      if (!actor.scopes('person.card').has('all')) {
        builder.andWhere(
          `(x.id = :me or x.department_id = (select d.department_id from person d where d.id = :me) or x.supplier_id = :supplier)`,
          { me: actor.personId, supplier: actor.supplierId },
        );
        builder.andWhere('x.active');
      }
      if (query.active !== undefined) builder.andWhere('x.active = :active', { active: query.active });
      if (query.email !== undefined) builder.andWhere('lower(x.email) = lower(:email)', { email: query.email });
      if (query.departmentId) builder.andWhere('x.departmentId in (:...departments)', { departments: query.departmentId });
      const digits = query.phone?.replace(/\D/g, '');
      if (query.phone !== undefined) builder.andWhere(`regexp_replace(x.phone, '[^0-9]', '', 'g') like :phone`, { phone: `%${digits || '#'}` });
    });
    return { ...page, items: await this.replies(actor, page.items) };
  }

  async read(actor: Actor, id: string): Promise<PersonReply> {
    const person = await this.organisation.people.read(id);
    const [reply] = await this.replies(actor, [person]);
    if (!reply || (!actor.scopes('person.card').has('all') && !(await this.mayMeet(actor, person)))) throw notFound();
    return reply;
  }

  create(actor: Actor, body: CreatePerson): Promise<PersonReply> {
    checkTimeZone(body.timeZone);
    return this.database.tx(
      async (tx) => {
        const person = await this.add(tx, actor, body);
        return (await this.replies(actor, [person], tx))[0] as PersonReply;
      },
      { operation: actor.operation },
    );
  }

  async add(tx: Tx, actor: Actor, body: Partial<Person> & Pick<Person, 'email' | 'displayName'>, id?: string): Promise<Person> {
    const person = await this.organisation.people.create(
      tx,
      actor,
      { locale: 'uk', timeZone: 'Europe/Kyiv', vip: false, active: true, origin: 'local', preferences: {}, createdAt: tx.now, updatedAt: tx.now, ...body },
      id,
    );
    const role = body.supplierId ? 'supplier' : 'requester';
    await tx.run(`insert into person_role (person_id, role_id) select $1, id from role where key = $2 on conflict do nothing`, [person.id, role]);
    return person;
  }

  update(actor: Actor, id: string, ifMatch: number | '*', body: UpdatePerson): Promise<PersonReply> {
    checkTimeZone(body.timeZone);
    return this.database.tx(async (tx) => {
      const person = await this.organisation.people.update(tx, actor, id, ifMatch, body);
      await tx.run('update person set updated_at = $2 where id = $1', [id, tx.now]);
      tx.afterCommit(() => this.rights.forget());
      return (await this.replies(actor, [person], tx))[0] as PersonReply;
    });
  }

  async consequences(id: string): Promise<ConsequencesReply> {
    await this.organisation.people.read(id);
    const row = await this.database.sql.one<ConsequencesReply>(
      `select (select count(*) from ticket where assignee_id = $1 and phase in ('new', 'active', 'waiting')) as "assignedTickets", (select count(*) from ticket where requester_id = $1 and phase in ('new', 'active', 'waiting')) as "requestedTickets",
         (select count(*) from group_member where person_id = $1) as groups,
         (select count(*) from support_group where lead_id = $1) + (select count(*) from service where owner_id = $1) + (select count(*) from person where manager_id = $1) as responsibilities,
         (select count(*) from session where person_id = $1 and expires_at > now()) as sessions, (select count(*) from api_token where person_id = $1 and revoked_at is null and expires_at > now()) as tokens`,
      [id],
    );
    return row as ConsequencesReply;
  }

  /** @throws Refusal 422 for oneself or the last active administrator (`security.md` I26) */
  async setActive(actor: Actor, id: string, active: boolean): Promise<PersonReply> {
    return this.database.tx(async (tx) => {
      if (!active && id === actor.personId) throw invalid('', 'person.not_self');
      if (!active) await this.keepAnAdministrator(tx, id);
      const person = await this.organisation.people.update(tx, actor, id, '*', { active });
      if (!active) {
        await tx.run('delete from session where person_id = $1', [id]);
        await tx.run('update api_token set revoked_at = now() where person_id = $1 and revoked_at is null', [id]);
      }
      tx.afterCommit(() => this.rights.forget());
      return (await this.replies(actor, [person], tx))[0] as PersonReply;
    });
  }

  /** @throws Refusal 422: nobody changes their own roles, and an active administrator remains (`security.md` I26) */
  async setRoles(actor: Actor, id: string, roles: readonly string[]): Promise<PersonReply> {
    return this.database.tx(async (tx) => {
      if (id === actor.personId) throw invalid('/roles', 'person.own_roles');
      const person = await this.organisation.people.claim(tx, id, '*');
      const known = await tx.rows<{ id: string; key: string }>('select id, key from role where key = any($1)', [roles]);
      roles.forEach((key, index) => {
        if (!known.some((role) => role.key === key)) throw unknownReference(`/roles/${index}`);
      });
      if (!roles.includes('admin')) await this.keepAnAdministrator(tx, id);
      const before = await this.rolesOf([id], tx);
      await tx.run('delete from person_role where person_id = $1', [id]);
      await tx.run('insert into person_role (person_id, role_id) select $1, unnest($2::uuid[])', [id, known.map((role) => role.id)]);
      tx.afterCommit(() => this.rights.forget());
      await this.organisation.people.note(tx, actor, id, 'roles_changed', [{ field: 'roles', from: before.get(id) ?? [], to: [...roles].sort() }]);
      return (await this.replies(actor, [person], tx))[0] as PersonReply;
    });
  }

  private async keepAnAdministrator(tx: Tx, butPersonId: string): Promise<void> {
    await tx.run(`select pg_advisory_xact_lock(hashtextextended('administrators', 0))`);
    const row = await tx.one<{ others: number; affected: boolean }>(
      `select count(*) filter (where p.id <> $1) as others, coalesce(bool_or(p.id = $1), false) as affected from person_role pr join role r on r.id = pr.role_id and r.key = 'admin' join person p on p.id = pr.person_id and p.active`,
      [butPersonId],
    );
    if (row?.affected && row.others === 0) throw invalid('', 'person.last_admin');
  }

  private async mayMeet(actor: Actor, person: Person): Promise<boolean> {
    if (person.id === actor.personId) return true;
    return (
      (await this.database.sql.one(
        `select 1 from person me where me.id = $1 and (me.department_id = $2 or me.supplier_id = $3)`,
        [actor.personId, person.departmentId, person.supplierId],
      )) !== null
    );
  }

  private async rolesOf(ids: readonly string[], sql: Pick<Tx, 'rows'> = this.database.sql): Promise<Map<string, string[]>> {
    const rows = await sql.rows<{ personId: string; roles: string[] }>('select pr.person_id as "personId", array_agg(r.key order by r.key) as roles from person_role pr join role r on r.id = pr.role_id where pr.person_id = any($1) group by 1', [ids]);
    return new Map(rows.map((row) => [row.personId, row.roles]));
  }

  private async replies(actor: Actor, people: readonly Person[], sql: Pick<Tx, 'rows'> = this.database.sql): Promise<PersonReply[]> {
    const departments = new Map(
      (await sql.rows<{ id: string; name: string }>(`select id, case when $2 then name_en else name_uk end as name from department where id = any($1)`, [people.map((person) => person.departmentId).filter(Boolean), actor.locale === 'en'])).map((row) => [row.id, row.name]),
    );
    const roles = actor.has('role.read') ? await this.rolesOf(people.map((person) => person.id), sql) : null;
    const contacts = actor.scopes('person.contact');
    return people.map((person) => {
      const { id, displayName, version, departmentId, locationId, jobTitle } = person;
      const card: PersonReply = { id, displayName, jobTitle, departmentId, departmentName: departmentId === null ? null : (departments.get(departmentId) ?? null), locationId, version };
      const full = contacts.has('all') || contacts.has('gv') || person.id === actor.personId;
      if (!full) return card;
      const { email, phone, locale, timeZone, managerId, supplierId, vip, active, origin } = person;
      return { ...card, email, phone, locale, timeZone, managerId, supplierId, vip, active, origin, ...(roles ? { roles: roles.get(id) ?? [] } : {}) };
    });
  }
}

/** @throws Refusal 422 */
export function checkTimeZone(zone: string | undefined): void {
  if (zone === undefined) return;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw invalid('/timeZone', 'unknown_time_zone');
  }
}
