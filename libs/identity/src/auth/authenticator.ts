import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { Actor, Authenticator, AuthenticatorSlot, Config, Database, type Scope } from '@opora/platform';
import type { FastifyRequest } from 'fastify';
import { Strategy as BearerStrategy } from 'passport-http-bearer';
import { type Rights, RightsReader } from './rights';
import { csrfTokenOf, digest, sameText } from './secrets';
import { Sessions } from './sessions';
import { attempt } from './strategies';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

interface TokenRow {
  id: string;
  personId: string;
  scopes: string[];
  expiresAt: Date;
}

interface Identified {
  personId: string;
  sessionId: string | null;
  tokenId: string | null;
  scopes: string[] | null;
}

/** From a cookie or a bearer token to an actor. */
@Injectable()
export class OporaAuthenticator extends Authenticator implements OnModuleInit {
  private readonly tokens = new Map<string, Promise<TokenRow | null>>();
  private readonly bearer = new BearerStrategy((token, done) => {
    this.token(token).then((found) => done(null, found ?? false), done);
  });

  constructor(
    private readonly slot: AuthenticatorSlot,
    private readonly config: Config,
    private readonly database: Database,
    private readonly sessions: Sessions,
    private readonly rights: RightsReader,
  ) {
    super();
  }

  onModuleInit(): void {
    this.slot.fill(this);
  }

  async authenticate(request: FastifyRequest): Promise<Actor | null> {
    await this.lookForChanges();
    const identified = request.headers.authorization === undefined ? await this.bySession(request) : await this.byToken(request);
    return identified && this.actor(identified, String(request.id), request.ip, request.headers['x-opora-face'] === 'portal');
  }

  async refresh(actor: Actor): Promise<Actor | null> {
    await this.lookForChanges();
    if (actor.isSystem) return actor;
    if (actor.sessionId !== null && !(await this.sessions.alive(actor.sessionId))) return null;
    const token = actor.tokenId === null ? null : await this.database.sql.one<TokenRow>(`select id, person_id as "personId", scopes, expires_at as "expiresAt" from api_token where id = $1 and revoked_at is null and expires_at > now()`, [actor.tokenId]);
    if (actor.tokenId !== null && !token) return null;
    const rights = await this.rights.of(actor.personId);
    return rights && new Actor({ ...rights, ...limited(rights, token?.scopes ?? null), via: actor.via, sessionId: actor.sessionId, tokenId: actor.tokenId, requestId: actor.requestId, ip: actor.ip, breakGlass: false });
  }

  private async lookForChanges(): Promise<void> {
    if (!(await this.rights.refreshed())) return;
    this.tokens.clear();
    this.sessions.forget();
  }

  private async bySession(request: FastifyRequest): Promise<Identified | null> {
    const cookie = request.cookies[this.sessions.cookieName];
    if (cookie === undefined) return null;
    const session = await this.sessions.find(cookie);
    if (!session) return null;
    if (!SAFE.has(request.method)) {
      const given = request.headers['x-csrf-token'];
      if (typeof given !== 'string' || !sameText(given, csrfTokenOf(this.config.secretKey, session.id))) throw new Refusal('csrf', { status: 403 });
    }
    return { personId: session.personId, sessionId: session.id, tokenId: null, scopes: null };
  }

  private async byToken(request: FastifyRequest): Promise<Identified | null> {
    const { authorization } = request.headers;
    const found = await attempt<TokenRow>(this.bearer, { headers: { authorization } });
    return found && { personId: found.personId, sessionId: null, tokenId: found.id, scopes: found.scopes };
  }

  private async token(secret: string): Promise<TokenRow | null> {
    const hash = digest(secret);
    const key = hash.toString('base64');
    let found = this.tokens.get(key);
    if (!found) {
      found = this.database.sql.one<TokenRow>(
        `update api_token set last_used_at = now() where token_hash = $1 and revoked_at is null and expires_at > now() returning id, person_id as "personId", scopes, expires_at as "expiresAt"`,
        [hash],
      );
      if (this.tokens.size > 10_000) this.tokens.clear();
      this.tokens.set(key, found);
      found.then((row) => row || this.tokens.delete(key), () => this.tokens.delete(key));
    }
    const row = await found;
    return row && row.expiresAt > this.rights.realNow() ? row : null;
  }

  private async actor(identified: Identified, requestId: string, ip: string, portal: boolean): Promise<Actor | null> {
    const rights = await this.rights.of(identified.personId);
    if (!rights) return null;
    const { sessionId, tokenId, scopes } = identified;
    const face = portal && rights.face !== 'supplier' ? 'requester' : rights.face;
    return new Actor({ ...rights, ...limited(rights, scopes), face, via: tokenId === null ? 'session' : 'token', sessionId, tokenId, requestId, ip, breakGlass: false });
  }
}

/** A token can do at most the intersection of its scopes and its owner's rights (`security.md` I27). */
function limited(rights: Rights, scopes: readonly string[] | null): { grants: ReadonlyMap<string, ReadonlySet<Scope>> } {
  if (scopes === null || scopes.includes('*')) return { grants: rights.grants };
  return { grants: new Map([...rights.grants].filter(([permission]) => scopes.includes(permission))) };
}
