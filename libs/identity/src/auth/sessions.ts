import { Injectable } from '@nestjs/common';
import { Clock, type Tx, Config, Database, Ids } from '@opora/platform';
import { csrfTokenOf, digest, newSecret } from './secrets';

const IDLE_SECONDS = 8 * 3600;
const ABSOLUTE_SECONDS = 7 * 86_400;
/** How often "last seen" is written down, milliseconds. */
const TOUCH_MS = 60_000;

interface Session {
  id: string;
  personId: string;
  expiresAt: Date;
  lastSeenAt: Date;
}

/** Browser sessions: 256 random bits in a cookie, their digest in the table; idle 8 h, 7 days at most (`security.md` SE-04). Real time, never the test clock. */
@Injectable()
export class Sessions {
  private readonly known = new Map<string, Session>();

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  get cookieName(): string {
    return this.config.secure ? '__Host-opora_session' : 'opora_session';
  }

  get cookieOptions(): { httpOnly: true; sameSite: 'lax'; secure: boolean; path: '/'; maxAge: number } {
    return { httpOnly: true, sameSite: 'lax', secure: this.config.secure, path: '/', maxAge: ABSOLUTE_SECONDS };
  }

  async open(tx: Tx, personId: string, from: { ip: string; userAgent: string | null }): Promise<{ secret: string; csrfToken: string; sessionId: string }> {
    const secret = newSecret();
    const sessionId = this.ids.next();
    await tx.run('insert into session (id, token_hash, person_id, expires_at, ip, user_agent) values ($1, $2, $3, now() + make_interval(secs => $4), $5, left($6, 300))', [sessionId, digest(secret), personId, ABSOLUTE_SECONDS, from.ip, from.userAgent]);
    return { secret, sessionId, csrfToken: this.csrfToken(sessionId) };
  }

  csrfToken(sessionId: string): string {
    return csrfTokenOf(this.config.secretKey, sessionId);
  }

  async find(secret: string): Promise<Session | null> {
    const hash = digest(secret);
    const key = hash.toString('base64');
    const now = this.clock.real().getTime();
    const cached = this.known.get(key);
    if (cached && cached.expiresAt.getTime() > now && now - cached.lastSeenAt.getTime() < TOUCH_MS) return cached;
    const found = await this.database.sql.one<Session>(
      `update session set last_seen_at = now() where token_hash = $1 and expires_at > now() and last_seen_at > now() - interval '${IDLE_SECONDS} seconds' returning id, person_id as "personId", expires_at as "expiresAt", last_seen_at as "lastSeenAt"`,
      [hash],
    );
    if (this.known.size > 10_000) this.known.clear();
    if (found) this.known.set(key, found);
    else this.known.delete(key);
    return found;
  }

  async alive(sessionId: string): Promise<boolean> {
    if ([...this.known.values()].some((session) => session.id === sessionId && session.expiresAt > this.clock.real())) return true;
    return (await this.database.sql.one('select 1 from session where id = $1 and expires_at > now()', [sessionId])) !== null;
  }

  forget(): void {
    this.known.clear();
  }

  async list(personId: string): Promise<{ id: string; createdAt: Date; lastSeenAt: Date; ip: string | null; userAgent: string | null }[]> {
    return this.database.sql.rows('select id, created_at as "createdAt", last_seen_at as "lastSeenAt", ip, user_agent as "userAgent" from session where person_id = $1 and expires_at > now() order by last_seen_at desc', [personId]);
  }

  /** @returns how many ended */
  async end(tx: Tx, personId: string, which: { sessionId?: string; butSessionId?: string } = {}): Promise<number> {
    tx.afterCommit(() => this.forget());
    return tx.run('delete from session where person_id = $1 and ($2::uuid is null or id = $2) and ($3::uuid is null or id <> $3)', [personId, which.sessionId ?? null, which.butSessionId ?? null]);
  }
}
