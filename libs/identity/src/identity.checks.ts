import type { InvariantCheck } from '@opora/kit';

export const identityChecks: InvariantCheck[] = [
  {
    id: 'I26.administrator',
    title: 'Where anybody can sign in, somebody can administer',
    run: async (snapshot) => {
      const [row] = await snapshot.rows<{ left: boolean }>(
        `select not exists (select 1 from credential) or exists (
           select 1 from person_role pr join role_permission rp on rp.role_id = pr.role_id and rp.permission = 'person.roles' and rp.scope = 'all' join person p on p.id = pr.person_id and p.active) as left`,
      );
      return row?.left === false ? ['no active person may give roles'] : [];
    },
  },
  {
    id: 'I27.ended-with-their-person',
    title: 'Who was deactivated has neither sessions nor tokens',
    run: async (snapshot) =>
      (
        await snapshot.rows<{ id: string; what: string }>(
          `select p.id, 'a session' as what from session s join person p on p.id = s.person_id where not p.active
           union all select p.id, 'a token' from api_token t join person p on p.id = t.person_id where not p.active and t.revoked_at is null and t.expires_at > now() limit 20`,
        )
      ).map(({ id, what }) => `person ${id} is not active and keeps ${what}`),
  },
];
