import { migrations } from '../../api/src/modules';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { Failure } from './failure';

/** Any number will do, as long as every start takes the same: of several starts at once one migrates and the others wait. */
const LOCK = 0x6f706f7261;
const LOCK_TIMEOUT = '10s';

export interface MigrationOutcome {
  applied: string[];
  /** The newest migration that the schema has now. */
  schema: string;
}

/** Brings the schema up to this release. @throws Failure where the schema is of a newer one */
export async function migrateDatabase(url: string, upTo?: string): Promise<MigrationOutcome> {
  const guard = new Client({ connectionString: url });
  await guard.connect();
  try {
    await guard.query('select pg_advisory_lock($1)', [LOCK]);
    await refuseNewer(guard);
    const known = upTo === undefined ? migrations : migrations.filter((migration) => timestampOf(migration.name) <= timestampOf(upTo));
    const source = new DataSource({ type: 'postgres', url, migrations: known, migrationsTransactionMode: 'each', installExtensions: false, extra: { options: `-c lock_timeout=${LOCK_TIMEOUT}` } });
    await source.initialize();
    try {
      const applied = await source.runMigrations();
      return { applied: applied.map(({ name }) => name), schema: await schemaOf(guard) };
    } finally {
      await source.destroy();
    }
  } finally {
    await guard.end();
  }
}

/** The newest migration of a database, '' where there is none. */
export async function schemaOf(client: Client): Promise<string> {
  const known = await client.query(`select to_regclass('migrations') is not null as there`);
  if (!(known.rows[0] as { there: boolean }).there) return '';
  const { rows } = await client.query<{ name: string }>('select name from migrations order by timestamp desc limit 1');
  return rows[0]?.name ?? '';
}

async function refuseNewer(client: Client): Promise<void> {
  const present = await schemaOf(client);
  const newest = Math.max(0, ...migrations.map(({ name }) => timestampOf(name)));
  if (present !== '' && timestampOf(present) > newest) throw new Failure(`The database was made by a newer release of Opora (its schema is ${present}): start that release, or restore a backup made before it.`);
}

const timestampOf = (name: string): number => Number(/\d{13}$/.exec(name)?.[0] ?? 0);
