import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { invalid, notFound } from '@opora/kit';
import { Actor, CurrentActor, Database, IfMatch, Permit, Versioned } from '@opora/platform';
import { Catalogue } from '../catalogue';
import { AddRelation, CreateItem, ImpactReply, ItemPage, ItemQuery, ItemReply, RelationList, UpdateItem } from '../catalogue.dto';
import { type ConfigurationItem, RELATION_TYPES, type RelationType } from '../entities';
import { Relations } from '../relations';

const reply = ({ id, name, class: itemClass, ownerId, assignedToId, locationId, status, serial, version }: ConfigurationItem): ItemReply => ({
  id, name, class: itemClass, ownerId, assignedToId, locationId, status, serial, version,
});

const seesAll = (actor: Actor): boolean => actor.scopes('ci.read').has('all');

@ApiTags('catalogue')
@Controller('configuration-items')
export class ConfigurationItemsController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly relations: Relations,
    private readonly database: Database,
  ) {}

  @Get()
  @Permit('ci.read')
  @ApiOkResponse({ type: ItemPage })
  async list(@CurrentActor() actor: Actor, @Query() query: ItemQuery): Promise<ItemPage> {
    const page = await this.catalogue.items.list(actor, query, (builder) => {
      if (!seesAll(actor)) builder.andWhere('x.assignedToId = :me', { me: actor.personId });
      if (query.assignedToId) builder.andWhere('x.assignedToId = :assignedTo', { assignedTo: query.assignedToId });
      if (query.serviceId) builder.andWhere('exists (select 1 from ci_service cs where cs.ci_id = x.id and cs.service_id = :serviceId)', { serviceId: query.serviceId });
    });
    return { ...page, items: page.items.map(reply) };
  }

  @Get(':id')
  @Permit('ci.read')
  @Versioned()
  @ApiOkResponse({ type: ItemReply })
  async read(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<ItemReply> {
    return reply(await this.visible(actor, id));
  }

  @Post()
  @Permit('ci.write')
  @Versioned('/configuration-items')
  @ApiCreatedResponse({ type: ItemReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateItem): Promise<ItemReply> {
    return this.database.tx(async (tx) => reply(await this.catalogue.items.create(tx, actor, { status: 'in_use', ...body })), { operation: actor.operation });
  }

  @Patch(':id')
  @Permit('ci.write')
  @Versioned()
  @ApiOkResponse({ type: ItemReply })
  update(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateItem): Promise<ItemReply> {
    return this.database.tx(async (tx) => reply(await this.catalogue.items.update(tx, actor, id, version, body)));
  }

  @Get(':id/relations')
  @Permit('ci.impact')
  @ApiOkResponse({ type: RelationList })
  async listRelations(@Param('id', ParseUUIDPipe) id: string): Promise<RelationList> {
    return { items: await this.relations.of(id) };
  }

  @Post(':id/relations')
  @Permit('ci.write')
  @ApiCreatedResponse({ type: RelationList })
  async addRelation(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: AddRelation): Promise<RelationList> {
    return { items: await this.relations.add(actor, id, body.type, body.toId) };
  }

  @Delete(':id/relations/:type/:toId')
  @HttpCode(204)
  @Permit('ci.write')
  @ApiNoContentResponse()
  removeRelation(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Param('type') type: string, @Param('toId', ParseUUIDPipe) toId: string): Promise<void> {
    if (!RELATION_TYPES.includes(type as RelationType)) throw invalid('/type', 'not_one_of', { values: RELATION_TYPES });
    return this.relations.remove(actor, id, type as RelationType, toId);
  }

  @Get(':id/impact')
  @Permit('ci.impact')
  @ApiOkResponse({ type: ImpactReply })
  impact(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<ImpactReply> {
    return this.relations.impact(id, actor.locale === 'en');
  }

  private async visible(actor: Actor, id: string): Promise<ConfigurationItem> {
    const item = await this.catalogue.items.read(id);
    if (!seesAll(actor) && item.assignedToId !== actor.personId) throw notFound();
    return item;
  }
}
