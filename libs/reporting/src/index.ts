export { reportingMigrations } from './migrations';
export { ReportingHttp, ReportingModule } from './reporting.module';
