export { webhookMigrations } from './migrations';
export { webhookChecks } from './webhook.checks';
export { webhookEntities } from './webhook.entity';
export { WebhookHttp, WebhookJobs, WebhookModule } from './webhook.module';
export { type Outgoing, type WebhookOutcome, Webhooks } from './webhooks';
