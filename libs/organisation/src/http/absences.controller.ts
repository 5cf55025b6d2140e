import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Actor, Clock, CurrentActor, IsId, Permit, Versioned } from '@opora/platform';
import { IsOptional } from 'class-validator';
import { Absences } from '../absences';
import { AbsencePage, AbsenceReply, CreateAbsence } from '../organisation.dto';

class AbsenceQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsId()
  personId?: string;
}

@ApiTags('organisation')
@Controller('absences')
export class AbsencesController {
  constructor(
    private readonly absences: Absences,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('absence.write')
  @ApiOkResponse({ type: AbsencePage })
  list(@CurrentActor() actor: Actor, @Query() query: AbsenceQuery): Promise<AbsencePage> {
    return this.absences.list(actor, query.personId, this.clock.now());
  }

  @Post()
  @Permit('absence.write')
  @Versioned('/absences')
  @ApiCreatedResponse({ type: AbsenceReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateAbsence): Promise<AbsenceReply> {
    return this.absences.create(actor, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Permit('absence.write')
  @ApiNoContentResponse()
  remove(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.absences.remove(actor, id);
  }
}
