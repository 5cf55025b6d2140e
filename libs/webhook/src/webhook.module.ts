import './webhook.messages';
import { Module, type OnModuleInit } from '@nestjs/common';
import { IdentityModule } from '@opora/identity';
import { JournalModule } from '@opora/journal';
import { NotificationKinds, NotificationModule } from '@opora/notification';
import { TicketModule } from '@opora/ticket';
import { WebhookListener } from './delivery/listener';
import { DeliveryQueue } from './delivery/queue';
import { WebhookRunner } from './delivery/runner';
import { Surroundings, WebhookSender } from './delivery/sender';
import { Deliveries } from './endpoints/deliveries';
import { WebhookSecrets } from './endpoints/secrets';
import { RecordKeeping, WebhookRecords } from './endpoints/webhook.records';
import { WebhooksController } from './endpoints/webhooks.controller';
import { webhookKinds } from './webhook.notices';
import { Webhooks } from './webhooks';

const SERVICES = [Webhooks, WebhookSecrets, RecordKeeping, WebhookRecords, Deliveries];

@Module({ imports: [JournalModule, NotificationModule], providers: SERVICES, exports: SERVICES })
export class WebhookModule implements OnModuleInit {
  constructor(private readonly kinds: NotificationKinds) {}

  onModuleInit(): void {
    this.kinds.register(...webhookKinds);
  }
}

@Module({ imports: [WebhookModule], controllers: [WebhooksController] })
export class WebhookHttp {}

@Module({ imports: [WebhookModule, JournalModule, IdentityModule, TicketModule], providers: [Surroundings, DeliveryQueue, WebhookSender, WebhookRunner, WebhookListener] })
export class WebhookJobs {}
