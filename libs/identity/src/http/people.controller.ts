import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import { Tokens } from '../auth/tokens';
import { ConsequencesReply, CreatePerson, CreateRole, CreateServiceToken, IssuedTokenReply, PeopleQuery, PersonPage, PersonReply, RoleList, RoleReply, SetRoles, TokenList, UpdatePerson, UpdateRole } from '../identity.dto';
import { People } from '../people/people';
import { Roles } from '../roles/roles';

@ApiTags('identity')
@Controller('people')
export class PeopleController {
  constructor(private readonly people: People) {}

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

  @Get(':id/consequences')
  @Permit('person.deactivate')
  @ApiOkResponse({ type: ConsequencesReply })
  consequences(@Param('id', IdPipe) id: string): Promise<ConsequencesReply> {
    return this.people.consequences(id);
  }

  @Post(':id/deactivate')
  @HttpCode(200)
  @Permit('person.deactivate')
  @ApiOkResponse({ type: PersonReply })
  deactivate(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<PersonReply> {
    return this.people.setActive(actor, id, false);
  }

  @Post(':id/reactivate')
  @HttpCode(200)
  @Permit('person.reactivate')
  @ApiOkResponse({ type: PersonReply })
  reactivate(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<PersonReply> {
    return this.people.setActive(actor, id, true);
  }

  @Put(':id/roles')
  @Permit('person.roles')
  @ApiOkResponse({ type: PersonReply })
  setRoles(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Body() body: SetRoles): Promise<PersonReply> {
    return this.people.setRoles(actor, id, body.roles);
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
