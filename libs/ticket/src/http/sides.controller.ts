import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IfMatch, ListQuery, Permit, Versioned } from '@opora/platform';
import { Links } from '../side/links';
import { LinkBody, LinkList, LinkReply, TagsBody, TagsReply, TimelinePage, WatcherBody, WatcherList, WorkBody, WorkList, WorkReply } from '../side/side.dto';
import { Tags } from '../side/tags';
import { TimelineQueries } from '../side/timeline.queries';
import { Watchers } from '../side/watchers';
import { WorkLog } from '../side/work-log';
import { IdPipe } from './id.pipe';

@ApiTags('tickets')
@Controller('tickets/:id')
export class SidesController {
  constructor(
    private readonly timeline: TimelineQueries,
    private readonly links: Links,
    private readonly watchers: Watchers,
    private readonly work: WorkLog,
    private readonly tags: Tags,
  ) {}

  @Get('timeline')
  @Permit('timeline.read')
  @ApiOperation({ operationId: 'getTimeline', summary: 'All that happened, in one order, read from the journal' })
  @ApiOkResponse({ type: TimelinePage })
  history(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: ListQuery): Promise<TimelinePage> {
    return this.timeline.list(actor, id, query);
  }

  @Get('links')
  @Permit('ticket.read')
  @ApiOperation({ operationId: 'listLinks', summary: 'Links to tickets that the caller may see' })
  @ApiOkResponse({ type: LinkList })
  async linked(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<LinkList> {
    return { items: await this.links.list(actor, id) };
  }

  @Post('links')
  @Permit('ticket.link')
  @ApiOperation({ operationId: 'createLink', summary: 'Links two tickets; directed links never close a circle' })
  @ApiCreatedResponse({ type: LinkReply })
  link(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: LinkBody): Promise<LinkReply> {
    return this.links.add(actor, id, body);
  }

  @Delete('links/:linkId')
  @HttpCode(204)
  @Permit('ticket.link')
  @ApiOperation({ operationId: 'deleteLink' })
  @ApiNoContentResponse()
  unlink(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('linkId', IdPipe) linkId: string): Promise<void> {
    return this.links.remove(actor, id, linkId);
  }

  @Get('watchers')
  @Permit('ticket.read')
  @ApiOperation({ operationId: 'listWatchers', summary: 'Watchers; for requesters the participants alone' })
  @ApiOkResponse({ type: WatcherList })
  async watching(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<WatcherList> {
    return { items: await this.watchers.list(actor, id) };
  }

  @Post('watchers')
  @HttpCode(204)
  @Permit('ticket.watchOthers')
  @ApiOperation({ operationId: 'addWatcher', summary: 'A person who is not staff becomes a participant' })
  @ApiNoContentResponse()
  watch(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: WatcherBody): Promise<void> {
    return this.watchers.add(actor, id, body.personId);
  }

  @Put('watchers/me')
  @HttpCode(204)
  @Permit('ticket.watchSelf')
  @ApiOperation({ operationId: 'watchTicket' })
  @ApiNoContentResponse()
  watchSelf(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    return this.watchers.add(actor, id, actor.personId);
  }

  @Delete('watchers/me')
  @HttpCode(204)
  @Permit('ticket.watchSelf')
  @ApiOperation({ operationId: 'unwatchTicket' })
  @ApiNoContentResponse()
  unwatchSelf(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    return this.watchers.remove(actor, id, actor.personId);
  }

  @Delete('watchers/:personId')
  @HttpCode(204)
  @Permit('ticket.watchOthers')
  @ApiOperation({ operationId: 'removeWatcher' })
  @ApiNoContentResponse()
  unwatch(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('personId', IdPipe) personId: string): Promise<void> {
    return this.watchers.remove(actor, id, personId);
  }

  @Put('tags')
  @Permit('ticket.tag')
  @Versioned()
  @ApiOperation({ operationId: 'setTags', summary: 'Puts these tags in the place of all that were there' })
  @ApiOkResponse({ type: TagsReply })
  tag(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() body: TagsBody): Promise<TagsReply> {
    return this.tags.set(actor, id, ifMatch, body.tags);
  }

  @Get('work-log')
  @Permit('workLog.read')
  @ApiOperation({ operationId: 'listWork', summary: 'Who spent how long; suppliers see their own' })
  @ApiOkResponse({ type: WorkList })
  worked(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<WorkList> {
    return this.work.list(actor, id);
  }

  @Post('work-log')
  @Permit('workLog.write')
  @ApiOperation({ operationId: 'logWork', summary: 'Logs one’s own time' })
  @ApiCreatedResponse({ type: WorkReply })
  log(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: WorkBody): Promise<WorkReply> {
    return this.work.add(actor, id, body);
  }
}
