import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Directory } from '@opora/organisation';
import { type Actor, Cursors, Database, Ids, type Sql } from '@opora/platform';
import { Category, ConfigurationItem, Offering, type RelationType, Service } from './entities';
import { type KnownReferences, type References, referencesQuestion, refuseUnknown } from './references';

/** Services, categories and configuration items: the records, and what of them a caller may name. */
@Injectable()
export class Catalogue {
  readonly services: Directory<Service>;
  readonly categories: Directory<Category>;
  readonly items: Directory<ConfigurationItem>;
  readonly offerings: Directory<Offering>;

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
    this.offerings = new Directory<Offering>({ entity: Offering, kind: 'offering', order: 'nameUk', search: ['nameUk', 'nameEn'] }, ...common);
  }

  /**
   * Checks what a body names, in one round trip.
   * @throws Refusal 422 `unknown_reference`: unknown and invisible look alike (`security.md` MA-05)
   */
  async resolveReferences(sql: Sql, actor: Actor, references: References): Promise<void> {
    const { text, params } = referencesQuestion(actor, references);
    refuseUnknown(references, await sql.one<KnownReferences>(text, params));
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
