import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import { EventSources } from './sources';
import { CreateEventSource, EventSourcePage, EventSourceReply, IssuedEventSource, NothingToSay, SourceQuery, UpdateEventSource } from './sources.dto';

@ApiTags('events')
@Controller('event-sources')
export class EventSourcesController {
  constructor(private readonly sources: EventSources) {}

  @Get()
  @Permit('eventSource.read')
  @ApiOperation({ summary: 'Who may send events; no tokens' })
  @ApiOkResponse({ type: EventSourcePage })
  list(@CurrentActor() actor: Actor, @Query() query: SourceQuery): Promise<EventSourcePage> {
    return this.sources.list(actor, query);
  }

  @Get(':id')
  @Permit('eventSource.read')
  @Versioned()
  @ApiOperation({ summary: 'One source' })
  @ApiOkResponse({ type: EventSourceReply })
  read(@Param('id', IdPipe) id: string): Promise<EventSourceReply> {
    return this.sources.read(id);
  }

  @Post()
  @Permit('eventSource.write')
  @Versioned('/event-sources')
  @ApiOperation({ summary: 'A new source; its token is shown this once' })
  @ApiCreatedResponse({ type: IssuedEventSource })
  create(@CurrentActor() actor: Actor, @Body() body: CreateEventSource): Promise<IssuedEventSource> {
    return this.sources.create(actor, body);
  }

  @Patch(':id')
  @Permit('eventSource.write')
  @Versioned()
  @ApiOperation({ summary: 'Changes a source or switches it off' })
  @ApiOkResponse({ type: EventSourceReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateEventSource): Promise<EventSourceReply> {
    return this.sources.update(actor, id, version, body);
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @Permit('eventSource.write')
  @Versioned()
  @ApiOperation({ summary: 'A new token, shown this once; the old one is refused from now on' })
  @ApiOkResponse({ type: IssuedEventSource })
  rotate(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() _body: NothingToSay): Promise<IssuedEventSource> {
    return this.sources.rotate(actor, id, version);
  }
}
