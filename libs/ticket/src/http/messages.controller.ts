import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, ListQuery, Permit } from '@opora/platform';
import { MessageQueries } from '../messages/message.queries';
import { MessageService } from '../messages/message.service';
import { MessagePage, MessageReply, ReasonBody, RevealReply, SayBody } from '../messages/messages.dto';
import { IdPipe } from './id.pipe';

@ApiTags('tickets')
@Controller('tickets/:id')
export class MessagesController {
  constructor(
    private readonly queries: MessageQueries,
    private readonly messages: MessageService,
  ) {}

  @Get('messages')
  @Permit('message.readPublic')
  @ApiOperation({ operationId: 'listMessages', summary: 'Messages that the caller may read, oldest first' })
  @ApiOkResponse({ type: MessagePage })
  list(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: ListQuery): Promise<MessagePage> {
    return this.queries.list(actor, id, query);
  }

  @Post('messages')
  @Permit('message.writePublic', 'message.writePrivate')
  @ApiOperation({ operationId: 'createMessage', summary: 'Says something, to everybody who sees the ticket or to insiders' })
  @ApiCreatedResponse({ type: MessageReply })
  say(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: SayBody): Promise<MessageReply> {
    return this.messages.say(actor, id, body);
  }

  @Delete('messages/:messageId')
  @Permit('message.undo')
  @ApiOperation({ operationId: 'undoMessage', summary: 'Takes back one’s own message that has not gone out yet; answers it for the composer' })
  @ApiOkResponse({ type: MessageReply })
  undo(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('messageId', IdPipe) messageId: string): Promise<MessageReply> {
    return this.messages.withdraw(actor, id, messageId);
  }

  @Post('messages/:messageId/redact')
  @HttpCode(200)
  @Permit('message.redact')
  @ApiOperation({ operationId: 'redactMessage', summary: 'Removes the text and files of a message for everybody, with a reason' })
  @ApiOkResponse({ type: MessageReply })
  redact(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('messageId', IdPipe) messageId: string, @Body() body: ReasonBody): Promise<MessageReply> {
    return this.messages.redact(actor, id, messageId, body.reason);
  }

  @Post('messages/:messageId/reveal')
  @HttpCode(200)
  @Permit('secret.reveal')
  @ApiOperation({ operationId: 'revealMessageSecrets', summary: 'Secrets masked in a message, until the ticket closes; journalled' })
  @ApiOkResponse({ type: RevealReply })
  reveal(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('messageId', IdPipe) messageId: string): Promise<RevealReply> {
    return this.messages.reveal(actor, id, messageId);
  }

  @Post('reveal')
  @HttpCode(200)
  @Permit('secret.reveal')
  @ApiOperation({ operationId: 'revealTicketSecrets', summary: 'Secrets masked in title and description, until the ticket closes; journalled' })
  @ApiOkResponse({ type: RevealReply })
  revealOwn(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<RevealReply> {
    return this.messages.reveal(actor, id, null);
  }
}
