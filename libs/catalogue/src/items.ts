import { Injectable } from '@nestjs/common';
import { type Page, invalid, notFound } from '@opora/kit';
import { type Actor, Database, type Sql, type Tx } from '@opora/platform';
import { Catalogue } from './catalogue';
import type { CreateItem, ItemQuery, ItemReply, UpdateItem } from './catalogue.dto';
import type { ConfigurationItem } from './entities';

const seesAll = (actor: Actor): boolean => actor.scopes('ci.read').has('all');

/** Configuration items: staff see all, employees what is assigned to them (`security.md` D.7). */
@Injectable()
export class Items {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly database: Database,
  ) {}

  async list(actor: Actor, query: ItemQuery): Promise<Page<ItemReply>> {
    const page = await this.catalogue.items.list(actor, query, (builder) => {
      if (!seesAll(actor)) builder.andWhere('x.assignedToId = :me', { me: actor.personId });
      if (query.assignedToId) builder.andWhere('x.assignedToId = :assignedTo', { assignedTo: query.assignedToId });
      if (query.serviceId) builder.andWhere('exists (select 1 from ci_service cs where cs.ci_id = x.id and cs.service_id = :serviceId)', { serviceId: query.serviceId });
    });
    return { ...page, items: await this.replies(page.items) };
  }

  async read(actor: Actor, id: string): Promise<ItemReply> {
    const item = await this.catalogue.items.read(id);
    if (!seesAll(actor) && item.assignedToId !== actor.personId) throw notFound();
    return this.one(item);
  }

  create(actor: Actor, { serviceIds, ...fields }: CreateItem): Promise<ItemReply> {
    return this.database.tx(
      async (tx) => {
        const item = await this.catalogue.items.create(tx, actor, { status: 'in_use', ...fields });
        if (serviceIds) await this.setServices(tx, item.id, serviceIds);
        return this.one(item, tx);
      },
      { operation: actor.operation },
    );
  }

  update(actor: Actor, id: string, ifMatch: number | '*', { serviceIds, ...fields }: UpdateItem): Promise<ItemReply> {
    return this.database.tx(async (tx) => {
      let item = await this.catalogue.items.update(tx, actor, id, ifMatch, fields);
      if (serviceIds) {
        const before = (await servicesOf(tx, [id])).get(id) ?? [];
        const after = [...new Set(serviceIds)].sort();
        if (before.join() !== after.join()) {
          await this.setServices(tx, id, serviceIds);
          item = await this.catalogue.items.amend(tx, actor, item, 'services_changed', [{ field: 'services', from: before, to: after }]);
        }
      }
      return this.one(item, tx);
    });
  }

  private async setServices(tx: Tx, id: string, serviceIds: readonly string[]): Promise<void> {
    const known = await tx.rows<{ id: string }>('select id from service where id = any($1)', [serviceIds]);
    serviceIds.forEach((serviceId, index) => {
      if (!known.some((service) => service.id === serviceId.toLowerCase())) throw invalid(`/serviceIds/${index}`, 'unknown_reference');
    });
    await tx.run('delete from ci_service where ci_id = $1', [id]);
    await this.catalogue.linkToServices(tx, id, serviceIds);
  }

  private async one(item: ConfigurationItem, sql: Sql = this.database.sql): Promise<ItemReply> {
    return (await this.replies([item], sql))[0] as ItemReply;
  }

  private async replies(items: readonly ConfigurationItem[], sql: Sql = this.database.sql): Promise<ItemReply[]> {
    const services = await servicesOf(sql, items.map((item) => item.id));
    return items.map(({ id, name, class: itemClass, ownerId, assignedToId, locationId, status, serial, version }) => ({
      id, name, class: itemClass, ownerId, assignedToId, locationId, status, serial, serviceIds: services.get(id) ?? [], version,
    }));
  }
}

async function servicesOf(sql: Sql, itemIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await sql.rows<{ id: string; services: string[] }>('select ci_id as id, array_agg(service_id::text order by service_id) as services from ci_service where ci_id = any($1) group by 1', [itemIds]);
  return new Map(rows.map((row) => [row.id, row.services]));
}
