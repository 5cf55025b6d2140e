import { Injectable } from '@nestjs/common';
import { type FieldError, type Page, Refusal, invalid, notFound } from '@opora/kit';
import { Organisation, type Person } from '@opora/organisation';
import { type Actor, Database, SYSTEM_ID, type Sql, type Tx, emit } from '@opora/platform';
import { RightsReader } from '../auth/rights';
import { Sessions } from '../auth/sessions';
import type { CreatePerson, PeopleQuery, PersonReply, UpdatePerson } from '../identity.dto';
import { PersonReplies } from './person.replies';
import { PersonTiesRegistry } from './ties';

/** Fields that decide what somebody may see or sign: set by who may set roles (`security.md` D.7, I26). */
const OF_RIGHTS = ['supplierId', 'managerId', 'vip'] as const;
const MIN_PHONE_DIGITS = 4;

/** Records of people: who may see whom, and who may change what of them. */
@Injectable()
export class People {
  constructor(
    private readonly database: Database,
    private readonly organisation: Organisation,
    private readonly rights: RightsReader,
    private readonly replies: PersonReplies,
    private readonly ties: PersonTiesRegistry,
    private readonly sessions: Sessions,
  ) {}

  async list(actor: Actor, query: PeopleQuery): Promise<Page<PersonReply>> {
    const seesAll = actor.scopes('person.card').has('all');
    const contact = actor.scopes('person.contact');
    const readsContacts = contact.has('all');
    /* A filter over what the caller may not read would tell it digit by digit; who answers the phone may look for the number that calls. */
    const digits = query.phone?.replace(/\D/g, '') ?? '';
    if (query.phone !== undefined && (!seesAll || contact.size === 0)) throw invalid('/phone', 'unknown_filter');
    if (query.phone !== undefined && digits.length < MIN_PHONE_DIGITS) throw invalid('/phone', 'too_short', { min: MIN_PHONE_DIGITS });
    const met = seesAll ? [] : [...(await this.ties.met(this.database.sql, actor))];
    const page = await this.organisation.people.list(
      actor,
      query,
      (builder) => {
        builder.andWhere('x.id <> :system', { system: SYSTEM_ID });
        if (!seesAll)
          builder.andWhere(
            `x.active and (x.id = :me or x.id = any(:met) or (cast(:supplier as uuid) is null and x.department_id = (select d.department_id from person d where d.id = :me)) or x.supplier_id = :supplier)`,
            { me: actor.personId, supplier: actor.supplierId, met },
          );
        if (query.active !== undefined) builder.andWhere('x.active = :active', { active: query.active });
        if (query.email !== undefined) builder.andWhere('lower(x.email) = lower(:email)', { email: query.email });
        if (query.departmentId) builder.andWhere('x.departmentId in (:...departments)', { departments: query.departmentId });
        if (query.phone !== undefined) builder.andWhere(`regexp_replace(x.phone, '[^0-9]', '', 'g') like :phone`, { phone: `%${digits}` });
      },
      readsContacts ? undefined : ['displayName'],
    );
    return { ...page, items: await this.replies.of(actor, page.items) };
  }

  async read(actor: Actor, id: string): Promise<PersonReply> {
    const person = await this.organisation.people.read(id);
    if (person.id === SYSTEM_ID || !(await this.mayMeet(actor, person))) throw notFound();
    return (await this.replies.of(actor, [person]))[0] as PersonReply;
  }

  create(actor: Actor, body: CreatePerson): Promise<PersonReply> {
    checkTimeZone(body.timeZone);
    refuseFields(actor, body, OF_RIGHTS);
    return this.database.tx(
      async (tx) => {
        const person = await this.add(tx, actor, body);
        return (await this.replies.of(actor, [person], tx))[0] as PersonReply;
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

  /** @throws Refusal 422 `read_only`: an address that belongs to more rights than one's own would be a way into that account */
  async update(actor: Actor, id: string, ifMatch: number | '*', body: UpdatePerson): Promise<PersonReply> {
    checkTimeZone(body.timeZone);
    if (body.email !== undefined && id === actor.personId) await this.sessions.requireFresh(actor);
    return this.database.tx(async (tx) => {
      if (id === SYSTEM_ID) throw notFound();
      refuseFields(actor, body, OF_RIGHTS);
      if (body.email !== undefined && !actor.has('person.roles') && (await holdsMore(tx, id))) refuseFields(actor, body, ['email']);
      const before = await this.organisation.people.claim(tx, id, ifMatch);
      const person = await this.organisation.people.update(tx, actor, id, ifMatch, body);
      if (person.departmentId !== before.departmentId) await emit(tx, { topic: 'person.moved', key: id, payload: { from: before.departmentId, to: person.departmentId }, requestId: actor.requestId });
      await tx.run('update person set updated_at = $2 where id = $1', [id, tx.now]);
      tx.afterCommit(() => this.rights.forget());
      return (await this.replies.of(actor, [person], tx))[0] as PersonReply;
    });
  }

  private async mayMeet(actor: Actor, person: Person): Promise<boolean> {
    if (person.id === actor.personId || actor.scopes('person.card').has('all')) return true;
    const near = await this.database.sql.one(
      'select 1 from person me where me.id = $1 and ((me.supplier_id is null and me.department_id = $2) or me.supplier_id = $3)',
      [actor.personId, person.departmentId, person.supplierId],
    );
    return (near !== null && person.active) || (await this.ties.met(this.database.sql, actor, [person.id])).has(person.id);
  }
}

/** Somebody who is more than an employee: their address leads to their rights. */
const holdsMore = async (sql: Sql, id: string): Promise<boolean> => (await sql.one(`select 1 from person_role pr join role r on r.id = pr.role_id where pr.person_id = $1 and r.key <> 'requester' limit 1`, [id])) !== null;

function refuseFields(actor: Actor, body: object, fields: readonly string[]): void {
  if (actor.has('person.roles')) return;
  const errors: FieldError[] = fields.filter((field) => (body as Record<string, unknown>)[field] !== undefined).map((field) => ({ pointer: `/${field}`, code: 'read_only' }));
  if (errors.length > 0) throw new Refusal('invalid', { errors });
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
