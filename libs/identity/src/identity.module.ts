import { Module } from '@nestjs/common';
import { JournalModule } from '@opora/journal';
import { OrganisationModule } from '@opora/organisation';
import { OporaAuthenticator } from './auth/authenticator';
import { SignInLimits } from './auth/limits';
import { MyRecord } from './auth/my-record';
import { PasswordLinks } from './auth/password-links';
import { PasswordReset } from './auth/password-reset';
import { Passwords } from './auth/passwords';
import { RequestLimits } from './auth/request-limits';
import { RightsReader } from './auth/rights';
import { Sessions } from './auth/sessions';
import { SignIn } from './auth/sign-in';
import { TokenReader } from './auth/token-reader';
import { Tokens } from './auth/tokens';
import { WaysIn } from './auth/ways-in';
import { AuthController } from './http/auth.controller';
import { MeController } from './http/me.controller';
import { PeopleController, RolesController, ServiceTokensController } from './http/people.controller';
import { AccountAccess, Identity } from './identity';
import { IdentityUpkeep } from './identity.upkeep';
import { Accounts } from './people/accounts';
import { People } from './people/people';
import { PersonReplies } from './people/person.replies';
import { PersonTiesRegistry } from './people/ties';
import { Roles } from './roles/roles';

const SIGN_IN = [OporaAuthenticator, SignInLimits, RequestLimits, PasswordLinks, Passwords, PasswordReset, RightsReader, Sessions, SignIn, TokenReader, Tokens, WaysIn];
const RECORDS = [AccountAccess, Accounts, Identity, MyRecord, People, PersonReplies, PersonTiesRegistry, Roles];

@Module({
  imports: [JournalModule, OrganisationModule],
  providers: [...SIGN_IN, ...RECORDS],
  exports: [Accounts, Identity, PasswordLinks, PersonTiesRegistry, MyRecord, Sessions, SignIn, PasswordReset, Tokens, People, Roles],
})
export class IdentityModule {}

@Module({ imports: [IdentityModule, OrganisationModule], controllers: [AuthController, MeController, PeopleController, RolesController, ServiceTokensController] })
export class IdentityHttp {}

@Module({ imports: [IdentityModule], providers: [IdentityUpkeep] })
export class IdentityJobs {}
