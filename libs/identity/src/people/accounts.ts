import { Injectable } from '@nestjs/common';
import { invalid, notFound, unknownReference } from '@opora/kit';
import { Organisation, type Person } from '@opora/organisation';
import { type Actor, Database, SYSTEM_ID, type Tx, emit } from '@opora/platform';
import { PasswordReset } from '../auth/password-reset';
import { type SessionCard, Sessions } from '../auth/sessions';
import { WaysIn } from '../auth/ways-in';
import type { ConsequencesReply, PersonReply, SetRoles } from '../identity.dto';
import { keepAnAdministrator } from '../roles/administrators';
import { PersonReplies, heldBy } from './person.replies';

/** What somebody may do here, and whether at all: roles, sessions, invitation, leaving (`security.md` I26, I27). */
@Injectable()
export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly organisation: Organisation,
    private readonly replies: PersonReplies,
    private readonly sessions: Sessions,
    private readonly reset: PasswordReset,
    private readonly waysIn: WaysIn,
  ) {}

  /** @throws Refusal 422 for oneself or the last active administrator */
  setActive(actor: Actor, id: string, ifMatch: number | '*', active: boolean): Promise<PersonReply> {
    if (id === actor.personId || id === SYSTEM_ID) throw invalid('', 'person.not_self');
    return this.change(actor, async (tx) => {
      const person = await this.organisation.people.update(tx, actor, id, ifMatch, { active });
      if (active) return person;
      await this.waysIn.close(tx, id);
      await keepAnAdministrator(tx);
      await emit(tx, { topic: 'person.deactivated', key: id, payload: {}, requestId: actor.requestId });
      return person;
    });
  }

  /** @throws Refusal 401 `reauthentication_required`, 422: nobody changes their own roles, and an active administrator remains */
  async setRoles(actor: Actor, id: string, ifMatch: number | '*', { roles, grants }: SetRoles): Promise<PersonReply> {
    if (id === actor.personId) throw invalid('/roles', 'person.own_roles');
    await this.sessions.requireFresh(actor);
    return this.change(actor, async (tx) => {
      const person = await this.organisation.people.claim(tx, id, ifMatch);
      if (id === SYSTEM_ID) throw notFound();
      const known = await tx.rows<{ id: string; key: string }>('select id, key from role where key = any($1)', [roles]);
      roles.forEach((key, index) => {
        if (!known.some((role) => role.key === key)) throw unknownReference(`/roles/${index}`);
      });
      const before = (await heldBy(tx, [id])).get(id) ?? { roles: [], grants: [] };
      const after = { roles: known.map((role) => role.key).sort(), grants: grants ? [...new Set(grants)].sort() : before.grants };
      const changes = (['roles', 'grants'] as const).filter((field) => before[field].join() !== after[field].join()).map((field) => ({ field, from: before[field], to: after[field] }));
      if (changes.length === 0) return person;
      await tx.run('delete from person_role where person_id = $1', [id]);
      await tx.run('insert into person_role (person_id, role_id) select $1, unnest($2::uuid[])', [id, known.map((role) => role.id)]);
      await tx.run('delete from person_grant where person_id = $1', [id]);
      await tx.run('insert into person_grant (person_id, grant_) select $1, unnest($2::text[])', [id, after.grants]);
      await keepAnAdministrator(tx);
      return this.organisation.people.amend(tx, actor, person, 'roles_changed', changes);
    });
  }

  async consequences(id: string): Promise<ConsequencesReply> {
    await this.organisation.people.read(id);
    const { sql } = this.database;
    const row = await sql.one<Pick<ConsequencesReply, 'groups' | 'responsibilities' | 'sessions' | 'tokens'>>(
      `select (select count(*) from group_member where person_id = $1) as groups,
         (select count(*) from support_group where lead_id = $1) + (select count(*) from person where manager_id = $1 and active) as responsibilities,
         (select count(*) from session where person_id = $1 and expires_at > now()) as sessions, (select count(*) from api_token where person_id = $1 and revoked_at is null and expires_at > now()) as tokens`,
      [id],
    );
    const hanging = new Map((await this.replies.hanging(id)).map(({ what, count }) => [what, count]));
    return { assignedTickets: hanging.get('assignedTickets') ?? 0, requestedTickets: hanging.get('requestedTickets') ?? 0, groups: row?.groups ?? 0, responsibilities: (row?.responsibilities ?? 0) + (hanging.get('ownedServices') ?? 0) + (hanging.get('ownedResources') ?? 0), grants: hanging.get('grants') ?? 0, sessions: row?.sessions ?? 0, tokens: row?.tokens ?? 0 };
  }

  /** @throws Refusal 422 for who cannot sign in at all */
  async invite(actor: Actor, id: string): Promise<void> {
    if (id === actor.personId) throw invalid('', 'person.not_self');
    await this.database.tx(
      async (tx) => {
        const person = await this.organisation.people.claim(tx, id, '*');
        if (!person.active || id === SYSTEM_ID) throw invalid('', 'person.inactive');
        await this.reset.invite(tx, actor, id);
        await this.organisation.people.note(tx, actor, id, 'invited', []);
        return {};
      },
      { operation: actor.operation },
    );
  }

  async sessionsOf(id: string): Promise<SessionCard[]> {
    await this.organisation.people.read(id);
    return this.sessions.list(id);
  }

  /** All of them, or one. */
  async endSessions(actor: Actor, id: string, sessionId?: string): Promise<void> {
    if (id === actor.personId) throw invalid('', 'person.not_self');
    await this.database.tx(async (tx) => {
      await this.organisation.people.claim(tx, id, '*');
      const ended = await this.sessions.end(tx, id, sessionId === undefined ? {} : { sessionId });
      if (ended === 0 && sessionId !== undefined) throw notFound();
      if (ended > 0) await this.organisation.people.note(tx, actor, id, 'sessions_ended', [{ field: 'sessions', from: ended, to: null }]);
      this.waysIn.changed(tx);
    });
  }

  private change(actor: Actor, act: (tx: Tx) => Promise<Person>): Promise<PersonReply> {
    return this.database.tx(
      async (tx) => {
        const person = await act(tx);
        this.waysIn.changed(tx);
        return (await this.replies.of(actor, [person], tx))[0] as PersonReply;
      },
      { operation: actor.operation },
    );
  }
}
