import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, Permit } from '@opora/platform';
import { MailQueries } from './mail/mail.queries';
import { MailPage, MailQuery, MailReply, NotificationChoiceList, NotificationChoices, NotificationPage, NotificationQuery, ReadNotifications, UnreadReply } from './notification.dto';
import { NotificationQueries } from './notification.queries';

@ApiTags('notifications')
@Controller()
export class NotificationController {
  constructor(
    private readonly notifications: NotificationQueries,
    private readonly mail: MailQueries,
  ) {}

  @Get('me/notifications')
  @Permit('me')
  @ApiOperation({ operationId: 'listNotifications', summary: 'The caller’s notifications, the latest first, each with why it came' })
  @ApiOkResponse({ type: NotificationPage })
  list(@CurrentActor() actor: Actor, @Query() query: NotificationQuery): Promise<NotificationPage> {
    return this.notifications.list(actor, query);
  }

  @Post('me/notifications/read')
  @HttpCode(200)
  @Permit('me')
  @ApiOperation({ operationId: 'readNotifications', summary: 'Marks these or all as read, or as unread again' })
  @ApiOkResponse({ type: UnreadReply })
  async read(@CurrentActor() actor: Actor, @Body() body: ReadNotifications): Promise<UnreadReply> {
    return { unread: await this.notifications.mark(actor, body.ids, body.read ?? true) };
  }

  @Get('me/notification-choices')
  @Permit('me')
  @ApiOperation({ operationId: 'listNotificationChoices', summary: 'Which notifications come in the web and by e-mail' })
  @ApiOkResponse({ type: NotificationChoiceList })
  async choices(@CurrentActor() actor: Actor): Promise<NotificationChoiceList> {
    return { items: await this.notifications.choices(actor) };
  }

  @Put('me/notification-choices')
  @Permit('me')
  @ApiOperation({ operationId: 'setNotificationChoices', summary: 'Chooses for the kinds named; the others stay as they are' })
  @ApiOkResponse({ type: NotificationChoiceList })
  async choose(@CurrentActor() actor: Actor, @Body() body: NotificationChoices): Promise<NotificationChoiceList> {
    return { items: await this.notifications.choose(actor, body.items) };
  }

  @Get('mail')
  @Permit('mail.read')
  @ApiOperation({ operationId: 'listMail', summary: 'The register of letters out, without their words' })
  @ApiOkResponse({ type: MailPage })
  letters(@CurrentActor() actor: Actor, @Query() query: MailQuery): Promise<MailPage> {
    return this.mail.list(actor, query);
  }

  @Post('mail/:id/resend')
  @HttpCode(200)
  @Permit('mail.write')
  @ApiOperation({ operationId: 'resendMail', summary: 'Queues a letter again that did not go' })
  @ApiOkResponse({ type: MailReply })
  again(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<MailReply> {
    return this.mail.again(actor, id);
  }
}
