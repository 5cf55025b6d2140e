import type { InvariantCheck } from '@opora/kit';
import { checks } from '../../../apps/standalone/src/check/registry';
import type { CanaryWatch } from './canary-watch';
import type { TestDatabase } from './database';

/** What a suite must not leave behind: leaks, secrets in clear in any table, and rows that break a promise of security.md A. */
export async function verdict(db: TestDatabase, canaries: CanaryWatch, settle: () => Promise<void>): Promise<string[]> {
  await settle();
  return [...canaries.found, ...(await secretsInClear(db, canaries.secrets)), ...(await violations(db, checks))];
}

async function violations(db: TestDatabase, list: readonly InvariantCheck[]): Promise<string[]> {
  const all = await Promise.all(list.map(async (check) => (await check.run(db.sql)).map((line) => `${check.id}: ${line}`)));
  return all.flat();
}

async function secretsInClear(db: TestDatabase, secrets: readonly string[]): Promise<string[]> {
  if (secrets.length === 0) return [];
  const tables = await db.sql.rows<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'bullmq')`);
  const found = await Promise.all(
    tables.map(async ({ name }) => {
      const row = await db.sql.one<{ row: string }>(`select left(t::text, 200) as row from ${name} t where t::text like any ($1) limit 1`, [secrets.map((secret) => `%${secret.replace(/[\\%_]/g, '\\$&')}%`)]);
      return row ? [`A secret lies in clear in ${name}: ${row.row}`] : [];
    }),
  );
  return found.flat();
}
