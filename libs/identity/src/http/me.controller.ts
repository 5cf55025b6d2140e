import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { invalid, notFound } from '@opora/kit';
import { Organisation } from '@opora/organisation';
import { Actor, CurrentActor, Database, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MyRecord } from '../auth/my-record';
import { Sessions } from '../auth/sessions';
import { SignIn } from '../auth/sign-in';
import { Tokens } from '../auth/tokens';
import { ChangePassword, CreateToken, IssuedTokenReply, MeReply, Preferences, SessionList, TokenList, UpdateMe } from '../identity.dto';
import { checkTimeZone } from '../people/people';
import { fromOf } from './auth.controller';
import { sessionReply } from './people.controller';

const PREFERENCES_MAX = 16_384;

@ApiTags('identity')
@Controller('me')
@Permit('me')
export class MeController {
  constructor(
    private readonly record: MyRecord,
    private readonly organisation: Organisation,
    private readonly database: Database,
    private readonly sessions: Sessions,
    private readonly signIn: SignIn,
    private readonly tokens: Tokens,
  ) {}

  @Get()
  @Versioned()
  @ApiOkResponse({ type: MeReply })
  me(@CurrentActor() actor: Actor): Promise<MeReply> {
    return this.record.of(actor);
  }

  @Patch()
  @Versioned()
  @ApiOkResponse({ type: MeReply })
  async update(@CurrentActor() actor: Actor, @IfMatch() version: number | '*', @Body() body: UpdateMe): Promise<MeReply> {
    checkTimeZone(body.timeZone);
    await this.database.tx(async (tx) => {
      await this.organisation.people.update(tx, actor, actor.personId, version, body);
      // Names come in the language of the profile, from the next request on.
      tx.afterCommit(() => this.record.forget());
    });
    return this.record.of(actor);
  }

  @Get('preferences')
  @ApiOkResponse({ type: Preferences })
  async preferences(@CurrentActor() actor: Actor): Promise<Preferences> {
    return { preferences: (await this.organisation.people.read(actor.personId)).preferences };
  }

  @Put('preferences')
  @ApiOkResponse({ type: Preferences })
  async setPreferences(@CurrentActor() actor: Actor, @Body() body: Preferences): Promise<Preferences> {
    if (JSON.stringify(body.preferences).length > PREFERENCES_MAX) throw invalid('/preferences', 'too_long', { max: PREFERENCES_MAX });
    await this.database.sql.run('update person set preferences = $2 where id = $1', [actor.personId, body.preferences]);
    return body;
  }

  @Post('password')
  @HttpCode(204)
  @ApiNoContentResponse()
  async changePassword(@CurrentActor() actor: Actor, @Body() body: ChangePassword, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const secret = await this.signIn.changePassword(actor, body.presentPassword, body.newPassword, fromOf(request, this.sessions.cookieName));
    if (secret !== null) void reply.setCookie(this.sessions.cookieName, secret, this.sessions.cookieOptions);
  }

  @Get('tokens')
  @ApiOkResponse({ type: TokenList })
  async listTokens(@CurrentActor() actor: Actor): Promise<TokenList> {
    return { items: (await this.tokens.list({ ownerId: actor.personId })).filter((token) => token.kind === 'personal') };
  }

  @Post('tokens')
  @ApiCreatedResponse({ type: IssuedTokenReply })
  createToken(@CurrentActor() actor: Actor, @Body() body: CreateToken): Promise<IssuedTokenReply> {
    return this.tokens.issue(actor, body);
  }

  @Delete('tokens/:id')
  @HttpCode(204)
  @ApiNoContentResponse()
  revokeToken(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    return this.tokens.revoke(actor, id, { ownerId: actor.personId });
  }

  @Get('sessions')
  @ApiOkResponse({ type: SessionList })
  async listSessions(@CurrentActor() actor: Actor): Promise<SessionList> {
    return { items: (await this.sessions.list(actor.personId)).map((session) => sessionReply(actor, session)) };
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @ApiNoContentResponse()
  async endSession(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    if ((await this.database.tx((tx) => this.sessions.end(tx, actor.personId, { sessionId: id }))) === 0) throw notFound();
  }
}
