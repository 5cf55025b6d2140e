import './access.messages';

export { accessChecks } from './access.checks';
export { AccessHttp, AccessJobs, AccessModule } from './access.module';
export { Resources } from './catalogue/resources';
export { SodRules } from './catalogue/sod-rules';
export { ACCESS, ACCESS_COMMANDS, ACCESS_LIFECYCLE, ACCESS_STATES, type AccessCommand, type AccessState } from './domain';
export { DriftImports } from './drift/drift-imports';
export { accessEntities } from './entities';
export { GrantCommands } from './grants/grant.commands';
export { Grants } from './grants/grants';
export { accessMigrations } from './migrations';
export { Recertifications } from './recertification/recertifications';
export { AccessService } from './requests/access.service';
export { AccessFlow } from './requests/flow';
export { AccessSubmission, type Submission } from './requests/submission';
