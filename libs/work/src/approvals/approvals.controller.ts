import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refusal, invalid, notFound } from '@opora/kit';
import { Actor, CurrentActor, Database, IdPipe, Permit } from '@opora/platform';
import { TicketKernel } from '@opora/ticket';
import { AnswerApproval, ApprovalCard, ApprovalCardPage, ApprovalCardQuery, ApprovalList, ApprovalReply, AskApproval, DelegateApproval } from './approval.dto';
import { ApprovalQueries } from './approval.queries';
import { Approvals } from './approvals';

@ApiTags('approvals')
@Controller()
export class ApprovalsController {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly approvals: Approvals,
    private readonly queries: ApprovalQueries,
  ) {}

  @Get('me/approvals')
  @Permit('approval.answer')
  @ApiOperation({ operationId: 'listMyApprovals', summary: 'What is asked of the caller or of whom they stand in for; or what they answered' })
  @ApiOkResponse({ type: ApprovalCardPage })
  mine(@CurrentActor() actor: Actor, @Query() query: ApprovalCardQuery): Promise<ApprovalCardPage> {
    return this.queries.mine(actor, query);
  }

  @Get('me/approvals/:voteId')
  @Permit('approval.answer')
  @ApiOperation({ operationId: 'getMyApproval', summary: 'The card of one approval that is or was asked of the caller' })
  @ApiOkResponse({ type: ApprovalCard })
  card(@CurrentActor() actor: Actor, @Param('voteId', IdPipe) voteId: string): Promise<ApprovalCard> {
    return this.queries.card(actor, voteId);
  }

  @Get('tickets/:id/approvals')
  @Permit('ticket.read')
  @ApiOperation({ operationId: 'listApprovals', summary: 'Approvals of a ticket with their steps, answers and reasons' })
  @ApiOkResponse({ type: ApprovalList })
  async list(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ApprovalList> {
    return { items: await this.queries.ofTicket(actor, id) };
  }

  @Post('tickets/:id/approvals')
  @Permit('approval.ask')
  @ApiOperation({ operationId: 'askApproval', summary: 'Asks for an approval in ordered steps' })
  @ApiCreatedResponse({ type: ApprovalReply })
  ask(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: AskApproval): Promise<ApprovalReply> {
    checkSteps(body);
    return this.database.tx(
      async (tx) => {
        const ticket = await this.kernel.claim(tx, actor, id, { permission: 'approval.ask' });
        return this.queries.one(tx, (await this.approvals.ask(tx, actor, ticket, { subject: 'question', ...body })).id);
      },
      { operation: actor.operation },
    );
  }

  @Post('tickets/:id/approvals/:approvalId/withdraw')
  @HttpCode(204)
  @Permit('approval.ask')
  @ApiOperation({ operationId: 'withdrawApproval', summary: 'Takes a question back that is not decided yet' })
  @ApiNoContentResponse()
  async withdraw(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('approvalId', IdPipe) approvalId: string): Promise<void> {
    await this.database.tx(async (tx) => {
      const ticket = await this.kernel.claim(tx, actor, id, { permission: 'approval.ask' });
      if (!(await tx.one(`select 1 from approval where id = $1 and ticket_id = $2 and subject = 'question'`, [approvalId, ticket.id]))) throw notFound();
      await this.approvals.withdraw(tx, actor, ticket, { id: approvalId });
    });
  }

  @Post('tickets/:id/approvals/:voteId/delegate')
  @HttpCode(200)
  @Permit('approval.answer')
  @ApiOperation({ operationId: 'delegateApproval', summary: 'Hands the answer over to somebody else, or takes it back' })
  @ApiOkResponse({ type: ApprovalCard })
  delegate(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('voteId', IdPipe) voteId: string, @Body() body: DelegateApproval): Promise<ApprovalCard> {
    return this.database.tx(
      async (tx) => {
        await this.approvals.delegate(tx, actor, id, voteId, body.personId, body.reason ?? null);
        return this.queries.card(actor, voteId, tx);
      },
      { operation: actor.operation },
    );
  }

  @Post('tickets/:id/approvals/:voteId/answer')
  @HttpCode(200)
  @Permit('approval.answer')
  @ApiOperation({ operationId: 'answerApproval', summary: 'Approves or refuses; addressed by the vote that the card shows' })
  @ApiOkResponse({ type: ApprovalCard })
  answer(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('voteId', IdPipe) voteId: string, @Body() body: AnswerApproval): Promise<ApprovalCard> {
    return this.database.tx(
      async (tx) => {
        await this.approvals.answer(tx, actor, id, voteId, body.answer, body.reason ?? null);
        return this.queries.card(actor, voteId, tx);
      },
      { operation: actor.operation },
    );
  }
}

/** @throws Refusal 422 naming the step */
function checkSteps({ steps }: AskApproval): void {
  for (const [i, step] of steps.entries()) {
    if ((step.mode === 'n_of_m') !== (step.needed !== undefined)) throw invalid(`/steps/${i}/needed`, 'approval.needed');
    for (const [j, { personId, groupId, position }] of step.approvers.entries())
      if ([personId, groupId, position].filter((given) => given !== undefined).length !== 1) throw new Refusal('invalid', { errors: [{ pointer: `/steps/${i}/approvers/${j}`, code: 'approval.approver' }] });
  }
}
