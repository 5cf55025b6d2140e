import type { Sql } from '@opora/platform';
import { type Flag, type Reviewed, flagsOf, isException } from '../domain';

export interface Scope {
  resourceIds?: readonly string[];
  departmentIds?: readonly string[];
  risk?: readonly string[];
  exceptionsOnly?: boolean;
  personId?: string;
}

export interface Candidate {
  grantId: string;
  personId: string;
  reviewerId: string;
  flags: Flag[];
  exception: boolean;
}

interface Row extends Reviewed {
  grantId: string;
  personId: string;
  ownerId: string;
}

/** Grants in scope that are held and not being ended, with what is unusual about each. */
const ROWS = `select a.id as "grantId", a.person_id as "personId", r.owner_id as "ownerId", a.granted_at as "grantedAt", a.until_at as "untilAt", a.last_used_at as "lastUsedAt", p.active as "personActive", coalesce(e.risk, r.risk) as risk,
    a.missing_since is not null as "missingInTarget",
    (select max(j.at) from journal j where j.stream_id = a.person_id and j.kind = 'person.changed' and j.data->'changes' @> '[{"field": "departmentId"}]') as "movedAt",
    exists (select 1 from sod_rule s join access_grant b on b.person_id = a.person_id and b.state in ('active', 'suspended') and b.entitlement_id = case a.entitlement_id when s.first_id then s.second_id else s.first_id end
      where s.active and a.entitlement_id in (s.first_id, s.second_id)) as sod
  from access_grant a join person p on p.id = a.person_id join entitlement e on e.id = a.entitlement_id join access_resource r on r.id = e.resource_id
  where a.state in ('active', 'suspended') and a.pending is distinct from 'remove' and ($1::uuid[] is null or r.id = any($1)) and ($2::uuid[] is null or p.department_id = any($2)) and ($3::text[] is null or coalesce(e.risk, r.risk) = any($3))
    and ($4::uuid is null or a.person_id = $4) order by a.id`;

/**
 * Who looks at what: the owner; where it is the owner's own right or the owner has left, the first above them who is here and has no stake in it; else whoever may revoke everything
 * (`security.md` AP-11, AP-12).
 */
export async function candidates(sql: Sql, scope: Scope, now: Date): Promise<Candidate[]> {
  const rows = await sql.rows<Row>(ROWS, [scope.resourceIds ?? null, scope.departmentIds ?? null, scope.risk ?? null, scope.personId ?? null]);
  const people = new Map((await sql.rows<{ id: string; active: boolean; managerId: string | null }>('select id, active, manager_id as "managerId" from person')).map((person) => [person.id, person]));
  const reserve = (await sql.rows<{ id: string }>(`select distinct p.id from person p join person_role pr on pr.person_id = p.id join role_permission rp on rp.role_id = pr.role_id where p.active and rp.permission = 'grant.revoke' and rp.scope = 'all' order by p.id`)).map(({ id }) => id);
  return rows.flatMap((row): Candidate[] => {
    const flags = flagsOf(row, now);
    const exception = isException(flags);
    const reviewerId = above(people, row.ownerId, row.personId) ?? reserve.find((id) => id !== row.personId);
    return reviewerId === undefined || (scope.exceptionsOnly && !exception) ? [] : [{ grantId: row.grantId, personId: row.personId, reviewerId, flags, exception }];
  });
}

function above(people: ReadonlyMap<string, { active: boolean; managerId: string | null }>, ownerId: string, personId: string): string | undefined {
  const seen = new Set<string>();
  for (let id: string | null = ownerId; id !== null && !seen.has(id); id = people.get(id)?.managerId ?? null) {
    if (id !== personId && people.get(id)?.active) return id;
    seen.add(id);
  }
  return undefined;
}
