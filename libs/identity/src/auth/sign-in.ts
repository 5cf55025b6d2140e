import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Refusal, invalid } from '@opora/kit';
import { type Actor, Clock, Config, Database, type Tx, emit, systemActor } from '@opora/platform';
import { Strategy as LocalStrategy } from 'passport-local';
import { SignInLimits } from './limits';
import { PasswordLinks } from './password-links';
import { Passwords } from './passwords';
import { Sessions } from './sessions';
import { attempt } from './strategies';

export interface From {
  ip: string;
  userAgent: string | null;
  requestId: string;
}

interface Account {
  personId: string;
  email: string;
  displayName: string;
  hash: string | null;
  demo: boolean;
}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
const failure = (): Refusal => new Refusal('sign_in_failed', { status: 401 });

/** Local sign-in (`security.md` C.1). */
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
    await this.limits.beforeSignIn(email, from.ip);
    const account = await attempt<Account>(this.local, { headers: {}, body: { email, password } });
    if (!account || (account.demo && !this.config.demo && !LOOPBACK.test(from.ip))) {
      await this.limits.failed(email, from.ip);
      const known = await this.find(email);
      if (known) await this.database.tx((tx) => this.journal.append(tx, { streamId: known.personId, streamKind: 'person', kind: 'auth.failed', actor: systemActor('auth', from.requestId), data: { ip: from.ip } }));
      throw failure();
    }
    await this.limits.succeeded(email, from.ip);
    return this.database.tx(async (tx) => {
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
      await this.journal.append(tx, { streamId: actor.personId, streamKind: 'person', kind: 'auth.signed_out', actor });
    });
  }

  /** @throws Refusal 422 where the present password is wrong or the new one too weak; ends all other sessions */
  async changePassword(actor: Actor, present: string, wished: string): Promise<void> {
    const account = await this.byId(actor.personId);
    if (!account || !(await this.passwords.matches(account.hash, present))) throw invalid('/presentPassword', 'password.present_wrong');
    await this.passwords.check(wished, '/newPassword', [account.email, account.displayName]);
    const hash = await this.passwords.hash(wished);
    await this.database.tx(async (tx) => {
      await this.store(tx, actor.personId, hash);
      await this.sessions.end(tx, actor.personId, actor.sessionId === null ? {} : { butSessionId: actor.sessionId });
      await this.journal.append(tx, { streamId: actor.personId, streamKind: 'person', kind: 'person.password_changed', actor });
    });
  }

  async store(tx: Tx, personId: string, hash: string): Promise<void> {
    await tx.run('insert into credential (person_id, password_hash) values ($1, $2) on conflict (person_id) do update set password_hash = excluded.password_hash, changed_at = now()', [personId, hash]);
  }

  private async verify(email: string, password: string): Promise<Account | null> {
    const account = await this.find(email);
    return (await this.passwords.matches(account?.hash ?? null, password)) ? account : null;
  }

  private find(email: string): Promise<Account | null> {
    return this.account('lower(p.email) = lower($1)', email);
  }

  private byId(personId: string): Promise<Account | null> {
    return this.account('p.id = $1', personId);
  }

  private account(where: string, value: string): Promise<Account | null> {
    return this.database.sql.one<Account>(
      `select p.id as "personId", p.email, p.display_name as "displayName", c.password_hash as hash, p.origin = 'demo' as demo from person p left join credential c on c.person_id = p.id where ${where} and p.active`,
      [value],
    );
  }
}

const RESET_MINUTES = 30;

/** Forgotten passwords, and the first administrator's welcome. */
@Injectable()
export class PasswordReset {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly links: PasswordLinks,
    private readonly limits: SignInLimits,
    private readonly signIn: SignIn,
    private readonly clock: Clock,
  ) {}

  /** Says the same to everybody; a letter goes to an active person with a local account alone (`security.md` AU-06, AU-07). */
  async ask(email: string, requestId: string): Promise<void> {
    if (!(await this.limits.mayReset(email))) return;
    await this.database.tx(async (tx) => {
      const person = await tx.one<{ id: string }>('select p.id from person p join credential c on c.person_id = p.id where lower(p.email) = lower($1) and p.active', [email]);
      if (!person) return;
      await tx.run('update password_link set used_at = now() where person_id = $1 and used_at is null', [person.id]);
      const { sealed } = await this.links.make(tx, person.id, 'reset', RESET_MINUTES);
      await emit(tx, { topic: 'password.reset_requested', key: person.id, payload: { sealed, expiresInMinutes: RESET_MINUTES }, requestId });
    });
  }

  /** @throws Refusal 422 `link_invalid`, or why the password is too weak; ends all sessions and tokens of the person */
  async finish(token: string, password: string): Promise<void> {
    const link = await this.links.find(token);
    if (!link) throw invalid('/token', 'link_invalid');
    await this.passwords.check(password, '/password', [link.email, link.displayName]);
    const hash = await this.passwords.hash(password);
    await this.database.tx(async (tx) => {
      if (!(await this.links.use(tx, link.id))) throw invalid('/token', 'link_invalid');
      await this.signIn.store(tx, link.personId, hash);
      await tx.run('delete from session where person_id = $1', [link.personId]);
      await tx.run('update api_token set revoked_at = now() where person_id = $1 and revoked_at is null', [link.personId]);
      await emit(tx, { topic: 'password.changed', key: link.personId, payload: { at: this.clock.now().toISOString() } });
    });
  }
}
