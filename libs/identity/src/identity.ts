import { Injectable } from '@nestjs/common';
import { Organisation } from '@opora/organisation';
import { Actor, Database, type Tx, systemActor } from '@opora/platform';
import { PasswordLinks } from './auth/password-links';
import { WELCOME_MINUTES } from './auth/password-reset';
import { Passwords } from './auth/passwords';
import { RightsReader } from './auth/rights';
import { SignIn } from './auth/sign-in';
import { People } from './people/people';
import { hasAdministrator } from './roles/administrators';
import { Roles } from './roles/roles';

/** Passwords of accounts, as the start sets them, and the caches that follow. */
@Injectable()
export class AccountAccess {
  constructor(
    private readonly passwords: Passwords,
    private readonly signIn: SignIn,
    private readonly rights: RightsReader,
  ) {}

  /** Of this moment: no request asked before whether rights changed, as for a letter that a worker sends. */
  async rightsOf(personId: string): ReturnType<RightsReader['of']> {
    await this.rights.refreshed(0);
    return this.rights.of(personId);
  }

  async setForAll(tx: Tx, personIds: readonly string[], password: string): Promise<void> {
    const hash = await this.passwords.hash(password);
    for (const personId of personIds) await this.signIn.store(tx, personId, hash);
    tx.afterCommit(() => this.rights.forget());
  }
}

/** What the start of the system and other modules ask of identity. */
@Injectable()
export class Identity {
  constructor(
    private readonly database: Database,
    private readonly organisation: Organisation,
    private readonly people: People,
    private readonly roles: Roles,
    private readonly links: PasswordLinks,
    private readonly access: AccountAccess,
  ) {}

  /** The person as an actor with the rights of this moment, for what the system does in their name. Null where inactive. */
  async actorFor(personId: string, requestId: string): Promise<Actor | null> {
    const rights = await this.access.rightsOf(personId);
    return rights && new Actor({ ...rights, via: 'system', sessionId: null, tokenId: null, requestId, ip: null, breakGlass: false });
  }

  /** Makes the shipped roles where they are missing; safe to repeat. */
  async prepare(): Promise<void> {
    await this.database.tx((tx) => this.roles.ensureShipped(tx));
  }

  /** True while nobody can administer the system. */
  async lacksAdministrator(): Promise<boolean> {
    return !(await hasAdministrator(this.database.sql));
  }

  /** A single-use link, valid for 72 hours, with which the person sets a password and administers; makes the person where unknown (`api.md` Clarifications). */
  async administratorLink(email: string): Promise<string> {
    const actor = systemActor('first administrator', 'start');
    return this.database.tx(async (tx) => {
      const known = await tx.one<{ id: string }>('select id from person where lower(email) = lower($1)', [email]);
      const id = known?.id ?? (await this.people.add(tx, actor, { email, displayName: email.split('@')[0] ?? email })).id;
      await tx.run(`insert into person_role (person_id, role_id) select $1, id from role where key in ('admin', 'requester') on conflict do nothing`, [id]);
      await tx.run('update person set active = true where id = $1 and not active', [id]);
      await this.organisation.people.note(tx, actor, id, 'administrator_link', []);
      await this.links.spoil(tx, id);
      return this.links.address((await this.links.make(tx, id, 'welcome', WELCOME_MINUTES)).secret, 'welcome');
    });
  }

  /** Sets a password without asking for strength: demonstration accounts alone. */
  async setDemoPassword(tx: Tx, personIds: readonly string[], password: string): Promise<void> {
    await this.access.setForAll(tx, personIds, password);
  }

  async assignRoles(tx: Tx, personId: string, keys: readonly string[]): Promise<void> {
    await tx.run('delete from person_role where person_id = $1', [personId]);
    await tx.run('insert into person_role (person_id, role_id) select $1, id from role where key = any($2)', [personId, keys]);
  }

  addPerson(tx: Tx, actor: Actor, fields: Parameters<People['add']>[2], id?: string): ReturnType<People['add']> {
    return this.people.add(tx, actor, fields, id);
  }
}
