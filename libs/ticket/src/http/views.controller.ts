import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IfMatch, Permit, Versioned } from '@opora/platform';
import { SavedViews } from '../views/views';
import { CountsQuery, CountsReply, ViewBody, ViewList, ViewPatch, ViewReply } from '../views/views.dto';
import { IdPipe } from './id.pipe';

@ApiTags('saved views')
@Controller('saved-views')
export class ViewsController {
  constructor(private readonly views: SavedViews) {}

  @Get()
  @Permit('view.own')
  @ApiOperation({ operationId: 'listViews', summary: 'The caller’s own views and those shared with the caller' })
  @ApiOkResponse({ type: ViewList })
  async list(@CurrentActor() actor: Actor): Promise<ViewList> {
    return { items: await this.views.list(actor) };
  }

  @Get('counts')
  @Permit('view.own')
  @ApiOperation({ operationId: 'countViews', summary: 'How many tickets several views hold for the caller, in one call' })
  @ApiOkResponse({ type: CountsReply })
  async counts(@CurrentActor() actor: Actor, @Query() { id }: CountsQuery): Promise<CountsReply> {
    return { items: await this.views.counts(actor, id) };
  }

  @Post()
  @Permit('view.own')
  @Versioned('/saved-views')
  @ApiOperation({ operationId: 'createView' })
  @ApiCreatedResponse({ type: ViewReply })
  create(@CurrentActor() actor: Actor, @Body() body: ViewBody): Promise<ViewReply> {
    return this.views.create(actor, body);
  }

  @Get(':id')
  @Permit('view.own')
  @Versioned()
  @ApiOperation({ operationId: 'getView' })
  @ApiOkResponse({ type: ViewReply })
  get(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<ViewReply> {
    return this.views.get(actor, id);
  }

  @Patch(':id')
  @Permit('view.own')
  @Versioned()
  @ApiOperation({ operationId: 'changeView' })
  @ApiOkResponse({ type: ViewReply })
  change(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() ifMatch: number | '*', @Body() body: ViewPatch): Promise<ViewReply> {
    return this.views.change(actor, id, ifMatch, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Permit('view.own')
  @ApiOperation({ operationId: 'deleteView' })
  @ApiNoContentResponse()
  remove(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() ifMatch: number | '*'): Promise<void> {
    return this.views.remove(actor, id, ifMatch);
  }
}
