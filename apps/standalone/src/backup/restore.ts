import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Storage } from '@opora/platform';
import { Client, escapeIdentifier } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Failure } from '../failure';
import { migrateDatabase } from '../migrate';
import { BLOBS, type Manifest, readManifest, type TableFile } from './manifest';

export interface RestoreTarget {
  url: string;
  storage: Storage;
}

const MAX_BLOB = Number.MAX_SAFE_INTEGER;

/** Brings a backup into an empty database, then up to this release, where it stays in quarantine. All or nothing: one transaction, checked against the manifest. */
export async function restoreBackup(folder: string, target: RestoreTarget): Promise<Manifest> {
  const manifest = readManifest(folder);
  await refuseFilled(target.url);
  await verifyFiles(folder, manifest);
  for (const { key } of manifest.blobs) {
    const stored = await target.storage.put(createReadStream(join(folder, BLOBS, key)), MAX_BLOB);
    if (stored.key !== key) throw new Failure(`The attachment ${key} in ${folder} is damaged: its content has another digest.`);
  }
  if (manifest.schema !== '') {
    await migrateDatabase(target.url, manifest.schema);
    await fill(folder, manifest, target.url);
  }
  await migrateDatabase(target.url);
  await withClient(target.url, (client) => client.query('insert into quarantine default values on conflict do nothing'));
  return manifest;
}

/** Lets a restored copy send letters and fire what falls due. @returns whether it was in quarantine */
export async function releaseRestored(url: string): Promise<boolean> {
  return withClient(url, async (client) => ((await client.query('delete from quarantine')).rowCount ?? 0) > 0);
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, options: '-c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c timezone=UTC -c datestyle=ISO -c synchronous_commit=on' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function refuseFilled(url: string): Promise<void> {
  const filled = await withClient(url, async (client) => (await client.query(`select 1 from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace limit 1`)).rowCount);
  if (filled) throw new Failure('The database holds data already, and a restore overwrites nothing: name an empty one, for example OPORA_DATA=.opora-restored npm run restore -- --from DIR.');
}

/** Before anything is written: a backup with one damaged file is none. */
async function verifyFiles(folder: string, manifest: Manifest): Promise<void> {
  for (const { file, sha256 } of manifest.tables) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(folder, file)), hash).catch(() => {
      throw new Failure(`The backup in ${folder} is incomplete: ${file} cannot be read.`);
    });
    if (hash.digest('hex') !== sha256) throw new Failure(`The backup in ${folder} is damaged: ${file} has another digest than its manifest says.`);
  }
}

async function fill(folder: string, manifest: Manifest, url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('begin');
    const keys = await dropForeignKeys(client);
    const tables = manifest.tables.map(({ table }) => escapeIdentifier(table));
    // What migrations put there is in the backup as it had become; rules that fire on writing have acted when the rows were first written.
    for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
    await client.query(`truncate ${tables.join(', ')}`);
    for (const file of manifest.tables) await fillTable(client, folder, file);
    for (const table of tables) await client.query(`alter table ${table} enable trigger user`);
    for (const { table, name, definition } of keys) await client.query(`alter table ${table} add constraint ${escapeIdentifier(name)} ${definition}`);
    for (const { name, value, called } of manifest.sequences) await client.query('select setval($1::regclass, $2, $3)', [`public.${escapeIdentifier(name)}`, value, called]);
    await client.query('commit');
    await client.query('analyze');
  });
}

/** Whatever the order of the tables: the references are proven when they are put back. */
async function dropForeignKeys(client: Client): Promise<{ table: string; name: string; definition: string }[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(`
    select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition
      from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`);
  for (const { table, name } of rows) await client.query(`alter table ${table} drop constraint ${escapeIdentifier(name)}`);
  return rows;
}

async function fillTable(client: Client, folder: string, { table, columns, file, rows }: TableFile): Promise<void> {
  const copy = client.query(copyFrom(`copy ${escapeIdentifier(table)} (${columns.map(escapeIdentifier).join(', ')}) from stdin`));
  await pipeline(createReadStream(join(folder, file)), createGunzip(), copy);
  if (copy.rowCount !== rows) throw new Failure(`The backup in ${folder} is damaged: ${table} has ${copy.rowCount} rows, and its manifest says ${rows}.`);
}
