import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { Actor, Authenticator, AuthenticatorSlot, type Face, type Scope } from '@opora/platform';
import type { FastifyRequest } from 'fastify';
import { Strategy as BearerStrategy } from 'passport-http-bearer';
import { RequestLimits } from './request-limits';
import { type Rights, RightsReader } from './rights';
import { sameText } from './secrets';
import { Sessions } from './sessions';
import { attempt } from './strategies';
import { type PresentToken, TokenReader } from './token-reader';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

interface Identified {
  personId: string;
  sessionId: string | null;
  tokenId: string | null;
  scopes: string[] | null;
}

/** From a cookie or a bearer token to an actor. */
@Injectable()
export class OporaAuthenticator extends Authenticator implements OnModuleInit {
  private readonly bearer = new BearerStrategy((token, done) => {
    this.tokens.find(token).then((found) => done(null, found ?? false), done);
  });

  constructor(
    private readonly slot: AuthenticatorSlot,
    private readonly sessions: Sessions,
    private readonly tokens: TokenReader,
    private readonly rights: RightsReader,
    private readonly limits: RequestLimits,
  ) {
    super();
  }

  onModuleInit(): void {
    this.slot.fill(this);
  }

  /** @throws Refusal 401 `session_expired`, 403 `csrf`, 429 */
  async authenticate(request: FastifyRequest): Promise<Actor | null> {
    await this.lookForChanges();
    const identified = request.headers.authorization === undefined ? await this.bySession(request) : await this.byToken(request);
    const actor = identified && (await this.actor(identified, String(request.id), request.ip, request.headers['x-opora-face'] === 'portal'));
    if (actor) this.limits.spend(actor, request);
    return actor;
  }

  async refresh(actor: Actor): Promise<Actor | null> {
    await this.lookForChanges();
    if (actor.isSystem) return actor;
    if (actor.sessionId !== null && !(await this.sessions.alive(actor.sessionId))) return null;
    const token = actor.tokenId === null ? null : await this.tokens.present(actor.tokenId);
    if (actor.tokenId !== null && !token) return null;
    return this.actor({ personId: actor.personId, sessionId: actor.sessionId, tokenId: actor.tokenId, scopes: token?.scopes ?? null }, actor.requestId, actor.ip, actor.face === 'requester');
  }

  private async lookForChanges(): Promise<void> {
    if (!(await this.rights.refreshed())) return;
    this.tokens.forget();
    this.sessions.forget();
  }

  private async bySession(request: FastifyRequest): Promise<Identified | null> {
    const cookie = request.cookies[this.sessions.cookieName];
    if (cookie === undefined) return null;
    const session = await this.sessions.find(cookie);
    if (session === 'expired') throw new Refusal('session_expired', { status: 401 });
    if (!session) return null;
    if (!SAFE.has(request.method)) {
      const given = request.headers['x-csrf-token'];
      if (typeof given !== 'string' || !sameText(given, this.sessions.csrfToken(session.id))) throw new Refusal('csrf', { status: 403 });
    }
    return { personId: session.personId, sessionId: session.id, tokenId: null, scopes: null };
  }

  private async byToken(request: FastifyRequest): Promise<Identified | null> {
    const { authorization } = request.headers;
    const found = await attempt<PresentToken>(this.bearer, { headers: { authorization } });
    return found && { personId: found.personId, sessionId: null, tokenId: found.id, scopes: found.scopes };
  }

  private async actor({ personId, sessionId, tokenId, scopes }: Identified, requestId: string, ip: string | null, portal: boolean): Promise<Actor | null> {
    const rights = await this.rights.of(personId);
    if (!rights) return null;
    const face: Face = portal && rights.face !== 'supplier' ? 'requester' : rights.face;
    return new Actor({ ...rights, grants: limited(rights, scopes), face, via: tokenId === null ? 'session' : 'token', sessionId, tokenId, requestId, ip, breakGlass: false });
  }
}

/** Scopes that bring another permission with them: what they stand for is decided by that one. */
const BRINGS: ReadonlyMap<string, string> = new Map([['incident.read', 'ticket.read']]);

/** A token can do at most the intersection of its scopes and its owner's rights (`security.md` I27). */
export function limited(rights: Pick<Rights, 'grants'>, scopes: readonly string[] | null): ReadonlyMap<string, ReadonlySet<Scope>> {
  if (scopes === null || scopes.includes('*')) return rights.grants;
  const wanted = new Set(scopes.flatMap((scope) => [scope, BRINGS.get(scope) ?? scope]));
  return new Map([...rights.grants].filter(([permission]) => wanted.has(permission)));
}
