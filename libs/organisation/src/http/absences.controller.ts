import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, Permit, Versioned } from '@opora/platform';
import { Absences } from '../absences';
import { AbsencePage, AbsenceQuery, AbsenceReply, CreateAbsence } from '../organisation.dto';

@ApiTags('organisation')
@Controller('absences')
@Permit('absence.write')
export class AbsencesController {
  constructor(private readonly absences: Absences) {}

  @Get()
  @ApiOkResponse({ type: AbsencePage })
  list(@CurrentActor() actor: Actor, @Query() query: AbsenceQuery): Promise<AbsencePage> {
    return this.absences.list(actor, query);
  }

  @Get(':id')
  @Versioned()
  @ApiOkResponse({ type: AbsenceReply })
  read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<AbsenceReply> {
    return this.absences.read(actor, id);
  }

  @Post()
  @Versioned('/absences')
  @ApiCreatedResponse({ type: AbsenceReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateAbsence): Promise<AbsenceReply> {
    return this.absences.create(actor, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  remove(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    return this.absences.remove(actor, id);
  }
}
