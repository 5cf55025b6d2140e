import { type Answers, type FormDefinition, referencesIn } from '@opora/form';
import type { FieldError } from '@opora/kit';
import type { Actor, Sql } from '@opora/platform';
import type { OfferingDefinition } from '../domain/offering';

const unknown = (pointer: string): FieldError => ({ pointer, code: 'unknown_reference' });

/** Records that a draft names and that are not there. */
export async function checkRecords(sql: Sql, { entitlement, approval, plan }: OfferingDefinition, base: string): Promise<FieldError[]> {
  const named: { table: Table; id: string; pointer: string }[] = [
    ...(entitlement.departmentIds ?? []).map((id, i) => ({ table: 'department' as const, id, pointer: `${base}/entitlement/departmentIds/${i}` })),
    ...(entitlement.groupIds ?? []).map((id, i) => ({ table: 'support_group' as const, id, pointer: `${base}/entitlement/groupIds/${i}` })),
    ...(entitlement.locationIds ?? []).map((id, i) => ({ table: 'location' as const, id, pointer: `${base}/entitlement/locationIds/${i}` })),
    ...plan.map(({ groupId }, i) => ({ table: 'support_group' as const, id: groupId, pointer: `${base}/plan/${i}/groupId` })),
    ...approval.flatMap(({ approvers }, i) =>
      approvers.flatMap(({ personId, groupId }, j) => [
        ...(personId === undefined ? [] : [{ table: 'person' as const, id: personId, pointer: `${base}/approval/${i}/approvers/${j}/personId` }]),
        ...(groupId === undefined ? [] : [{ table: 'support_group' as const, id: groupId, pointer: `${base}/approval/${i}/approvers/${j}/groupId` }]),
      ]),
    ),
  ];
  return missing(sql, named);
}

type Table = 'department' | 'support_group' | 'location' | 'person';

async function missing(sql: Sql, named: readonly { table: Table; id: string; pointer: string }[]): Promise<FieldError[]> {
  const errors: FieldError[] = [];
  for (const table of new Set(named.map((one) => one.table))) {
    const own = named.filter((one) => one.table === table);
    const known = new Set((await sql.rows<{ id: string }>(`select id from ${table} where id = any($1) and active`, [own.map(({ id }) => id)])).map(({ id }) => id));
    errors.push(...own.filter(({ id }) => !known.has(id.toLowerCase())).map(({ pointer }) => unknown(pointer)));
  }
  return errors;
}

const NAMES = `
  select p.id::text, p.display_name as name, 'person' as what from person p where p.id = any($1::uuid[]) and p.active
  union all select i.id::text, i.name, 'configurationItem' from configuration_item i where i.id = any($1::uuid[]) and ($2::bool or i.assigned_to_id = any($3::uuid[]))
  union all select s.id::text, case when $4 = 'en' then s.name_en else s.name_uk end, 'service' from service s where s.id = any($1::uuid[]) and s.status = 'live'
  union all select l.id::text, case when $4 = 'en' then l.name_en else l.name_uk end, 'location' from location l where l.id = any($1::uuid[]) and l.active
  union all select d.id::text, case when $4 = 'en' then d.name_en else d.name_uk end, 'department' from department d where d.id = any($1::uuid[]) and d.active`;

/** Records that answers name: their names, and what is not there for whoever orders (`security.md` MA-05). */
export async function answeredRecords(sql: Sql, actor: Actor, requesterId: string, form: FormDefinition, answers: Answers): Promise<{ names: Map<string, string>; errors: FieldError[]; fileIds: string[] }> {
  const named = referencesIn(form, answers);
  const records = named.filter(({ lookup }) => lookup !== 'file');
  if (records.length === 0) return { names: new Map(), errors: [], fileIds: named.map(({ id }) => id) };
  const rows = await sql.rows<{ id: string; name: string; what: string }>(NAMES, [records.map(({ id }) => id), actor.scopes('ci.read').has('all'), [actor.personId, requesterId], actor.locale]);
  const errors = records.filter(({ id, lookup }) => !rows.some((row) => row.id === id.toLowerCase() && row.what === lookup)).map(({ pointer }) => unknown(`/answers${pointer}`));
  return { names: new Map(rows.map(({ id, name }) => [id, name])), errors, fileIds: named.filter(({ lookup }) => lookup === 'file').map(({ id }) => id) };
}
