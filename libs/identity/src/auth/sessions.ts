import { Injectable } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { type Actor, Clock, Config, Database, Ids, type Tx } from '@opora/platform';
import { csrfTokenOf, digest, newSecret } from './secrets';

const IDLE_SECONDS = 8 * 3600;
const ABSOLUTE_SECONDS = 7 * 86_400;
/** How long a password typed in counts for what needs the person themselves, seconds. */
const FRESH_SECONDS = 600;
/** How often "last seen" is written down, milliseconds. */
const TOUCH_MS = 60_000;
const KEPT = 10_000;

export interface PresentSession {
  id: string;
  personId: string;
  expiresAt: Date;
  lastSeenAt: Date;
}

export interface SessionCard {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  ip: string | null;
  userAgent: string | null;
}

/** Browser sessions: 256 random bits in a cookie, their digest in the table; idle 8 h, 7 days at most (`security.md` SE-04). Real time, never the test clock. */
@Injectable()
export class Sessions {
  private readonly known = new Map<string, PresentSession>();
  /** Ends of sessions that open streams rest on, by id; like all that is kept here, until anybody's session or rights change. */
  private readonly ends = new Map<string, Date>();

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

  /** The same session under another secret: the one before it opens nothing any more (`security.md` SE-01). */
  async rotate(tx: Tx, sessionId: string): Promise<string> {
    const secret = newSecret();
    await tx.run('update session set token_hash = $2, authenticated_at = now() where id = $1', [sessionId, digest(secret)]);
    tx.afterCommit(() => this.forget());
    return secret;
  }

  csrfToken(sessionId: string): string {
    return csrfTokenOf(this.config.secretKey, sessionId);
  }

  async find(secret: string): Promise<PresentSession | 'expired' | null> {
    const hash = digest(secret);
    const key = hash.toString('base64');
    const now = this.clock.real().getTime();
    const cached = this.known.get(key);
    if (cached && cached.expiresAt.getTime() > now && now - cached.lastSeenAt.getTime() < TOUCH_MS) return cached;
    const found = await this.database.sql.one<PresentSession>(
      `update session set last_seen_at = now() where token_hash = $1 and expires_at > now() and last_seen_at > now() - interval '${IDLE_SECONDS} seconds' returning id, person_id as "personId", expires_at as "expiresAt", last_seen_at as "lastSeenAt"`,
      [hash],
    );
    if (this.known.size > KEPT) this.known.clear();
    if (found) this.known.set(key, found);
    else this.known.delete(key);
    return found ?? ((await this.database.sql.one('select 1 from session where token_hash = $1', [hash])) === null ? null : 'expired');
  }

  async alive(sessionId: string): Promise<boolean> {
    const known = this.ends.get(sessionId);
    if (known) return known > this.clock.real();
    const row = await this.database.sql.one<{ expiresAt: Date }>('select expires_at as "expiresAt" from session where id = $1 and expires_at > now()', [sessionId]);
    if (row) this.ends.set(sessionId, row.expiresAt);
    return row !== null;
  }

  /**
   * For what a borrowed browser must not do (`security.md` D.7: roles, own e-mail). A token is no browser: it was given its scopes on purpose.
   * @throws Refusal 401 `reauthentication_required` where the password was typed in longer than ten minutes ago
   */
  async requireFresh(actor: Actor): Promise<void> {
    if (actor.sessionId === null) return;
    const fresh = await this.database.sql.one(`select 1 from session where id = $1 and authenticated_at > now() - interval '${FRESH_SECONDS} seconds'`, [actor.sessionId]);
    if (!fresh) throw new Refusal('reauthentication_required', { status: 401 });
  }

  forget(): void {
    this.known.clear();
    this.ends.clear();
  }

  async list(personId: string): Promise<SessionCard[]> {
    return this.database.sql.rows<SessionCard>(
      `select id, created_at as "createdAt", last_seen_at as "lastSeenAt", ip, user_agent as "userAgent" from session
       where person_id = $1 and expires_at > now() and last_seen_at > now() - interval '${IDLE_SECONDS} seconds' order by last_seen_at desc limit 200`,
      [personId],
    );
  }

  /** Ends the session of a cookie that a new sign-in replaces. */
  async endBySecret(tx: Tx, secret: string): Promise<void> {
    tx.afterCommit(() => this.forget());
    await tx.run('delete from session where token_hash = $1', [digest(secret)]);
  }

  /** @returns how many ended */
  async end(tx: Tx, personId: string, which: { sessionId?: string; butSessionId?: string } = {}): Promise<number> {
    tx.afterCommit(() => this.forget());
    return tx.run('delete from session where person_id = $1 and ($2::uuid is null or id = $2) and ($3::uuid is null or id <> $3)', [personId, which.sessionId ?? null, which.butSessionId ?? null]);
  }
}
