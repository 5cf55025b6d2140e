import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, IfMatch, Permit, Versioned } from '@opora/platform';
import { AssignRequest, ConfirmRequest, FulfilRequest, HoldRequest, NothingSaid, RequestReason, WithdrawRequest } from './request.dto';
import { RequestReply } from './request.reply';
import { RequestService } from './request.service';

/** The commands of `domain.md` §6, one route each. */
@ApiTags('requests')
@Controller('requests/:id')
export class RequestCommandController {
  constructor(private readonly requests: RequestService) {}

  @Post('assign')
  @HttpCode(200)
  @Permit('request.fulfil')
  @Versioned()
  @ApiOperation({ operationId: 'assignRequest', summary: 'Hands a request to a group or person' })
  @ApiOkResponse({ type: RequestReply })
  assign(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() body: AssignRequest): Promise<RequestReply> {
    return this.requests.command(actor, id, ifMatch, 'assign', body);
  }

  @Post('accept')
  @HttpCode(200)
  @Permit('request.fulfil')
  @Versioned()
  @ApiOperation({ operationId: 'acceptRequest', summary: 'Takes it in hands' })
  @ApiOkResponse({ type: RequestReply })
  accept(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() _body: NothingSaid): Promise<RequestReply> {
    return this.requests.command(actor, id, ifMatch, 'accept', {});
  }

  @Post('hold')
  @HttpCode(200)
  @Permit('request.fulfil')
  @Versioned()
  @ApiOperation({ operationId: 'holdRequest', summary: 'Waits for somebody or something' })
  @ApiOkResponse({ type: RequestReply })
  hold(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() body: HoldRequest): Promise<RequestReply> {
    return this.requests.command(actor, id, ifMatch, 'hold', { ...body, until: body.until === undefined ? undefined : new Date(body.until) });
  }

  @Post('resume')
  @HttpCode(200)
  @Permit('request.fulfil')
  @Versioned()
  @ApiOperation({ operationId: 'resumeRequest', summary: 'Goes on' })
  @ApiOkResponse({ type: RequestReply })
  resume(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() _body: NothingSaid): Promise<RequestReply> {
    return this.requests.command(actor, id, ifMatch, 'resume', {});
  }

  @Post('fulfil')
  @HttpCode(200)
  @Permit('request.fulfil')
  @Versioned()
  @ApiOperation({ operationId: 'fulfilRequest', summary: 'It is done; what is left of its plan is not needed any more' })
  @ApiOkResponse({ type: RequestReply })
  fulfil(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() body: FulfilRequest): Promise<RequestReply> {
    return this.requests.command(actor, id, ifMatch, 'fulfil', body);
  }

  @Post('decline')
  @HttpCode(200)
  @Permit('request.fulfil')
  @Versioned()
  @ApiOperation({ operationId: 'declineRequest', summary: 'It will not be done, and why' })
  @ApiOkResponse({ type: RequestReply })
  decline(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() body: RequestReason): Promise<RequestReply> {
    return this.requests.command(actor, id, ifMatch, 'decline', body);
  }

  @Post('reopen')
  @HttpCode(200)
  @Permit('request.fulfil')
  @Versioned()
  @ApiOperation({ operationId: 'reopenRequest', summary: 'It is not done after all' })
  @ApiOkResponse({ type: RequestReply })
  reopen(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() body: RequestReason): Promise<RequestReply> {
    return this.requests.command(actor, id, ifMatch, 'reopen', body);
  }

  @Post('confirm')
  @HttpCode(200)
  @Permit('request.confirm')
  @Versioned()
  @ApiOperation({ operationId: 'confirmRequest', summary: 'The requester has what was asked for' })
  @ApiOkResponse({ type: RequestReply })
  confirm(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() body: ConfirmRequest): Promise<RequestReply> {
    return this.requests.command(actor, id, ifMatch, 'confirm', body);
  }

  @Post('reject')
  @HttpCode(200)
  @Permit('request.confirm')
  @Versioned()
  @ApiOperation({ operationId: 'rejectRequest', summary: 'The requester has not got it' })
  @ApiOkResponse({ type: RequestReply })
  reject(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() body: RequestReason): Promise<RequestReply> {
    return this.requests.command(actor, id, ifMatch, 'reject', body);
  }

  @Post('withdraw')
  @HttpCode(200)
  @Permit('request.withdraw')
  @Versioned()
  @ApiOperation({ operationId: 'withdrawRequest', summary: 'Takes it back before anybody works on it' })
  @ApiOkResponse({ type: RequestReply })
  withdraw(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() body: WithdrawRequest): Promise<RequestReply> {
    return this.requests.command(actor, id, ifMatch, 'withdraw', body);
  }
}
