import { invalid } from '@opora/kit';
import type { Sql, Tx } from '@opora/platform';

/** Whoever may give roles, whatever their role is called, administers. */
const ADMINISTRATORS = `select 1 from person_role pr join role_permission rp on rp.role_id = pr.role_id and rp.permission = 'person.roles' and rp.scope = 'all' join person p on p.id = pr.person_id and p.active limit 1`;

export const hasAdministrator = async (sql: Sql): Promise<boolean> => (await sql.one(ADMINISTRATORS)) !== null;

/**
 * At the end of whatever takes rights away; two who take them away at a time wait for each other.
 * @throws Refusal 422 `person.last_admin` (`security.md` I26)
 */
export async function keepAnAdministrator(tx: Tx): Promise<void> {
  await tx.run(`select pg_advisory_xact_lock(hashtextextended('administrators', 0))`);
  if (!(await hasAdministrator(tx))) throw invalid('', 'person.last_admin');
}
