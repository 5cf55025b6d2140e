import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, Pool, types } from 'pg';
import { migrate } from './migrate';
import { CLONE, onServer, urlOf } from './server';

/** One statement at a time outside any transaction of the application; the shapes are those of the application (int8 → number, jsonb → object). */
export interface TestSql {
  rows<R>(text: string, params?: readonly unknown[]): Promise<R[]>;
  one<R>(text: string, params?: readonly unknown[]): Promise<R | null>;
  run(text: string, params?: readonly unknown[]): Promise<number>;
}

export interface TestDatabase {
  url: string;
  name: string;
  sql: TestSql;
  drop(): Promise<void>;
}

/** A prepared state that many databases are copied from. */
export interface Template {
  name: string;
  /** Changes whenever `fill` would make something else. */
  key(): string;
  /** Completes a migrated database. */
  fill(url: string): Promise<void>;
}

const ROOT = join(__dirname, '..', '..', '..');
const TEMPLATE = 'template_';
const MAKING = '_making';
const INT8 = 20;
let clones = 0;

types.setTypeParser(INT8, Number);

/** A database of its own with every migration run. Cloned from a template, so it costs some 60 ms; call it once per test file and drop it at the end. */
export async function testDatabase(options: { migrated?: boolean; template?: Template } = {}): Promise<TestDatabase> {
  const name = `${CLONE}${process.env['JEST_WORKER_ID'] ?? '0'}_${process.pid}_${++clones}`;
  if (options.migrated === false) await onServer((client) => client.query(`create database ${name}`));
  else await cloneTemplate(name, options.template);
  const url = urlOf(name);
  const pool = new Pool({ connectionString: url, max: 4 });
  pool.on('error', () => undefined);
  return {
    url,
    name,
    sql: sqlOf(pool),
    async drop() {
      await pool.end();
      await onServer((client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

function sqlOf(pool: Pool): TestSql {
  return {
    rows: async <R>(text: string, params?: readonly unknown[]) => (await pool.query(text, params && [...params])).rows as R[],
    one: async <R>(text: string, params?: readonly unknown[]) => ((await pool.query(text, params && [...params])).rows[0] as R | undefined) ?? null,
    run: async (text, params) => (await pool.query(text, params && [...params])).rowCount ?? 0,
  };
}

/** Nobody may be connected to a template while it is copied, so making it and copying it exclude one another by an advisory lock. */
async function cloneTemplate(name: string, wanted?: Template): Promise<void> {
  const migrated = `${TEMPLATE}${migrationsHash()}`;
  await onServer(async (client) => {
    await client.query('select pg_advisory_lock(71, 1)');
    await makeTemplate(client, migrated, null, migrate);
    const template = wanted ? `${migrated}_${wanted.name}_${wanted.key()}` : migrated;
    if (wanted) await makeTemplate(client, template, migrated, (url) => wanted.fill(url));
    await client.query(`create database ${name} template ${template}`);
  });
}

async function makeTemplate(client: Client, name: string, from: string | null, fill: (url: string) => Promise<void>): Promise<void> {
  const known = await client.query<{ datname: string }>('select datname from pg_database where starts_with(datname, $1)', [TEMPLATE]);
  const names = known.rows.map(({ datname }) => datname);
  if (names.includes(name)) return;
  // Those of earlier sources go, but for the one that this one is copied from.
  const kind = kindOf(name);
  for (const old of names) if (kindOf(old) === kind || (from === null && old !== name) || old.endsWith(MAKING)) await client.query(`drop database if exists ${client.escapeIdentifier(old)} with (force)`);
  const making = `${name}${MAKING}`;
  await client.query(`create database ${making}${from ? ` template ${from}` : ''}`);
  await fill(urlOf(making));
  await client.query(`alter database ${making} rename to ${name}`);
}

const kindOf = (name: string): string => name.split('_')[2] ?? 'migrated';

/** A digest of everything a migration may be made of: the migration files and the list that composes them. */
function migrationsHash(): string {
  const hash = createHash('sha256');
  for (const lib of readdirSync(join(ROOT, 'libs')).filter((name) => !name.includes('.')).sort()) {
    const folder = join(ROOT, 'libs', lib, 'src', 'migrations');
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) continue;
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      const path = join(folder, file);
      if (statSync(path).isFile()) hash.update(`${lib}/${file}\0`).update(readFileSync(path));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
