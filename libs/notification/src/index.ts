export type { InBoth, LetterContext, LetterDetails, NotificationKind, Reason, Recipient } from './kinds/kind';
export { related } from './kinds/recipients';
export { NotificationKinds } from './kinds/registry';
export { notificationMigrations } from './migrations';
export { notificationChecks } from './notification.checks';
export { notificationGauges } from './notification.gauges';
export { NotificationHttp, NotificationJobs, NotificationModule } from './notification.module';
