import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { Config, openStorage, type Storage } from '@opora/platform';
import { demoDatabase, testDatabase, type TestDatabase } from '@opora/testing';
import { checks } from '../check/registry';
import { runChecks } from '../check/run';
import type { Manifest } from './manifest';
import { releaseRestored, restoreBackup } from './restore';
import { writeBackup } from './write';

const KEY = 'k'.repeat(40);
let folder: string;
let source: TestDatabase;
let storage: Storage;
let manifest: Manifest;
let key: string;
const extra: TestDatabase[] = [];

function storageIn(name: string): Storage {
  return openStorage(new Config({ DATABASE_URL: source.url, OPORA_SECRET_KEY: KEY, OPORA_DATA: join(folder, name) }));
}

async function contents(database: TestDatabase): Promise<Record<string, string>> {
  const tables = await database.sql.rows<{ name: string }>(`select format('%I', relname) as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'migrations' order by relname`);
  const digests = await Promise.all(tables.map(async ({ name }) => [name, (await database.sql.one<{ digest: string }>(`select count(*) || ' ' || md5(string_agg(t::text, E'\\n' order by t::text)) as digest from ${name} t`))?.digest ?? ''] as const));
  return Object.fromEntries(digests);
}

async function empty(): Promise<TestDatabase> {
  const database = await testDatabase({ migrated: false });
  extra.push(database);
  return database;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opora-backup-'));
  source = await demoDatabase();
  storage = storageIn('source');
  ({ key } = await storage.put(Readable.from(['an attachment']), 1_000));
  await source.sql.run(
    `insert into attachment (id, storage_key, name, original_name, size, type, uploaded_by, created_at) values (gen_random_uuid(), $1, 'a.txt', E'a\\\\b\\t\\n\\u0457.txt', 13, 'text/plain', (select id from person limit 1), now())`,
    [key],
  );
  manifest = await writeBackup({ url: source.url, storage, secretKey: KEY, release: '0' }, join(folder, 'backup'));
});
afterAll(async () => {
  for (const database of [source, ...extra]) await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

it('brings back every row, attachment and promise into an empty database', async () => {
  const target = await empty();
  const restored = storageIn('target');
  await restoreBackup(join(folder, 'backup'), { url: target.url, storage: restored });
  expect(await releaseRestored(target.url)).toBe(true);
  expect(await contents(target)).toEqual(await contents(source));
  expect(await text(await restored.get(key))).toBe('an attachment');
  expect((await runChecks(target.url, checks)).flatMap(({ violations }) => violations)).toEqual([]);
  // The references that were taken away for the filling are back.
  const foreignKeys = `select conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) as key from pg_constraint where contype = 'f' order by 1`;
  expect(await target.sql.rows(foreignKeys)).toEqual(await source.sql.rows(foreignKeys));
});

it('is of one instant, whatever is written meanwhile', async () => {
  const database = await demoDatabase();
  extra.push(database);
  let stop = false;
  const writing = (async () => {
    // Two tables that always change together: a backup that saw them at different instants would show it.
    await database.sql.run('create table pair_one (n int); create table pair_two (n int)');
    for (let n = 0; !stop; n++) await database.sql.run(`with one as (insert into pair_one values (${n})) insert into pair_two values (${n})`);
  })();
  await new Promise((next) => setTimeout(next, 200));
  await writeBackup({ url: database.url, storage, secretKey: KEY, release: '0' }, join(folder, 'moving'));
  stop = true;
  await writing;
  const rows = (table: string): string => gunzipSync(readFileSync(join(folder, 'moving', 'tables', `${table}.copy.gz`))).toString();
  expect(rows('pair_one').length).toBeGreaterThan(0);
  expect(rows('pair_two')).toBe(rows('pair_one'));
});

it('overwrites nothing', async () => {
  await expect(restoreBackup(join(folder, 'backup'), { url: source.url, storage })).rejects.toThrow(/holds data already/);
  await expect(writeBackup({ url: source.url, storage, secretKey: KEY, release: '0' }, join(folder, 'backup'))).rejects.toThrow(/is not empty/);
});

it('refuses a damaged, an unfinished and a missing backup before it writes anything', async () => {
  const target = await empty();
  const damaged = join(folder, 'damaged');
  await writeBackup({ url: source.url, storage, secretKey: KEY, release: '0' }, damaged);
  appendFileSync(join(damaged, manifest.tables[0]?.file ?? ''), 'x');
  await expect(restoreBackup(damaged, { url: target.url, storage: storageIn('damaged-target') })).rejects.toThrow(/is damaged/);
  rmSync(join(damaged, 'manifest.json'));
  await expect(restoreBackup(damaged, { url: target.url, storage })).rejects.toThrow(/no complete backup/);
  await expect(restoreBackup(join(folder, 'nowhere'), { url: target.url, storage })).rejects.toThrow(/no complete backup/);
  writeFileSync(join(damaged, 'manifest.json'), JSON.stringify({ ...manifest, format: 2 }));
  await expect(restoreBackup(damaged, { url: target.url, storage })).rejects.toThrow(/newer release/);
  expect(Object.keys(await contents(target))).toEqual([]);
});
