import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, Permit } from '@opora/platform';
import { PutResolutionCode, ResolutionCodeList, ResolutionCodeReply } from './codes.dto';
import { ResolutionCodes } from './codes.service';

@ApiTags('operation')
@Controller('resolution-codes')
export class ResolutionCodeController {
  constructor(private readonly codes: ResolutionCodes) {}

  @Get()
  @Permit('ticket.read')
  @ApiOperation({ summary: 'Codes with which incidents are resolved' })
  @ApiOkResponse({ type: ResolutionCodeList })
  list(@CurrentActor() actor: Actor): Promise<ResolutionCodeList> {
    return this.codes.list(actor);
  }

  @Put(':code')
  @Permit('settings.write')
  @ApiOperation({ summary: 'Adds a code or changes one' })
  @ApiOkResponse({ type: ResolutionCodeReply })
  put(@CurrentActor() actor: Actor, @Param('code') code: string, @Body() body: PutResolutionCode): Promise<ResolutionCodeReply> {
    return this.codes.put(actor, code, body);
  }
}
