import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { invalid } from '@opora/kit';
import { type Actor, Database, SYSTEM_ID, type Tx, emit, systemActor } from '@opora/platform';
import { SignInLimits } from './limits';
import { PasswordLinks } from './password-links';
import { HIDDEN_PASSWORD, SignIn } from './sign-in';
import { WaysIn } from './ways-in';

const RESET_MINUTES = 30;
export const WELCOME_MINUTES = 72 * 60;

interface Asker {
  id: string;
  active: boolean;
  local: boolean;
}

/** Forgotten passwords, invitations, and the first administrator's welcome. */
@Injectable()
export class PasswordReset {
  constructor(
    private readonly database: Database,
    private readonly links: PasswordLinks,
    private readonly limits: SignInLimits,
    private readonly signIn: SignIn,
    private readonly waysIn: WaysIn,
    private readonly journal: Journal,
  ) {}

  /**
   * Says the same to everybody, after the same work (`security.md` AU-06, AU-07). Event `password.reset_requested`: `sealed` (null where the letter only tells that there is no password here to set:
   * `reason` is `inactive` or `elsewhere`), `expiresInMinutes`.
   */
  async ask(email: string, requestId: string): Promise<void> {
    if (!(await this.limits.mayReset(email))) return;
    await this.database.tx(async (tx) => {
      const person = await tx.one<Asker>(
        `select p.id, p.active, (c.person_id is not null or p.origin in ('local', 'mail', 'demo')) as local from person p left join credential c on c.person_id = p.id where lower(p.email) = lower($1) and p.id <> $2`,
        [email, SYSTEM_ID],
      );
      await this.journal.append(tx, { streamId: person?.id ?? SYSTEM_ID, streamKind: 'person', kind: 'auth.reset_asked', actor: systemActor('auth', requestId), data: {} });
      if (person) await this.send(tx, person, requestId);
    });
  }

  /** A link for somebody who has no password yet; those before it open nothing any more. Event `person.invited`: `sealed`, `expiresInMinutes`. */
  async invite(tx: Tx, actor: Actor, personId: string): Promise<void> {
    await this.links.spoil(tx, personId);
    const { sealed } = await this.links.make(tx, personId, 'welcome', WELCOME_MINUTES);
    await emit(tx, { topic: 'person.invited', key: personId, payload: { sealed, expiresInMinutes: WELCOME_MINUTES }, requestId: actor.requestId });
  }

  /** @throws Refusal 422 `link_invalid`, or why the password is too weak; ends all sessions and tokens of the person */
  async finish(token: string, password: string, requestId: string): Promise<void> {
    const link = await this.links.find(token);
    if (!link) throw invalid('/token', 'link_invalid');
    const hash = await this.signIn.hashOf(password, '/password', link);
    await this.database.tx(async (tx) => {
      if (!(await this.links.use(tx, link.id))) throw invalid('/token', 'link_invalid');
      await this.links.spoil(tx, link.personId);
      await this.signIn.store(tx, link.personId, hash);
      await this.waysIn.close(tx, link.personId);
      await this.journal.append(tx, { streamId: link.personId, streamKind: 'person', kind: 'person.password_set', actor: systemActor('auth', requestId), data: { changes: [HIDDEN_PASSWORD] } });
      await emit(tx, { topic: 'password.changed', key: link.personId, payload: {}, requestId });
    });
  }

  private async send(tx: Tx, { id, active, local }: Asker, requestId: string): Promise<void> {
    const event = { topic: 'password.reset_requested', key: id, requestId };
    if (!active || !local) return emit(tx, { ...event, payload: { sealed: null, reason: active ? 'elsewhere' : 'inactive' } });
    await this.links.spoil(tx, id);
    const { sealed } = await this.links.make(tx, id, 'reset', RESET_MINUTES);
    await emit(tx, { ...event, payload: { sealed, expiresInMinutes: RESET_MINUTES } });
  }
}
