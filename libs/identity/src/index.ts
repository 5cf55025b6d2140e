import './identity.messages';

export { PasswordLinks } from './auth/password-links';
export { Identity } from './identity';
export { IdentityHttp, IdentityModule } from './identity.module';
export { identityMigrations } from './migrations';
