import './service-level.messages';

export { Agreements } from './agreements';
export { ClockList, ClockReply } from './clock.dto';
export { type ClockRow, clockColumn } from './clock.store';
export * from './domain';
export { serviceLevelMigrations } from './migrations';
export { serviceLevelChecks } from './service-level.checks';
export { serviceLevelGauges } from './service-level.gauges';
export { ServiceLevelHttp, ServiceLevelJobs, ServiceLevelModule } from './service-level.module';
export { ServiceLevels } from './service-levels';
