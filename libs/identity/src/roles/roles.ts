import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Refusal, forbidden, invalid, notFound } from '@opora/kit';
import { nameIn } from '@opora/organisation';
import { type Actor, Database, Ids, PERMISSIONS, ROLE_KEYS, type RoleKey, type Sql, type Tx, isPermission, isUniqueViolation } from '@opora/platform';
import { RightsReader } from '../auth/rights';
import { Sessions } from '../auth/sessions';
import type { CreateRole, GrantBody, RoleReply, UpdateRole } from '../identity.dto';
import { keepAnAdministrator } from './administrators';

const NAMES: Readonly<Record<RoleKey, readonly [string, string]>> = {
  requester: ['Працівник', 'Employee'],
  dispatcher: ['Диспетчер першої лінії', 'First-line dispatcher'],
  specialist: ['Фахівець другої лінії', 'Second-line specialist'],
  supplier: ['Інженер постачальника', 'Supplier’s engineer'],
  manager: ['Керівник ІТ', 'IT manager'],
  admin: ['Адміністратор', 'Administrator'],
  auditor: ['Аудитор', 'Auditor'],
};

interface RoleRow {
  id: string;
  key: string;
  nameUk: string;
  nameEn: string;
  builtin: boolean;
  version: number;
  people: number;
  permissions: GrantBody[];
}

/** Roles are data (`security.md` D.1): these are made at the first start from the matrix and may be changed after. */
@Injectable()
export class Roles {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly ids: Ids,
    private readonly rights: RightsReader,
    private readonly sessions: Sessions,
  ) {}

  /** Makes the shipped roles where they are missing, and gives them the permissions that a later release brought. What was changed in them since stays. */
  async ensureShipped(tx: Tx): Promise<void> {
    const given = new Set((await tx.rows<{ permission: string }>('select permission from permission_given')).map(({ permission }) => permission));
    const added = PERMISSIONS.filter(({ permission }) => !given.has(permission));
    for (const key of ROLE_KEYS) {
      const [nameUk, nameEn] = NAMES[key];
      const made = await tx.one<{ id: string }>(`insert into role (id, key, name_uk, name_en, builtin) values ($1, $2, $3, $4, true) on conflict (key) do nothing returning id`, [this.ids.next(), key, nameUk, nameEn]);
      const id = made?.id ?? (await tx.one<{ id: string }>('select id from role where key = $1 and builtin', [key]))?.id;
      if (id !== undefined) await this.write(tx, id, (made ? PERMISSIONS : added).map(({ permission, cells }) => ({ permission, scopes: [...cells[key]] })));
    }
    await tx.run('insert into permission_given select unnest($1::text[]) on conflict do nothing', [added.map(({ permission }) => permission)]);
  }

  async list(actor: Actor, sql: Sql = this.database.sql): Promise<RoleReply[]> {
    return (await this.select(sql, 'true', [])).map((row) => ({ ...row, name: nameIn(actor.locale, row) }));
  }

  async read(actor: Actor, id: string): Promise<RoleReply> {
    return this.one(this.database.sql, actor, id);
  }

  async create(actor: Actor, body: CreateRole): Promise<RoleReply> {
    checkPermissions(body.permissions);
    await this.sessions.requireFresh(actor);
    const id = this.ids.next();
    return this.database.tx(
      async (tx) => {
        try {
          await tx.run('insert into role (id, key, name_uk, name_en) values ($1, $2, $3, $4)', [id, body.key, body.nameUk, body.nameEn]);
        } catch (error) {
          if (isUniqueViolation(error)) throw invalid('/key', 'already_taken');
          throw error;
        }
        await this.write(tx, id, body.permissions);
        await this.journal.append(tx, { streamId: id, streamKind: 'role', kind: 'role.created', actor, data: { changes: [{ field: 'permissions', from: null, to: body.permissions }] }, version: 1 });
        return this.one(tx, actor, id);
      },
      { operation: actor.operation },
    );
  }

  /** @throws Refusal 403 where the caller holds the role: nobody changes their own rights (`security.md` I26) */
  async update(actor: Actor, id: string, ifMatch: number | '*', body: UpdateRole): Promise<RoleReply> {
    if (body.permissions) checkPermissions(body.permissions);
    await this.sessions.requireFresh(actor);
    return this.database.tx(async (tx) => {
      const locked = await tx.one<{ version: number }>('select version from role where id = $1 for update', [id]);
      if (!locked) throw notFound();
      if (ifMatch !== '*' && ifMatch !== locked.version) throw new Refusal('stale', { status: 412, extra: { changedFields: [] } });
      const before = await this.one(tx, actor, id);
      if (body.permissions && (await tx.one('select 1 from person_role where role_id = $1 and person_id = $2', [id, actor.personId]))) throw forbidden('role.write');
      await tx.run('update role set name_uk = coalesce($2, name_uk), name_en = coalesce($3, name_en), version = version + 1 where id = $1', [id, body.nameUk ?? null, body.nameEn ?? null]);
      if (body.permissions) {
        await tx.run('delete from role_permission where role_id = $1', [id]);
        await this.write(tx, id, body.permissions);
        await keepAnAdministrator(tx);
      }
      tx.afterCommit(() => this.rights.forget());
      const after = await this.one(tx, actor, id);
      await this.journal.append(tx, { streamId: id, streamKind: 'role', kind: 'role.changed', actor, data: { changes: changesBetween(before, after) }, version: after.version });
      return after;
    });
  }

  private async one(sql: Sql, actor: Actor, id: string): Promise<RoleReply> {
    const [row] = await this.select(sql, 'r.id = $1', [id]);
    if (!row) throw notFound();
    return { ...row, name: nameIn(actor.locale, row) };
  }

  private select(sql: Sql, where: string, params: unknown[]): Promise<RoleRow[]> {
    return sql.rows<RoleRow>(
      `select r.id, r.key, r.name_uk as "nameUk", r.name_en as "nameEn", r.builtin, r.version, (select count(*) from person_role pr join person p on p.id = pr.person_id and p.active where pr.role_id = r.id) as people,
         coalesce((select jsonb_agg(jsonb_build_object('permission', x.permission, 'scopes', x.scopes) order by x.permission)
           from (select permission, jsonb_agg(scope order by scope) as scopes from role_permission where role_id = r.id group by permission) x), '[]') as permissions
       from role r where ${where} order by r.builtin desc, r.key`,
      params,
    );
  }

  private async write(tx: Tx, roleId: string, permissions: readonly GrantBody[]): Promise<void> {
    const rows = permissions.flatMap(({ permission, scopes }) => [...new Set(scopes)].map((scope) => ({ permission, scope })));
    await tx.run('insert into role_permission (role_id, permission, scope) select $1, permission, scope from jsonb_to_recordset($2::jsonb) as x(permission text, scope text) on conflict do nothing', [roleId, JSON.stringify(rows)]);
  }
}

/** Each permission that changed by its own name, so that a reader of the journal sees what was given or taken. */
function changesBetween(before: RoleReply, after: RoleReply): { field: string; from: unknown; to: unknown }[] {
  const scopes = (role: RoleReply): Map<string, string> => new Map(role.permissions.map(({ permission, scopes: list }) => [permission, list.join('+')]));
  const [from, to] = [scopes(before), scopes(after)];
  const names = (['nameUk', 'nameEn'] as const).filter((field) => before[field] !== after[field]).map((field) => ({ field, from: before[field], to: after[field] }));
  const permissions = [...new Set([...from.keys(), ...to.keys()])].filter((one) => from.get(one) !== to.get(one)).map((one) => ({ field: `permissions/${one}`, from: from.get(one) ?? null, to: to.get(one) ?? null }));
  return [...names, ...permissions];
}

function checkPermissions(permissions: readonly GrantBody[]): void {
  const errors = permissions.flatMap(({ permission }, index) => (isPermission(permission) ? [] : [{ pointer: `/permissions/${index}/permission`, code: 'unknown_permission' }]));
  if (errors.length > 0) throw new Refusal('invalid', { errors });
}
