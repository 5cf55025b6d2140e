import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import type { SessionCard } from '../auth/sessions';
import { Tokens } from '../auth/tokens';
import { ConsequencesReply, CreatePerson, CreateRole, CreateServiceToken, IssuedTokenReply, PeopleQuery, PersonPage, PersonReply, RoleList, RoleReply, SessionList, type SessionReply, SetRoles, TokenList, UpdatePerson, UpdateRole } from '../identity.dto';
import { Accounts } from '../people/accounts';
import { People } from '../people/people';
import { Roles } from '../roles/roles';

export const sessionReply = (actor: Actor, { createdAt, lastSeenAt, ...session }: SessionCard): SessionReply => ({ ...session, createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString(), current: session.id === actor.sessionId });

@ApiTags('identity')
@Controller('people')
export class PeopleController {
  constructor(
    private readonly people: People,
    private readonly accounts: Accounts,
  ) {}

  @Get()
  @Permit('person.card')
  @ApiOkResponse({ type: PersonPage })
  list(@CurrentActor() actor: Actor, @Query() query: PeopleQuery): Promise<PersonPage> {
    return this.people.list(actor, query);
  }

  @Get(':id')
  @Permit('person.card')
  @Versioned()
  @ApiOkResponse({ type: PersonReply })
  read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<PersonReply> {
    return this.people.read(actor, id);
  }

  @Post()
  @Permit('person.create')
  @Versioned('/people')
  @ApiCreatedResponse({ type: PersonReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreatePerson): Promise<PersonReply> {
    return this.people.create(actor, body);
  }

  @Patch(':id')
  @Permit('person.updateContact')
  @Versioned()
  @ApiOkResponse({ type: PersonReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdatePerson): Promise<PersonReply> {
    return this.people.update(actor, id, version, body);
  }

  @Post(':id/deactivation-preview')
  @HttpCode(200)
  @Permit('person.deactivate')
  @ApiOkResponse({ type: ConsequencesReply, description: 'What would end or be left without its person; changes nothing' })
  consequences(@Param('id', IdPipe) id: string): Promise<ConsequencesReply> {
    return this.accounts.consequences(id);
  }

  @Post(':id/deactivate')
  @HttpCode(200)
  @Permit('person.deactivate')
  @Versioned()
  @ApiOkResponse({ type: PersonReply })
  deactivate(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*'): Promise<PersonReply> {
    return this.accounts.setActive(actor, id, version, false);
  }

  @Post(':id/reactivate')
  @HttpCode(200)
  @Permit('person.reactivate')
  @Versioned()
  @ApiOkResponse({ type: PersonReply })
  reactivate(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*'): Promise<PersonReply> {
    return this.accounts.setActive(actor, id, version, true);
  }

  @Put(':id/roles')
  @Permit('person.roles')
  @Versioned()
  @ApiOkResponse({ type: PersonReply })
  setRoles(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: SetRoles): Promise<PersonReply> {
    return this.accounts.setRoles(actor, id, version, body);
  }

  @Post(':id/invite')
  @HttpCode(202)
  @Permit('person.invite')
  @ApiAcceptedResponse({ description: 'A letter with a link to set a password, valid for 72 hours' })
  async invite(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<Record<string, never>> {
    await this.accounts.invite(actor, id);
    return {};
  }

  @Get(':id/sessions')
  @Permit('person.endSessions')
  @ApiOkResponse({ type: SessionList })
  async listSessions(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<SessionList> {
    return { items: (await this.accounts.sessionsOf(id)).map((session) => sessionReply(actor, session)) };
  }

  @Delete(':id/sessions')
  @HttpCode(204)
  @Permit('person.endSessions')
  @ApiNoContentResponse()
  endSessions(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    return this.accounts.endSessions(actor, id);
  }

  @Delete(':id/sessions/:sessionId')
  @HttpCode(204)
  @Permit('person.endSessions')
  @ApiNoContentResponse()
  endSession(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Param('sessionId', IdPipe) sessionId: string): Promise<void> {
    return this.accounts.endSessions(actor, id, sessionId);
  }
}

@ApiTags('identity')
@Controller('roles')
export class RolesController {
  constructor(private readonly roles: Roles) {}

  @Get()
  @Permit('role.read')
  @ApiOkResponse({ type: RoleList })
  async list(@CurrentActor() actor: Actor): Promise<RoleList> {
    return { items: await this.roles.list(actor) };
  }

  @Get(':id')
  @Permit('role.read')
  @Versioned()
  @ApiOkResponse({ type: RoleReply })
  read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<RoleReply> {
    return this.roles.read(actor, id);
  }

  @Post()
  @Permit('role.write')
  @Versioned('/roles')
  @ApiCreatedResponse({ type: RoleReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateRole): Promise<RoleReply> {
    return this.roles.create(actor, body);
  }

  @Patch(':id')
  @Permit('role.write')
  @Versioned()
  @ApiOkResponse({ type: RoleReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateRole): Promise<RoleReply> {
    return this.roles.update(actor, id, version, body);
  }
}

@ApiTags('identity')
@Controller('service-tokens')
@Permit('token.service')
export class ServiceTokensController {
  constructor(private readonly tokens: Tokens) {}

  @Get()
  @ApiOkResponse({ type: TokenList })
  async list(): Promise<TokenList> {
    return { items: await this.tokens.list({ kind: 'service' }) };
  }

  @Post()
  @ApiCreatedResponse({ type: IssuedTokenReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateServiceToken): Promise<IssuedTokenReply> {
    return this.tokens.issueForService(actor, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  revoke(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    return this.tokens.revoke(actor, id, { kind: 'service' });
  }
}
