import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { type FieldError, Refusal } from '@opora/kit';
import { Directory } from '@opora/organisation';
import { type Actor, Cursors, Database, Ids, type Sql } from '@opora/platform';
import { Category, ConfigurationItem, type RelationType, Service } from './entities';

export interface References {
  serviceId?: string | null | undefined;
  categoryId?: string | null | undefined;
  locationId?: string | null | undefined;
  configurationItemIds?: readonly string[] | undefined;
}

/** Services, categories and configuration items: the records, and what of them a caller may name. */
@Injectable()
export class Catalogue {
  readonly services: Directory<Service>;
  readonly categories: Directory<Category>;
  readonly items: Directory<ConfigurationItem>;

  constructor(
    private readonly database: Database,
    journal: Journal,
    ids: Ids,
    cursors: Cursors,
  ) {
    const common = [database, journal, ids, cursors] as const;
    this.services = new Directory<Service>({ entity: Service, kind: 'service', order: 'nameUk', search: ['nameUk', 'nameEn'], parent: 'parentId' }, ...common);
    this.categories = new Directory<Category>({ entity: Category, kind: 'category', order: 'nameUk', search: ['nameUk', 'nameEn'], parent: 'parentId' }, ...common);
    this.items = new Directory<ConfigurationItem>({ entity: ConfigurationItem, kind: 'configuration_item', order: 'name', search: ['name', 'class', 'serial'] }, ...common);
  }

  /**
   * Checks what a body names, in one round trip.
   * @throws Refusal 422 `unknown_reference`: unknown and invisible look alike (`security.md` MA-05)
   */
  async resolveReferences(sql: Sql, actor: Actor, { serviceId, categoryId, locationId, configurationItemIds = [] }: References): Promise<void> {
    const all = (permission: string): boolean => actor.scopes(permission).has('all');
    const row = await sql.one<{ service: boolean; category: boolean; location: boolean; items: string[] }>(
      `select $1::uuid is null or exists (select 1 from service s where s.id = $1 and ($5 or s.status = 'live')) as service,
         $2::uuid is null or exists (select 1 from category c left join service s on s.id = c.service_id
           where c.id = $2 and c.active and ($1::uuid is null or c.service_id is null or c.service_id = $1) and ($5 or c.service_id is null or s.status = 'live')) as category,
         $3::uuid is null or exists (select 1 from location l where l.id = $3 and l.active) as location,
         array(select i.id::text from configuration_item i where i.id = any($4::uuid[]) and ($6 or i.assigned_to_id = $7)) as items`,
      [serviceId ?? null, categoryId ?? null, locationId ?? null, configurationItemIds, all('service.read'), all('ci.read'), actor.personId],
    );
    const errors: FieldError[] = [];
    if (!row?.service) errors.push({ pointer: '/serviceId', code: 'unknown_reference' });
    if (!row?.category) errors.push({ pointer: '/categoryId', code: 'unknown_reference' });
    if (!row?.location) errors.push({ pointer: '/locationId', code: 'unknown_reference' });
    configurationItemIds.forEach((id, index) => {
      if (!row?.items.includes(id.toLowerCase())) errors.push({ pointer: `/configurationItemIds/${index}`, code: 'unknown_reference' });
    });
    if (errors.length > 0) throw new Refusal('invalid', { errors });
  }

  async setServiceGroups(sql: Sql, serviceId: string, groups: readonly { line: number; groupId: string }[]): Promise<void> {
    await sql.run('delete from service_group where service_id = $1', [serviceId]);
    await sql.run(`insert into service_group (service_id, line, group_id) select $1, line, "groupId" from jsonb_to_recordset($2::jsonb) as x(line smallint, "groupId" uuid)`, [serviceId, JSON.stringify(groups)]);
  }

  async linkToServices(sql: Sql, itemId: string, serviceIds: readonly string[]): Promise<void> {
    await sql.run('insert into ci_service (ci_id, service_id) select $1, unnest($2::uuid[]) on conflict do nothing', [itemId, serviceIds]);
  }

  /** For what is known to make no loop; people relate items through `Relations`. */
  async relate(sql: Sql, fromId: string, type: RelationType, toId: string): Promise<void> {
    await sql.run('insert into ci_relation (from_id, to_id, type) values ($1, $2, $3) on conflict do nothing', [fromId, toId, type]);
  }

  async serviceGroups(serviceIds: readonly string[], sql: Sql = this.database.sql): Promise<Map<string, { line: number; groupId: string }[]>> {
    const rows = await sql.rows<{ serviceId: string; line: number; groupId: string }>('select service_id as "serviceId", line, group_id as "groupId" from service_group where service_id = any($1) order by line', [serviceIds]);
    const found = new Map<string, { line: number; groupId: string }[]>();
    for (const { serviceId, line, groupId } of rows) found.set(serviceId, [...(found.get(serviceId) ?? []), { line, groupId }]);
    return found;
  }
}
