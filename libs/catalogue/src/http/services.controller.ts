import { Body, Controller, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { forbidden, notFound } from '@opora/kit';
import { nameIn } from '@opora/organisation';
import { Actor, CurrentActor, Database, IfMatch, Permit, type Tx, Versioned } from '@opora/platform';
import { Catalogue } from '../catalogue';
import { CategoryPage, CategoryQuery, CategoryReply, CreateCategory, CreateService, ServicePage, ServiceQuery, ServiceReply, UpdateCategory, UpdateService } from '../catalogue.dto';
import type { Category, Service } from '../entities';

const seesAll = (actor: Actor, permission: string): boolean => actor.scopes(permission).has('all');

@ApiTags('catalogue')
@Controller('services')
export class ServicesController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly database: Database,
  ) {}

  @Get()
  @Permit('service.read')
  @ApiOkResponse({ type: ServicePage })
  async list(@CurrentActor() actor: Actor, @Query() query: ServiceQuery): Promise<ServicePage> {
    const page = await this.catalogue.services.list(actor, query, (builder) => {
      if (!seesAll(actor, 'service.read')) builder.andWhere(`x.status = 'live'`);
      if (query.status) builder.andWhere('x.status in (:...status)', { status: query.status });
    });
    const groups = await this.catalogue.serviceGroups(page.items.map((service) => service.id));
    return { ...page, items: page.items.map((service) => this.reply(actor, service, groups.get(service.id) ?? [])) };
  }

  @Get(':id')
  @Permit('service.read')
  @Versioned()
  @ApiOkResponse({ type: ServiceReply })
  async read(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<ServiceReply> {
    const service = await this.catalogue.services.read(id);
    if (!seesAll(actor, 'service.read') && service.status !== 'live') throw notFound();
    return this.full(actor, service);
  }

  @Post()
  @Permit('service.write')
  @Versioned('/services')
  @ApiCreatedResponse({ type: ServiceReply })
  create(@CurrentActor() actor: Actor, @Body() { groups, ...body }: CreateService): Promise<ServiceReply> {
    if (!seesAll(actor, 'service.write')) throw forbidden('service.write');
    return this.database.tx(
      async (tx) => {
        const service = await this.catalogue.services.create(tx, actor, { criticality: 'medium', status: 'live', restricted: false, ...body });
        if (groups) await this.catalogue.setServiceGroups(tx, service.id, groups);
        return this.full(actor, service, tx);
      },
      { operation: actor.operation },
    );
  }

  @Patch(':id')
  @Permit('service.write')
  @Versioned()
  @ApiOkResponse({ type: ServiceReply })
  update(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() version: number | '*', @Body() { groups, ...body }: UpdateService): Promise<ServiceReply> {
    return this.database.tx(async (tx) => {
      const present = await this.catalogue.services.read(id, tx.manager);
      if (!seesAll(actor, 'service.write') && present.ownerId !== actor.personId) throw forbidden('service.write');
      const service = await this.catalogue.services.update(tx, actor, id, version, body);
      if (groups) {
        const before = (await this.catalogue.serviceGroups([id], tx)).get(id) ?? [];
        await this.catalogue.setServiceGroups(tx, id, groups);
        await this.catalogue.services.note(tx, actor, id, 'groups_changed', [{ field: 'groups', from: before, to: groups }]);
      }
      return this.full(actor, service, tx);
    });
  }

  private async full(actor: Actor, service: Service, tx?: Tx): Promise<ServiceReply> {
    return this.reply(actor, service, (await this.catalogue.serviceGroups([service.id], tx)).get(service.id) ?? []);
  }

  private reply(actor: Actor, service: Service, groups: { line: number; groupId: string }[]): ServiceReply {
    const { id, nameUk, nameEn, descriptionUk, descriptionEn, parentId, criticality, status, restricted, version } = service;
    const shown = { id, name: nameIn(actor.locale, service), nameUk, nameEn, descriptionUk, descriptionEn, parentId, criticality, status, restricted, version };
    return seesAll(actor, 'service.read') ? { ...shown, ownerId: service.ownerId, calendarId: service.calendarId, groups } : shown;
  }
}

@ApiTags('catalogue')
@Controller('categories')
export class CategoriesController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly database: Database,
  ) {}

  @Get()
  @Permit('category.read')
  @ApiOkResponse({ type: CategoryPage })
  async list(@CurrentActor() actor: Actor, @Query() query: CategoryQuery): Promise<CategoryPage> {
    const page = await this.catalogue.categories.list(actor, query, (builder) => {
      if (!seesAll(actor, 'category.read')) builder.andWhere(`x.active and (x.service_id is null or exists (select 1 from service s where s.id = x.service_id and s.status = 'live'))`);
      if (query.serviceId) builder.andWhere('x.serviceId = :serviceId', { serviceId: query.serviceId });
    });
    return { ...page, items: page.items.map((category) => this.reply(actor, category)) };
  }

  @Post()
  @Permit('category.write')
  @Versioned('/categories')
  @ApiCreatedResponse({ type: CategoryReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateCategory): Promise<CategoryReply> {
    return this.database.tx(async (tx) => this.reply(actor, await this.catalogue.categories.create(tx, actor, { restricted: false, ...body })), { operation: actor.operation });
  }

  @Patch(':id')
  @Permit('category.write')
  @Versioned()
  @ApiOkResponse({ type: CategoryReply })
  update(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateCategory): Promise<CategoryReply> {
    return this.database.tx(async (tx) => {
      const present = await this.catalogue.categories.read(id, tx.manager);
      if (!seesAll(actor, 'category.write')) {
        const service = present.serviceId === null ? null : await this.catalogue.services.read(present.serviceId, tx.manager);
        if (service?.ownerId !== actor.personId) throw forbidden('category.write');
      }
      return this.reply(actor, await this.catalogue.categories.update(tx, actor, id, version, body));
    });
  }

  private reply(actor: Actor, category: Category): CategoryReply {
    const { id, nameUk, nameEn, serviceId, parentId, restricted, active, version } = category;
    const shown = { id, name: nameIn(actor.locale, category), nameUk, nameEn, serviceId, parentId, restricted, active, version };
    const { defaultImpact, defaultUrgency, defaultGroupId } = category;
    return seesAll(actor, 'category.read') ? { ...shown, defaultImpact, defaultUrgency, defaultGroupId } : shown;
  }
}
