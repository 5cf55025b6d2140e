import { Body, Controller, Get, HttpCode, Param, Post, Query, applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import { AlertCommands } from './alert.commands';
import { AlertQueries } from './alert.queries';
import { AlertPage, AlertQuery, AlertReply, AlertSummary, ClearAlert, EventPage, EventQuery, LinkAlert, NoBody } from './alerts.dto';

const Command = (name: string, permission: string, summary: string): MethodDecorator =>
  applyDecorators(Post(`:id/${name}`), HttpCode(200), Permit(permission), Versioned(), ApiOperation({ summary }), ApiOkResponse({ type: AlertReply }));

type Version = number | '*';

@ApiTags('events')
@Controller('alerts')
export class AlertsController {
  constructor(
    private readonly queries: AlertQueries,
    private readonly commands: AlertCommands,
  ) {}

  @Get()
  @Permit('alert.read')
  @ApiOperation({ summary: 'Alerts, the last seen first' })
  @ApiOkResponse({ type: AlertPage })
  list(@CurrentActor() actor: Actor, @Query() query: AlertQuery): Promise<AlertPage> {
    return this.queries.list(actor, query);
  }

  @Get('summary')
  @Permit('alert.read')
  @ApiOperation({ summary: 'How many alerts stand, by severity; silent sources' })
  @ApiOkResponse({ type: AlertSummary })
  summary(): Promise<AlertSummary> {
    return this.queries.summary();
  }

  @Get(':id')
  @Permit('alert.read')
  @Versioned()
  @ApiOperation({ summary: 'One alert' })
  @ApiOkResponse({ type: AlertReply })
  read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<AlertReply> {
    return this.queries.read(actor, id);
  }

  @Command('acknowledge', 'alert.acknowledge', 'Somebody has seen it')
  acknowledge(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: Version, @Body() _body: NoBody): Promise<AlertReply> {
    return this.commands.acknowledge(actor, id, version);
  }

  @Command('clear', 'alert.clear', 'Clears it by hand; it opens again when its sender fires again')
  clear(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: Version, @Body() body: ClearAlert): Promise<AlertReply> {
    return this.commands.clear(actor, id, version, body.reason);
  }

  @Command('link', 'alert.attach', 'Attaches it to an incident')
  link(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: Version, @Body() body: LinkAlert): Promise<AlertReply> {
    return this.commands.link(actor, id, version, body.incidentId);
  }

  @Command('incident', 'alert.attach', 'Opens an incident for it')
  incident(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: Version, @Body() _body: NoBody): Promise<AlertReply> {
    return this.commands.incident(actor, id, version);
  }
}

@ApiTags('events')
@Controller('events')
export class EventsController {
  constructor(private readonly queries: AlertQueries) {}

  @Get()
  @Permit('event.read')
  @ApiOperation({ summary: 'Raw events, the last received first' })
  @ApiOkResponse({ type: EventPage })
  list(@CurrentActor() actor: Actor, @Query() query: EventQuery): Promise<EventPage> {
    return this.queries.events(actor, query);
  }
}
