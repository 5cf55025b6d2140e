import { fork, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { EmbeddedPostgres, EmbeddedPostgresError, isAlive } from '.';

const FAST = { fsync: 'off', shared_buffers: '16MB', max_connections: 10 };
let folder: string;
const servers: EmbeddedPostgres[] = [];

function server(living: 'adopt' | 'stop' = 'stop'): EmbeddedPostgres {
  const made = new EmbeddedPostgres({ dataDir: join(folder, 'pg'), settings: FAST, living });
  servers.push(made);
  return made;
}

async function ask<R>(pg: EmbeddedPostgres, sql: string, database = 'opora'): Promise<R[]> {
  const client = new Client({ connectionString: pg.url(database) });
  await client.connect();
  try {
    return (await client.query(sql)).rows as R[];
  } finally {
    await client.end();
  }
}

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'opora-pg-'))));
afterEach(async () => {
  for (const pg of servers.splice(0)) await pg.stop();
  rmSync(folder, { recursive: true, force: true });
});

const postmaster = (): number => Number(readFileSync(join(folder, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0]);

it('keeps what was written from one start to the next', async () => {
  const first = server();
  await first.start();
  expect(await first.createDatabase('opora')).toBe(true);
  await ask(first, 'create table kept as select 42 as answer');
  await first.stop();
  expect(first.owned).toBe(false);

  const second = server();
  await second.start();
  expect(await second.createDatabase('opora')).toBe(false);
  expect(await ask(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
});

it('stops a server that a killed launcher left behind, or adopts it where asked', async () => {
  const left = server();
  await left.start();
  const pid = postmaster();

  const guest = server('adopt');
  await guest.start();
  expect(guest.owned).toBe(false);
  expect(guest.port).toBe(left.port);
  await guest.stop();
  expect(isAlive(pid)).toBe(true);

  const heir = server('stop');
  await heir.start();
  expect(isAlive(pid)).toBe(false);
  expect(heir.owned).toBe(true);
});

it('starts although the number of a killed server belongs to another process now', async () => {
  const first = server();
  await first.start();
  const pid = postmaster();
  process.kill(pid, 'SIGKILL');
  await first.end;
  const stale = readFileSync(join(folder, 'pg', 'postmaster.pid'), 'utf8').split('\n');
  writeFileSync(join(folder, 'pg', 'postmaster.pid'), [String(process.pid), ...stale.slice(1)].join('\n'));

  const second = server();
  await second.start();
  expect(await ask(second, 'select 1 as one', 'postgres')).toEqual([{ one: 1 }]);
});

it('does not outlive a launcher that was killed', async () => {
  const script = join(folder, 'launcher.cjs');
  writeFileSync(script, LAUNCHER);
  const build = spawnSync(process.execPath, [require.resolve('@swc/cli/bin/swc.js'), 'libs/embedded-postgres/src', '-d', folder, '--config-file', '.swcrc'], { encoding: 'utf8' });
  expect(build.status).toBe(0);
  const launcher = fork(script, [join(folder, 'pg'), join(folder, 'libs/embedded-postgres/src/index.js')], { env: { ...process.env, NODE_PATH: join(process.cwd(), 'node_modules') } });
  await new Promise((ready) => launcher.once('message', ready));
  const pid = postmaster();
  launcher.kill('SIGKILL');
  const started = Date.now();
  while (isAlive(pid) && Date.now() - started < 10_000) await new Promise((next) => setTimeout(next, 20));
  expect(isAlive(pid)).toBe(false);
});

it('says in one sentence what is wrong with the folder', async () => {
  writeFileSync(join(folder, 'file'), '');
  const broken = new EmbeddedPostgres({ dataDir: join(folder, 'file', 'pg') });
  await expect(broken.start()).rejects.toThrow(EmbeddedPostgresError);
  await expect(broken.start()).rejects.toThrow(/cannot be written to/);
});

const LAUNCHER = `
const [, , dataDir, face] = process.argv;
const { EmbeddedPostgres } = require(face);
new EmbeddedPostgres({ dataDir, settings: ${JSON.stringify(FAST)} }).start().then(() => process.send('ready'));
setInterval(() => undefined, 1000);
`;
