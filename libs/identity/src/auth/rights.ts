import { Injectable } from '@nestjs/common';
import type { Locale } from '@opora/kit';
import { type ActorFields, type Face, type GroupRight, type Scope, Database } from '@opora/platform';

export type Rights = Pick<ActorFields, 'personId' | 'displayName' | 'face' | 'supplierId' | 'departmentIds' | 'groups' | 'grants' | 'locale' | 'timeZone'> & { roles: readonly string[]; email: string };

interface RightsRow {
  displayName: string;
  email: string;
  supplierId: string | null;
  locale: Locale;
  timeZone: string;
  roles: string[];
  permissions: { permission: string; scope: Scope }[];
  special: string[];
  departmentIds: string[];
  groups: { id: string; right: GroupRight; line: number }[];
}

/* `manage` in a group runs down to its sub-groups, `work` and `view` do not (security.md D.1). */
const RIGHTS = `
  with recursive
    below as (select p.department_id as id from person p where p.id = $1 and p.department_id is not null union select d.id from department d join below on d.parent_id = below.id),
    managed as (select m.group_id as id from group_member m where m.person_id = $1 and m.right_ = 'manage' union select g.id from support_group g join managed on g.parent_id = managed.id),
    member as (select m.group_id as id, m.right_ from group_member m where m.person_id = $1 union all select id, 'manage' from managed)
  select p.display_name as "displayName", p.email, p.supplier_id as "supplierId", p.locale, p.time_zone as "timeZone",
    coalesce((select jsonb_agg(distinct r.key) from person_role pr join role r on r.id = pr.role_id where pr.person_id = p.id), '[]') as roles,
    coalesce((select jsonb_agg(distinct jsonb_build_object('permission', rp.permission, 'scope', rp.scope)) from person_role pr join role_permission rp on rp.role_id = pr.role_id where pr.person_id = p.id), '[]') as permissions,
    coalesce((select jsonb_agg(pg.grant_) from person_grant pg where pg.person_id = p.id), '[]') as special,
    coalesce((select jsonb_agg(id) from below), '[]') as "departmentIds",
    coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'line', g.line, 'right', x.right_) order by g.line, g.id)
      from (select id, (array_agg(right_ order by case right_ when 'manage' then 0 when 'work' then 1 else 2 end))[1] as right_ from member group by id) x join support_group g on g.id = x.id and g.active), '[]') as groups
  from person p where p.id = $1 and p.active`;

const STAFF_PERMISSIONS = ['message.readPrivate', 'incident.assign', 'person.create', 'settings.write'];

/** What a person may do, and as whom they are met; kept until anybody's rights change. */
@Injectable()
export class RightsReader {
  private epoch = 0;
  private checkedAt = 0;
  private readonly byPerson = new Map<string, Promise<Rights | null>>();

  constructor(private readonly database: Database) {}

  /** Looks whether rights changed anywhere, at most four times a second where nothing else is said; true where they did. */
  async refreshed(everyMs = 250): Promise<boolean> {
    const now = performance.now();
    if (now - this.checkedAt < everyMs) return false;
    this.checkedAt = now;
    const n = (await this.database.sql.one<{ n: number }>('select n from rights_epoch'))?.n ?? 0;
    if (n === this.epoch) return false;
    this.epoch = n;
    this.byPerson.clear();
    return true;
  }

  /** In this process at once, in the others within the quarter of a second. */
  forget(): void {
    this.checkedAt = -1_000;
    this.byPerson.clear();
  }

  of(personId: string): Promise<Rights | null> {
    const known = this.byPerson.get(personId);
    if (known) return known;
    const found = this.read(personId);
    this.byPerson.set(personId, found);
    found.catch(() => this.byPerson.delete(personId));
    return found;
  }

  private async read(personId: string): Promise<Rights | null> {
    const row = await this.database.sql.one<RightsRow>(RIGHTS, [personId]);
    if (!row) return null;
    const grants = new Map<string, Set<Scope>>();
    const department = row.special.includes('department_tickets');
    for (const { permission, scope } of row.permissions) {
      if (scope === 'dep' && !department && permission !== 'person.card') continue;
      grants.set(permission, (grants.get(permission) ?? new Set<Scope>()).add(scope));
    }
    if (row.special.includes('on_behalf')) {
      if (!grants.has('ticket.registerFor')) grants.set('ticket.registerFor', new Set<Scope>(['own']));
      if (grants.has('access.requestFor')) grants.set('access.requestFor', new Set<Scope>([...(grants.get('access.requestFor') ?? []), 'own']));
    }
    const { displayName, email, supplierId, locale, timeZone, roles, groups } = row;
    return { personId, displayName, email, supplierId, locale, timeZone, roles, groups, grants, departmentIds: department ? row.departmentIds : [], face: faceOf(supplierId, grants) };
  }
}

function faceOf(supplierId: string | null, grants: ReadonlyMap<string, ReadonlySet<Scope>>): Face {
  if (supplierId !== null) return 'supplier';
  const writes = ['ticket.edit', 'person.create', 'settings.write', 'incident.resolve'].some((permission) => grants.has(permission));
  if (writes) return 'staff';
  return STAFF_PERMISSIONS.some((permission) => grants.has(permission)) ? 'auditor' : 'requester';
}
