import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, Permit } from '@opora/platform';
import { Proposals } from './proposals';
import { ProposalBody, ProposalReply } from './proposals.dto';

@ApiTags('tickets')
@Controller('tickets')
export class ProposalsController {
  constructor(private readonly proposals: Proposals) {}

  @Post('proposals')
  @HttpCode(200)
  @Permit('incident.classify')
  @ApiOperation({ operationId: 'proposeClassification', summary: 'Service, category, levels and group for a text that is not yet a ticket, each with its reason' })
  @ApiOkResponse({ type: ProposalReply })
  propose(@CurrentActor() actor: Actor, @Body() body: ProposalBody): Promise<ProposalReply> {
    return this.proposals.propose(actor, body);
  }
}
