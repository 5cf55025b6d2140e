import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, Permit } from '@opora/platform';
import { Detection } from './detection';
import { Proposals } from './proposals';
import { AcceptProblemProposal, ProblemDetectionReply, DismissProblemProposal, MergeProblemProposal, ProblemProposalAnswered, ProblemProposalList } from './proposals.dto';

@ApiTags('problems')
@Controller('problem-proposals')
export class ProposalController {
  constructor(
    private readonly proposals: Proposals,
    private readonly detection: Detection,
  ) {}

  @Get()
  @Permit('problem.read')
  @ApiOperation({ operationId: 'listProblemProposals', summary: 'What repeats above its own usual and waits for an answer' })
  @ApiOkResponse({ type: ProblemProposalList })
  list(@CurrentActor() actor: Actor): Promise<ProblemProposalList> {
    return this.proposals.list(actor);
  }

  @Post('detect')
  @HttpCode(200)
  @Permit('problem.proposal')
  @ApiOperation({ operationId: 'detectProblems', summary: 'Looks now, as it does each night' })
  @ApiOkResponse({ type: ProblemDetectionReply })
  async detect(): Promise<ProblemDetectionReply> {
    return { found: await this.detection.look() };
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Permit('problem.proposal')
  @ApiOperation({ operationId: 'acceptProblemProposal', summary: 'Makes a problem of it, with its tickets linked' })
  @ApiOkResponse({ type: ProblemProposalAnswered })
  accept(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: AcceptProblemProposal): Promise<ProblemProposalAnswered> {
    return this.proposals.accept(actor, id, body.title);
  }

  @Post(':id/merge')
  @HttpCode(200)
  @Permit('problem.proposal')
  @ApiOperation({ operationId: 'mergeProblemProposal', summary: 'Links its tickets to a problem that there is' })
  @ApiOkResponse({ type: ProblemProposalAnswered })
  merge(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: MergeProblemProposal): Promise<ProblemProposalAnswered> {
    return this.proposals.merge(actor, id, body.problemId);
  }

  @Post(':id/dismiss')
  @HttpCode(200)
  @Permit('problem.proposal')
  @ApiOperation({ operationId: 'dismissProblemProposal', summary: 'Dismisses it; it comes again when its evidence has doubled' })
  @ApiOkResponse({ type: ProblemProposalAnswered })
  dismiss(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: DismissProblemProposal): Promise<ProblemProposalAnswered> {
    return this.proposals.dismiss(actor, id, body.reason);
  }
}
