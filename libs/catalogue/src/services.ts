import { Injectable } from '@nestjs/common';
import { type Page, forbidden, invalid, notFound, unknownReference } from '@opora/kit';
import { nameIn } from '@opora/organisation';
import { type Actor, Database, type Sql, type Tx } from '@opora/platform';
import type { SelectQueryBuilder } from 'typeorm';
import { Catalogue } from './catalogue';
import type { CategoryQuery, CategoryReply, CreateCategory, CreateService, ServiceQuery, ServiceReply, UpdateCategory, UpdateService } from './catalogue.dto';
import type { Category, Service } from './entities';

const all = (actor: Actor, permission: string): boolean => actor.scopes(permission).has('all');

/* `of own contracts` for a supplier: services that one of its groups supports (security.md D.7). */
const SUPPORTED = 'select sg.service_id from service_group sg join support_group g on g.id = sg.group_id where g.supplier_id = :supplier';

function published(actor: Actor, builder: SelectQueryBuilder<Service>): void {
  if (all(actor, 'service.read')) return;
  builder.andWhere(`x.status = 'live'`);
  if (actor.supplierId !== null) builder.andWhere(`x.id in (${SUPPORTED})`, { supplier: actor.supplierId });
}

/** Services as callers may see and change them (`security.md` D.7). */
@Injectable()
export class Services {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly database: Database,
  ) {}

  async list(actor: Actor, query: ServiceQuery): Promise<Page<ServiceReply>> {
    const page = await this.catalogue.services.list(actor, query, (builder) => {
      published(actor, builder);
      if (query.status) builder.andWhere('x.status in (:...status)', { status: query.status });
    });
    const groups = await this.catalogue.serviceGroups(page.items.map((service) => service.id));
    return { ...page, items: page.items.map((service) => this.reply(actor, service, groups.get(service.id) ?? [])) };
  }

  async read(actor: Actor, id: string): Promise<ServiceReply> {
    const service = await this.catalogue.services.read(id);
    if (!(await this.visible(actor, service))) throw notFound();
    return this.full(actor, service);
  }

  create(actor: Actor, { groups, ...fields }: CreateService): Promise<ServiceReply> {
    if (!all(actor, 'service.write')) throw forbidden('service.write');
    return this.database.tx(
      async (tx) => {
        const service = await this.catalogue.services.create(tx, actor, { criticality: 'medium', status: 'live', restricted: false, ...fields });
        if (groups) await this.setGroups(tx, service.id, groups);
        return this.full(actor, service, tx);
      },
      { operation: actor.operation },
    );
  }

  /** By who keeps the catalogue, or who owns the service. */
  update(actor: Actor, id: string, ifMatch: number | '*', { groups, ...fields }: UpdateService): Promise<ServiceReply> {
    return this.database.tx(async (tx) => {
      const present = await this.catalogue.services.read(id, tx.manager);
      if (!all(actor, 'service.write') && present.ownerId !== actor.personId) throw forbidden('service.write');
      let service = await this.catalogue.services.update(tx, actor, id, ifMatch, fields);
      if (groups) {
        const before = (await this.catalogue.serviceGroups([id], tx)).get(id) ?? [];
        if (JSON.stringify(before) !== JSON.stringify(groups)) {
          await this.setGroups(tx, id, groups);
          service = await this.catalogue.services.amend(tx, actor, service, 'groups_changed', [{ field: 'groups', from: before, to: groups }]);
        }
      }
      return this.full(actor, service, tx);
    });
  }

  private async visible(actor: Actor, service: Service): Promise<boolean> {
    if (all(actor, 'service.read')) return true;
    if (service.status !== 'live') return false;
    return actor.supplierId === null || (await this.database.sql.one(`select 1 from (${SUPPORTED.replace(':supplier', '$1')}) s where s.service_id = $2`, [actor.supplierId, service.id])) !== null;
  }

  /** One group a line. */
  private async setGroups(tx: Tx, id: string, groups: readonly { line: number; groupId: string }[]): Promise<void> {
    const known = new Set((await tx.rows<{ id: string }>('select id from support_group where id = any($1)', [groups.map(({ groupId }) => groupId)])).map((row) => row.id));
    groups.forEach(({ line, groupId }, index) => {
      if (!known.has(groupId.toLowerCase())) throw unknownReference(`/groups/${index}/groupId`);
      if (groups.findIndex((other) => other.line === line) < index) throw invalid(`/groups/${index}/line`, 'already_taken');
    });
    await this.catalogue.setServiceGroups(tx, id, groups);
  }

  private async full(actor: Actor, service: Service, tx?: Tx): Promise<ServiceReply> {
    return this.reply(actor, service, (await this.catalogue.serviceGroups([service.id], tx)).get(service.id) ?? []);
  }

  private reply(actor: Actor, service: Service, groups: { line: number; groupId: string }[]): ServiceReply {
    const { id, nameUk, nameEn, descriptionUk, descriptionEn, parentId, criticality, status, restricted, version } = service;
    const shown = { id, name: nameIn(actor.locale, service), nameUk, nameEn, descriptionUk, descriptionEn, parentId, criticality, status, restricted, version };
    return all(actor, 'service.read') ? { ...shown, ownerId: service.ownerId, calendarId: service.calendarId, groups } : shown;
  }
}

/** Categories: as their service. */
@Injectable()
export class Categories {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly database: Database,
  ) {}

  async list(actor: Actor, query: CategoryQuery): Promise<Page<CategoryReply>> {
    const page = await this.catalogue.categories.list(actor, query, (builder) => {
      if (!all(actor, 'category.read')) builder.andWhere(`x.active and (x.service_id is null or exists (select 1 from service s where s.id = x.service_id and s.status = 'live'))`);
      if (actor.supplierId !== null) builder.andWhere(`x.service_id in (${SUPPORTED})`, { supplier: actor.supplierId });
      if (query.serviceId) builder.andWhere('x.serviceId = :serviceId', { serviceId: query.serviceId });
    });
    return { ...page, items: page.items.map((category) => this.reply(actor, category)) };
  }

  async read(actor: Actor, id: string): Promise<CategoryReply> {
    const category = await this.catalogue.categories.read(id);
    if (!all(actor, 'category.read') && !(await this.visible(actor, category))) throw notFound();
    return this.reply(actor, category);
  }

  create(actor: Actor, body: CreateCategory): Promise<CategoryReply> {
    return this.database.tx(
      async (tx) => {
        await this.ownsService(tx, actor, body.serviceId ?? null);
        return this.reply(actor, await this.catalogue.categories.create(tx, actor, { restricted: false, ...body }));
      },
      { operation: actor.operation },
    );
  }

  update(actor: Actor, id: string, ifMatch: number | '*', body: UpdateCategory): Promise<CategoryReply> {
    return this.database.tx(async (tx) => {
      const present = await this.catalogue.categories.read(id, tx.manager);
      await this.ownsService(tx, actor, present.serviceId);
      if (body.serviceId !== undefined) await this.ownsService(tx, actor, body.serviceId);
      return this.reply(actor, await this.catalogue.categories.update(tx, actor, id, ifMatch, body));
    });
  }

  /** @throws Refusal 403 where the caller neither keeps the catalogue nor owns the service */
  private async ownsService(sql: Sql, actor: Actor, serviceId: string | null): Promise<void> {
    if (all(actor, 'category.write')) return;
    if (serviceId === null || !(await sql.one('select 1 from service where id = $1 and owner_id = $2', [serviceId, actor.personId]))) throw forbidden('category.write');
  }

  private async visible(actor: Actor, { active, serviceId }: Category): Promise<boolean> {
    if (!active) return false;
    const params: unknown[] = [serviceId];
    const own = actor.supplierId === null ? '' : ` and s.id in (${SUPPORTED.replace(':supplier', `$${params.push(actor.supplierId)}`)})`;
    return (serviceId === null && actor.supplierId === null) || (await this.database.sql.one(`select 1 from service s where s.id = $1 and s.status = 'live'${own}`, params)) !== null;
  }

  private reply(actor: Actor, category: Category): CategoryReply {
    const { id, nameUk, nameEn, serviceId, parentId, restricted, active, version } = category;
    const shown = { id, name: nameIn(actor.locale, category), nameUk, nameEn, serviceId, parentId, restricted, active, version };
    const { defaultImpact, defaultUrgency, defaultGroupId } = category;
    return all(actor, 'category.read') ? { ...shown, defaultImpact, defaultUrgency, defaultGroupId } : shown;
  }
}
