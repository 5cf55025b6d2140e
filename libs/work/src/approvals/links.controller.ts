import { Body, Controller, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, Permit, Public } from '@opora/platform';
import type { FastifyRequest } from 'fastify';
import { AnswerApproval, ApprovalCard, BoardBody, BoardList } from './approval.dto';
import { Boards } from './boards';
import { ApprovalLinks } from './links';

@ApiTags('approvals')
@Controller('approval-links')
export class ApprovalLinksController {
  constructor(private readonly links: ApprovalLinks) {}

  @Get(':token')
  @Public()
  @ApiOperation({ operationId: 'getApprovalLink', summary: 'The card that the link of a letter leads to; changes nothing' })
  @ApiOkResponse({ type: ApprovalCard })
  show(@Param('token') token: string, @Req() request: FastifyRequest): Promise<ApprovalCard> {
    return this.links.show(token, request.id);
  }

  @Post(':token')
  @HttpCode(200)
  @Public()
  @ApiOperation({ operationId: 'answerApprovalLink', summary: 'Approves or refuses, once' })
  @ApiOkResponse({ type: ApprovalCard })
  answer(@Param('token') token: string, @Body() body: AnswerApproval, @Req() request: FastifyRequest): Promise<ApprovalCard> {
    return this.links.answer(token, body.answer, body.reason ?? null, request.id);
  }
}

@ApiTags('approvals')
@Controller('approval-boards')
export class BoardsController {
  constructor(private readonly boards: Boards) {}

  @Get()
  @Permit('approvalBoard.read')
  @ApiOperation({ operationId: 'listApprovalBoards', summary: 'Which groups sit as boards that approvals can ask' })
  @ApiOkResponse({ type: BoardList })
  async list(@CurrentActor() actor: Actor): Promise<BoardList> {
    return { items: await this.boards.list(actor) };
  }

  @Put(':position')
  @Permit('approvalBoard.write')
  @ApiOperation({ operationId: 'setApprovalBoard' })
  @ApiOkResponse({ type: BoardList })
  async set(@CurrentActor() actor: Actor, @Param('position') position: string, @Body() body: BoardBody): Promise<BoardList> {
    return { items: await this.boards.set(actor, position, body.groupId) };
  }
}
