import { createHash, type Hash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Storage } from '@opora/platform';
import { Client, escapeIdentifier } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { Failure } from '../failure';
import { schemaOf } from '../migrate';
import { BLOBS, keyCheckOf, MANIFEST, type Manifest, TABLES, type TableFile } from './manifest';

export interface BackupSource {
  url: string;
  storage: Storage;
  secretKey: string;
  release: string;
}

/** Reading goes faster over two connections; more would take the server from those who work. */
const READERS = 2;

/**
 * Writes all tables as they were at one instant, and the attachments that they name, into a folder that must not hold anything yet. Runs beside a working system.
 * Queues are not in it: they are rebuilt from the tables (security.md I6).
 */
export async function writeBackup(source: BackupSource, to: string): Promise<Manifest> {
  const folder = resolve(to);
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Failure(`${folder} is not empty: a backup is written into a folder of its own.`);
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  for (const part of [TABLES, BLOBS]) mkdirSync(join(making, part), { recursive: true, mode: 0o700 });
  const leader = await connect(source.url);
  try {
    await leader.query('begin isolation level repeatable read read only');
    const { rows } = await leader.query<{ snapshot: string; at: Date; postgres: string }>(`select pg_export_snapshot() as snapshot, now() as at, current_setting('server_version') as postgres`);
    const { snapshot = '', at = new Date(0), postgres = '' } = rows[0] ?? {};
    const tables = await writeTables(source.url, snapshot, await tablesOf(leader), making);
    const manifest: Manifest = {
      format: 1, at: at.toISOString(), release: source.release, schema: await schemaOf(leader), postgres, tables,
      sequences: await sequencesOf(leader), blobs: await writeBlobs(leader, source.storage, making), keyCheck: keyCheckOf(source.secretKey),
    };
    writeFileSync(join(making, MANIFEST), JSON.stringify(manifest, null, 1), { flush: true, mode: 0o600 });
    if (existsSync(folder)) rmSync(folder, { recursive: true });
    renameSync(making, folder);
    await flush(join(folder, '..'));
    return manifest;
  } finally {
    await leader.end();
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, options: '-c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c timezone=UTC -c datestyle=ISO -c extra_float_digits=3' });
  await client.connect();
  return client;
}

async function tablesOf(client: Client): Promise<{ table: string; columns: string[] }[]> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(`
    select c.relname as "table", array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migrations'
     group by c.oid, c.relname order by pg_total_relation_size(c.oid) desc`);
  return rows;
}

async function writeTables(url: string, snapshot: string, tables: { table: string; columns: string[] }[], making: string): Promise<TableFile[]> {
  const waiting = [...tables];
  const done: TableFile[] = [];
  await Promise.all(
    Array.from({ length: READERS }, async () => {
      const client = await connect(url);
      try {
        await client.query('begin isolation level repeatable read read only');
        await client.query(`set transaction snapshot '${snapshot}'`);
        for (let next = waiting.shift(); next; next = waiting.shift()) done.push(await writeTable(client, next, making));
      } finally {
        await client.end();
      }
    }),
  );
  return done.sort((one, two) => (one.table < two.table ? -1 : 1));
}

async function writeTable(client: Client, { table, columns }: { table: string; columns: string[] }, making: string): Promise<TableFile> {
  const file = `${TABLES}/${table}.copy.gz`;
  const copy = client.query(copyTo(`copy ${escapeIdentifier(table)} (${columns.map(escapeIdentifier).join(', ')}) to stdout`));
  const sha256 = createHash('sha256');
  await pipeline(copy, createGzip({ level: 4 }), hashing(sha256), createWriteStream(join(making, file), { flush: true, mode: 0o600 }));
  return { table, columns, file, rows: copy.rowCount, sha256: sha256.digest('hex') };
}

async function sequencesOf(client: Client): Promise<Manifest['sequences']> {
  const { rows } = await client.query<{ name: string }>(`select relname as name from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace order by relname`);
  const found: Manifest['sequences'] = [];
  for (const { name } of rows) {
    // A sequence is not in the snapshot: it may only be ahead of the rows, never behind them.
    const state = await client.query<{ last_value: string; is_called: boolean }>(`select last_value, is_called from ${escapeIdentifier(name)}`);
    found.push({ name, value: Number(state.rows[0]?.last_value), called: state.rows[0]?.is_called === true });
  }
  return found;
}

/** Every table that names a blob does so in a column `storage_key`. */
async function writeBlobs(client: Client, storage: Storage, making: string): Promise<Manifest['blobs']> {
  const places = await client.query<{ table: string }>(`select table_name as "table" from information_schema.columns where table_schema = 'public' and column_name = 'storage_key'`);
  const keys = new Set<string>();
  for (const { table } of places.rows)
    for (const { key } of (await client.query<{ key: string }>(`select distinct storage_key as key from ${escapeIdentifier(table)} where storage_key is not null`)).rows) keys.add(key);
  const written: Manifest['blobs'] = [];
  for (const key of [...keys].sort()) {
    const blob = await storage.get(key).catch(() => null);
    // Removed since the snapshot, or lost before it: the check after a restore names what points to nothing.
    if (blob) written.push({ key, size: await writeBlob(blob, join(making, BLOBS, key)) });
  }
  return written;
}

async function writeBlob(content: Readable, path: string): Promise<number> {
  let size = 0;
  const counting = new Transform({ transform: (chunk: Buffer, _encoding, done) => ((size += chunk.length), done(null, chunk)) });
  await pipeline(content, counting, createWriteStream(path, { flush: true, mode: 0o600 }));
  return size;
}

function hashing(hash: Hash): Transform {
  return new Transform({ transform: (chunk: Buffer, _encoding, done) => (hash.update(chunk), done(null, chunk)) });
}

/** The rename is safe only when the folder that holds the name is on disk too. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
