import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Refusal, invalid } from '@opora/kit';
import { type Actor, Config, Database, SYSTEM_ID, type Tx, systemActor } from '@opora/platform';
import { Strategy as LocalStrategy } from 'passport-local';
import { type Overdrawn, SignInLimits } from './limits';
import { Passwords } from './passwords';
import { Sessions } from './sessions';
import { attempt } from './strategies';

export interface From {
  ip: string;
  userAgent: string | null;
  requestId: string;
  /** The cookie that the browser already had: its session ends with the new sign-in. */
  before: string | null;
}

export interface Account {
  personId: string;
  email: string;
  displayName: string;
  hash: string | null;
  demo: boolean;
}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** Local sign-in and the password itself (`security.md` C.1). */
@Injectable()
export class SignIn {
  private readonly local = new LocalStrategy({ usernameField: 'email', passwordField: 'password' }, (email, password, done) => {
    this.verify(email, password).then((account) => done(null, account ?? false), done);
  });

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly passwords: Passwords,
    private readonly limits: SignInLimits,
    private readonly sessions: Sessions,
    private readonly journal: Journal,
  ) {}

  /** @throws Refusal 401 `sign_in_failed`, 429 */
  async signIn(email: string, password: string, from: From): Promise<{ personId: string; secret: string; csrfToken: string }> {
    const overdrawn = await this.limits.spend(email, from.ip);
    if (overdrawn) return this.refuseMore(overdrawn, from);
    const account = await attempt<Account>(this.local, { headers: {}, body: { email, password } });
    if (!account || (account.demo && !this.config.demo && !LOOPBACK.test(from.ip))) {
      /* The same work for known and unknown addresses: one look and one entry (AU-05). */
      const known = await this.find(email);
      await this.note(known?.personId ?? SYSTEM_ID, 'auth.failed', from);
      throw new Refusal('sign_in_failed', { status: 401 });
    }
    await this.limits.succeeded(email, from.ip);
    return this.database.tx(async (tx) => {
      if (from.before !== null) await this.sessions.endBySecret(tx, from.before);
      const { secret, csrfToken, sessionId } = await this.sessions.open(tx, account.personId, from);
      await this.journal.append(tx, { streamId: account.personId, streamKind: 'person', kind: 'auth.signed_in', actor: systemActor('auth', from.requestId), data: { ip: from.ip, sessionId } });
      return { personId: account.personId, secret, csrfToken };
    });
  }

  async signOut(actor: Actor): Promise<void> {
    if (actor.sessionId === null) return;
    const { sessionId } = actor;
    await this.database.tx(async (tx) => {
      await this.sessions.end(tx, actor.personId, { sessionId });
      await this.journal.append(tx, { streamId: actor.personId, streamKind: 'person', kind: 'auth.signed_out', actor, data: {} });
    });
  }

  /**
   * The password typed in once more, for what a borrowed browser must not do.
   * @returns the session's new secret
   * @throws Refusal 422 where it is wrong, 429
   */
  async reauthenticate(actor: Actor, password: string, from: From): Promise<string | null> {
    await this.confirm(actor, password, '/password', from);
    return this.database.tx((tx) => this.rotate(tx, actor));
  }

  /**
   * Ends all other sessions.
   * @returns the session's new secret
   * @throws Refusal 422 where the present password is wrong or the new one too weak, 429
   */
  async changePassword(actor: Actor, present: string, wished: string, from: From): Promise<string | null> {
    const account = await this.confirm(actor, present, '/presentPassword', from);
    const hash = await this.hashOf(wished, '/newPassword', account);
    return this.database.tx(async (tx) => {
      await this.store(tx, actor.personId, hash);
      await this.sessions.end(tx, actor.personId, actor.sessionId === null ? {} : { butSessionId: actor.sessionId });
      await this.journal.append(tx, { streamId: actor.personId, streamKind: 'person', kind: 'person.password_changed', actor, data: { changes: [HIDDEN_PASSWORD] } });
      return this.rotate(tx, actor);
    });
  }

  /** @throws Refusal 422 naming why the password is too weak */
  async hashOf(password: string, pointer: string, { email, displayName }: { email: string; displayName: string }): Promise<string> {
    await this.passwords.check(password, pointer, [email, displayName]);
    return this.passwords.hash(password);
  }

  async store(tx: Tx, personId: string, hash: string): Promise<void> {
    await tx.run('insert into credential (person_id, password_hash) values ($1, $2) on conflict (person_id) do update set password_hash = excluded.password_hash, changed_at = now()', [personId, hash]);
  }

  private async rotate(tx: Tx, actor: Actor): Promise<string | null> {
    return actor.sessionId === null ? null : this.sessions.rotate(tx, actor.sessionId);
  }

  /** A session that is not one's own is no way around the limits of sign-in. */
  private async confirm(actor: Actor, password: string, pointer: string, from: From): Promise<Account> {
    const account = await this.account('p.id = $1', actor.personId);
    const overdrawn = await this.limits.spend(account?.email ?? actor.personId, from.ip);
    if (overdrawn) return this.refuseMore(overdrawn, from);
    if (!account || !(await this.passwords.matches(account.hash, password))) {
      await this.note(actor.personId, 'auth.failed', from);
      throw invalid(pointer, 'password.present_wrong');
    }
    await this.limits.succeeded(account.email, from.ip);
    return account;
  }

  private async refuseMore({ first, policy, refusal }: Overdrawn, from: From): Promise<never> {
    if (first) await this.note(SYSTEM_ID, policy === 'sign-in-address' ? 'auth.spray' : 'auth.limited', from);
    throw refusal;
  }

  private async note(streamId: string, kind: string, from: From): Promise<void> {
    await this.database.tx((tx) => this.journal.append(tx, { streamId, streamKind: 'person', kind, actor: systemActor('auth', from.requestId), data: { ip: from.ip } }));
  }

  private async verify(email: string, password: string): Promise<Account | null> {
    const account = await this.find(email);
    return (await this.passwords.matches(account?.hash ?? null, password)) ? account : null;
  }

  private find(email: string): Promise<Account | null> {
    return this.account('lower(p.email) = lower($1)', email);
  }

  private account(where: string, value: string): Promise<Account | null> {
    return this.database.sql.one<Account>(
      `select p.id as "personId", p.email, p.display_name as "displayName", c.password_hash as hash, p.origin = 'demo' as demo from person p left join credential c on c.person_id = p.id where ${where} and p.active`,
      [value],
    );
  }
}

/** A secret that changed, as the journal shows it (`security.md` AD-05). */
export const HIDDEN_PASSWORD = { field: 'password', from: '••••', to: '••••' };
