import './notification.messages';
import { Module, type OnModuleInit } from '@nestjs/common';
import { IdentityModule, PasswordLinks } from '@opora/identity';
import { TicketModule } from '@opora/ticket';
import { accountKinds } from './kinds/account.kinds';
import { levelKinds } from './kinds/level.kinds';
import { NotificationKinds } from './kinds/registry';
import { ticketKinds } from './kinds/ticket.kinds';
import { MailQueries } from './mail/mail.queries';
import { MailRegister } from './mail/register';
import { MailRunner } from './mail/runner';
import { MailSender } from './mail/sender';
import { NotificationController } from './notification.controller';
import { NotificationWork } from './notification.jobs';
import { NotificationQueries } from './notification.queries';
import { NotificationStream } from './notification.stream';
import { Notifier } from './notifier';

const SERVICES = [NotificationKinds, NotificationQueries, MailQueries, MailRegister];

@Module({ imports: [IdentityModule, TicketModule], providers: SERVICES, exports: SERVICES })
export class NotificationModule implements OnModuleInit {
  constructor(
    private readonly kinds: NotificationKinds,
    private readonly links: PasswordLinks,
  ) {}

  onModuleInit(): void {
    this.kinds.register(...accountKinds(this.links), ...ticketKinds, ...levelKinds);
  }
}

@Module({ imports: [NotificationModule], controllers: [NotificationController], providers: [NotificationStream] })
export class NotificationHttp {}

@Module({ imports: [NotificationModule, IdentityModule, TicketModule], providers: [Notifier, NotificationWork, MailSender, MailRunner] })
export class NotificationJobs {}
