import './access.messages';

export { accessChecks } from './access.checks';
export { AccessHttp, AccessJobs, AccessModule } from './access.module';
export { Resources } from './catalogue/resources';
export { SodRules } from './catalogue/sod-rules';
export { ACCESS, ACCESS_COMMANDS, ACCESS_LIFECYCLE, ACCESS_STATES, type AccessCommand, type AccessState } from './domain';
export { accessEntities } from './entities';
export { Grants } from './grants/grants';
export { accessMigrations } from './migrations';
export { AccessService } from './requests/access.service';
export { AccessSubmission, type Submission } from './requests/submission';
