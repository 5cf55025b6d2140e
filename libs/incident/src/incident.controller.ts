import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, IfMatch, Permit, Versioned } from '@opora/platform';
import { IncidentAnswers } from './incident.answers';
import { EditIncident, EmptyBody, RegisterIncident } from './incident.dto';
import { IncidentEditing } from './incident.editing';
import { IncidentListQuery } from './incident.list';
import { IncidentQueries } from './incident.queries';
import { IncidentRegistration } from './incident.registration';
import { IncidentPage, IncidentReply } from './incident.reply';

@ApiTags('incidents')
@Controller('incidents')
export class IncidentController {
  constructor(
    private readonly registration: IncidentRegistration,
    private readonly editing: IncidentEditing,
    private readonly queries: IncidentQueries,
    private readonly answers: IncidentAnswers,
  ) {}

  @Post()
  @Permit('ticket.register')
  @Versioned('/incidents')
  @ApiOperation({ summary: 'Registers an incident' })
  @ApiCreatedResponse({ type: IncidentReply })
  register(@CurrentActor() actor: Actor, @Body() body: RegisterIncident): Promise<IncidentReply> {
    return this.registration.register(actor, body);
  }

  @Get()
  @Permit('ticket.read')
  @ApiOperation({ summary: 'Incidents that the caller may see' })
  @ApiOkResponse({ type: IncidentPage })
  list(@CurrentActor() actor: Actor, @Query() query: IncidentListQuery): Promise<IncidentPage> {
    return this.queries.list(actor, query);
  }

  @Get(':id')
  @Permit('ticket.read')
  @Versioned()
  @ApiOperation({ summary: 'One incident, by id or reference' })
  @ApiOkResponse({ type: IncidentReply })
  get(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<IncidentReply> {
    return this.queries.get(actor, id);
  }

  @Patch(':id')
  @Permit('ticket.edit')
  @Versioned()
  @ApiOperation({ summary: 'Classifies and edits an incident (JSON Merge Patch)' })
  @ApiOkResponse({ type: IncidentReply })
  edit(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() body: EditIncident): Promise<IncidentReply> {
    return this.editing.edit(actor, id, ifMatch, body);
  }

  @Post(':id/answered')
  @HttpCode(200)
  @Permit('message.writePublic')
  @Versioned()
  @ApiOperation({ summary: 'What was taken for a mere thanks was an answer: resumes or reopens' })
  @ApiOkResponse({ type: IncidentReply })
  answered(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() _body: EmptyBody): Promise<IncidentReply> {
    return this.answers.meant(actor, id, ifMatch);
  }
}
