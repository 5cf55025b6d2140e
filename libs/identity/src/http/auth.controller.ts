import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Organisation } from '@opora/organisation';
import { Actor, CurrentActor, Permit, Public } from '@opora/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PasswordReset } from '../auth/password-reset';
import { Sessions } from '../auth/sessions';
import { type From, SignIn } from '../auth/sign-in';
import { AskPasswordReset, FinishPasswordReset, Login, LoginReply, Reauthenticate } from '../identity.dto';

export const fromOf = (request: FastifyRequest, cookieName: string): From => ({
  ip: request.ip,
  userAgent: request.headers['user-agent'] ?? null,
  requestId: String(request.id),
  before: request.cookies[cookieName] ?? null,
});

@ApiTags('identity')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly signIn: SignIn,
    private readonly reset: PasswordReset,
    private readonly sessions: Sessions,
    private readonly organisation: Organisation,
  ) {}

  @Post('login')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: LoginReply, description: 'And the session’s cookie' })
  async login(@Body() body: Login, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<LoginReply> {
    const { personId, secret, csrfToken } = await this.signIn.signIn(body.email, body.password, fromOf(request, this.sessions.cookieName));
    void reply.setCookie(this.sessions.cookieName, secret, this.sessions.cookieOptions);
    const card = await this.organisation.card(personId);
    return { person: { id: personId, displayName: card?.displayName ?? '', email: card?.email ?? '' }, csrfToken };
  }

  @Post('reauthenticate')
  @HttpCode(204)
  @Permit('me')
  @ApiNoContentResponse({ description: 'For ten minutes, what needs the person themselves is allowed; the session’s cookie is a new one' })
  async reauthenticate(@CurrentActor() actor: Actor, @Body() body: Reauthenticate, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const secret = await this.signIn.reauthenticate(actor, body.password, fromOf(request, this.sessions.cookieName));
    if (secret !== null) void reply.setCookie(this.sessions.cookieName, secret, this.sessions.cookieOptions);
  }

  @Post('logout')
  @HttpCode(204)
  @Permit('me')
  @ApiNoContentResponse()
  async logout(@CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.signIn.signOut(actor);
    void reply.clearCookie(this.sessions.cookieName, this.sessions.cookieOptions).header('clear-site-data', '"cache", "storage"');
  }

  @Post('password-reset')
  @HttpCode(202)
  @Public()
  @ApiAcceptedResponse({ description: 'The same answer for every address' })
  async ask(@Body() body: AskPasswordReset, @Req() request: FastifyRequest): Promise<Record<string, never>> {
    await this.reset.ask(body.email, String(request.id));
    return {};
  }

  @Post('password-reset/finish')
  @HttpCode(204)
  @Public()
  @ApiNoContentResponse()
  finish(@Body() body: FinishPasswordReset, @Req() request: FastifyRequest): Promise<void> {
    return this.reset.finish(body.token, body.password, String(request.id));
  }
}
