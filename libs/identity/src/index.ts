import './identity.messages';

export { PasswordLinks } from './auth/password-links';
export { Identity } from './identity';
export { identityChecks } from './identity.checks';
export { identityGauges } from './identity.gauges';
export { IdentityHttp, IdentityJobs, IdentityModule } from './identity.module';
export { identityMigrations } from './migrations';
export { type PersonTies, PersonTiesRegistry, type Tie } from './people/ties';
