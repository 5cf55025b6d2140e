import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import { AddRelation, CreateItem, ImpactReply, ItemPage, ItemQuery, ItemReply, RelationList, UpdateItem } from '../catalogue.dto';
import { Items } from '../items';
import { Relations } from '../relations';

@ApiTags('catalogue')
@Controller('configuration-items')
export class ConfigurationItemsController {
  constructor(
    private readonly items: Items,
    private readonly relations: Relations,
  ) {}

  @Get()
  @Permit('ci.read')
  @ApiOkResponse({ type: ItemPage })
  list(@CurrentActor() actor: Actor, @Query() query: ItemQuery): Promise<ItemPage> {
    return this.items.list(actor, query);
  }

  @Get(':id')
  @Permit('ci.read')
  @Versioned()
  @ApiOkResponse({ type: ItemReply })
  read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<ItemReply> {
    return this.items.read(actor, id);
  }

  @Post()
  @Permit('ci.write')
  @Versioned('/configuration-items')
  @ApiCreatedResponse({ type: ItemReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateItem): Promise<ItemReply> {
    return this.items.create(actor, body);
  }

  @Patch(':id')
  @Permit('ci.write')
  @Versioned()
  @ApiOkResponse({ type: ItemReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateItem): Promise<ItemReply> {
    return this.items.update(actor, id, version, body);
  }

  @Get(':id/relations')
  @Permit('ci.impact')
  @ApiOkResponse({ type: RelationList })
  async listRelations(@Param('id', IdPipe) id: string): Promise<RelationList> {
    return { items: await this.relations.of(id) };
  }

  @Post(':id/relations')
  @Permit('ci.write')
  @ApiCreatedResponse({ type: RelationList })
  async addRelation(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Body() body: AddRelation): Promise<RelationList> {
    return { items: await this.relations.add(actor, id, body.type, body.toId) };
  }

  @Delete(':id/relations/:type/:toId')
  @HttpCode(204)
  @Permit('ci.write')
  @ApiNoContentResponse()
  removeRelation(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Param('type') type: string, @Param('toId', IdPipe) toId: string): Promise<void> {
    return this.relations.remove(actor, id, type, toId);
  }

  @Get(':id/impact')
  @Permit('ci.impact')
  @ApiOkResponse({ type: ImpactReply })
  impact(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<ImpactReply> {
    return this.relations.impact(id, actor.locale === 'en');
  }
}
