import { Module } from '@nestjs/common';
import { JournalModule } from '@opora/journal';
import { OrganisationModule } from '@opora/organisation';
import { OporaAuthenticator } from './auth/authenticator';
import { SignInLimits } from './auth/limits';
import { MyRecord } from './auth/my-record';
import { PasswordLinks } from './auth/password-links';
import { Passwords } from './auth/passwords';
import { RightsReader } from './auth/rights';
import { Sessions } from './auth/sessions';
import { PasswordReset, SignIn } from './auth/sign-in';
import { Tokens } from './auth/tokens';
import { AuthController } from './http/auth.controller';
import { MeController } from './http/me.controller';
import { PeopleController, RolesController, ServiceTokensController } from './http/people.controller';
import { AccountAccess, Identity } from './identity';
import { People } from './people/people';
import { Roles } from './roles/roles';

@Module({
  imports: [JournalModule, OrganisationModule],
  providers: [OporaAuthenticator, SignInLimits, MyRecord, PasswordLinks, Passwords, RightsReader, Sessions, PasswordReset, SignIn, Tokens, AccountAccess, Identity, People, Roles],
  exports: [Identity, PasswordLinks, MyRecord, Sessions, SignIn, PasswordReset, Tokens, People, Roles],
})
export class IdentityModule {}

@Module({ imports: [IdentityModule, OrganisationModule], controllers: [AuthController, MeController, PeopleController, RolesController, ServiceTokensController] })
export class IdentityHttp {}
