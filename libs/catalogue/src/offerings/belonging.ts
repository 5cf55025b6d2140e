import type { Sql } from '@opora/platform';
import type { Belonging } from '../domain/offering';

const BELONGING = `with recursive
    dep as (select d.id, d.parent_id from department d join person p on p.department_id = d.id where p.id = $1 union select d.id, d.parent_id from department d join dep on d.id = dep.parent_id),
    loc as (select l.id, l.parent_id from location l join person p on p.location_id = l.id where p.id = $1 union select l.id, l.parent_id from location l join loc on l.id = loc.parent_id)
  select coalesce((select array_agg(id::text) from dep), '{}') as "departmentIds", coalesce((select array_agg(id::text) from loc), '{}') as "locationIds",
    coalesce((select array_agg(group_id::text) from group_member where person_id = $1), '{}') as "groupIds"`;

/** Departments, locations and groups of a person, with all that stands above. */
export const belongingOf = async (sql: Sql, personId: string): Promise<Belonging> => (await sql.one<Belonging>(BELONGING, [personId])) ?? { departmentIds: [], groupIds: [], locationIds: [] };

/** SQL: the published version `v` may be ordered by whoever has these departments, groups and locations. */
export const entitledIn = (departments: string, groups: string, locations: string): string =>
  `((v.definition->'entitlement'->>'all')::boolean or v.definition->'entitlement'->'departmentIds' ?| ${departments}::text[] or v.definition->'entitlement'->'groupIds' ?| ${groups}::text[] or v.definition->'entitlement'->'locationIds' ?| ${locations}::text[])`;
