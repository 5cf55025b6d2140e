import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, Permit } from '@opora/platform';
import { Replays } from '../replays';
import { CreateReplay, ReplayPage, ReplayQuery, ReplayReply } from '../replays.dto';

@ApiTags('service levels')
@Controller('sla/replays')
@Permit('sla.replay')
export class ReplayController {
  constructor(private readonly replays: Replays) {}

  @Get()
  @ApiOkResponse({ type: ReplayPage })
  list(@CurrentActor() actor: Actor, @Query() query: ReplayQuery): Promise<ReplayPage> {
    return this.replays.list(actor, query);
  }

  @Get(':id')
  @ApiOkResponse({ type: ReplayReply })
  read(@Param('id', IdPipe) id: string): Promise<ReplayReply> {
    return this.replays.read(id);
  }

  @Post()
  @HttpCode(202)
  @ApiAcceptedResponse({ type: ReplayReply, description: 'A worker replays the period; read it again for the report' })
  create(@CurrentActor() actor: Actor, @Body() body: CreateReplay): Promise<ReplayReply> {
    return this.replays.create(actor, body);
  }
}
