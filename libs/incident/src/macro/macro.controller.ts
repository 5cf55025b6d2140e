import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags, PartialType } from '@nestjs/swagger';
import { notFound } from '@opora/kit';
import { type Actor, CurrentActor, IfMatch, Permit, Versioned } from '@opora/platform';
import { EmptyBody } from '../incident.dto';
import { IncidentReply } from '../incident.reply';
import { MacroBody, MacroList, MacroReply } from './macro.dto';
import { MacroRunner } from './macro-runner';
import { Macros } from './macros';

export class MacroPatch extends PartialType(MacroBody, { skipNullProperties: false }) {}

const Id = new ParseUUIDPipe({ exceptionFactory: () => notFound() });

@ApiTags('incidents')
@Controller()
export class MacroController {
  constructor(
    private readonly macros: Macros,
    private readonly runner: MacroRunner,
  ) {}

  @Get('macros')
  @Permit('macro.read')
  @ApiOperation({ operationId: 'listMacros', summary: 'Ready-made acts on incidents, those in use first' })
  @ApiOkResponse({ type: MacroList })
  list(@CurrentActor() actor: Actor): Promise<MacroList> {
    return this.macros.list(actor);
  }

  @Post('macros')
  @Permit('macro.write')
  @Versioned('/macros')
  @ApiOperation({ operationId: 'createMacro' })
  @ApiCreatedResponse({ type: MacroReply })
  create(@CurrentActor() actor: Actor, @Body() body: MacroBody): Promise<MacroReply> {
    return this.macros.create(actor, body);
  }

  @Get('macros/:id')
  @Permit('macro.read')
  @Versioned()
  @ApiOperation({ operationId: 'getMacro' })
  @ApiOkResponse({ type: MacroReply })
  get(@CurrentActor() actor: Actor, @Param('id', Id) id: string): Promise<MacroReply> {
    return this.macros.get(actor, id);
  }

  @Patch('macros/:id')
  @Permit('macro.write')
  @Versioned()
  @ApiOperation({ operationId: 'changeMacro' })
  @ApiOkResponse({ type: MacroReply })
  change(@CurrentActor() actor: Actor, @Param('id', Id) id: string, @IfMatch() ifMatch: number | '*', @Body() body: MacroPatch): Promise<MacroReply> {
    return this.macros.change(actor, id, ifMatch, body);
  }

  @Delete('macros/:id')
  @HttpCode(204)
  @Permit('macro.write')
  @ApiOperation({ operationId: 'deleteMacro' })
  @ApiNoContentResponse()
  remove(@CurrentActor() actor: Actor, @Param('id', Id) id: string, @IfMatch() ifMatch: number | '*'): Promise<void> {
    return this.macros.remove(actor, id, ifMatch);
  }

  @Post('incidents/:id/macros/:macroId')
  @HttpCode(200)
  @Permit('macro.run')
  @Versioned()
  @ApiOperation({ operationId: 'runMacro', summary: 'Fields, answer and command of a macro in one transaction; each part asks for its own permission' })
  @ApiOkResponse({ type: IncidentReply })
  run(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('macroId', Id) macroId: string, @IfMatch() ifMatch: number | '*', @Body() _body: EmptyBody): Promise<IncidentReply> {
    return this.runner.run(actor, id, ifMatch, macroId);
  }
}
