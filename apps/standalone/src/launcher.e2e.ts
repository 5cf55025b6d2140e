import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, isAlive } from '@opora/embedded-postgres';

const ROOT = join(__dirname, '..', '..', '..');
let folder: string;
let port: number;
const running: Run[] = [];

interface Run {
  process: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}

function start(env: NodeJS.ProcessEnv = {}): Run {
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...inherited } = process.env;
  const child = spawn(process.execPath, ['apps/standalone/start.cjs'], { cwd: ROOT, env: { ...inherited, OPORA_DATA: folder, PORT: String(port), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const pipe of [child.stdout, child.stderr]) pipe.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const run = { process: child, output: () => text, ended: new Promise<number | null>((done) => child.once('exit', done)) };
  running.push(run);
  return run;
}

async function until<T>(what: string, look: () => T | undefined | false | Promise<T | undefined | false>, within = 60_000): Promise<T> {
  for (const end = performance.now() + within; performance.now() < end; await new Promise((next) => setTimeout(next, 50))) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`${what} did not happen; the launcher said:\n${running.map((run) => run.output()).join('\n---\n')}`);
}

const ready = (run: Run): Promise<true> => until('ready', () => (/Opora is ready/.test(run.output()) ? true : undefined));
const answers = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${port}/api/v1/health/ready`).catch(() => null))?.status === 200;
/** 0 while there is none. */
function postmaster(): number {
  const file = join(folder, 'postgres', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
}

/** Processes of this installation, found by the data folder in their environment. */
function family(): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return pid !== process.pid && isAlive(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`OPORA_DATA=${folder}`);
    } catch {
      return false;
    }
  });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opora-start-'));
  port = await freePort();
});
afterEach(async () => {
  for (const { process: child, ended } of running.splice(0)) {
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

describe('a start that cannot succeed says why in one sentence and ends with 1', () => {
  let squatter: Server | undefined;
  afterEach(() => squatter?.close());

  async function refusal(env?: NodeJS.ProcessEnv): Promise<string> {
    const run = start(env);
    expect(await run.ended).toBe(1);
    const lines = run.output().trim().split('\n').filter((line) => !line.startsWith('Built the '));
    expect(lines).toHaveLength(1);
    return lines[0] ?? '';
  }

  it('for a port in use', async () => {
    squatter = await new Promise<Server>((open) => {
      const server = createServer().listen(port, '0.0.0.0', () => open(server));
    });
    expect(await refusal()).toBe(`Port ${port} is in use: end the program that has it, or choose another one, for example PORT=${port + 1} npm start.`);
  });

  it('for a data folder that cannot be written to', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await refusal({ OPORA_DATA: join(folder, 'file', 'data') })).toMatch(/^The data folder .* cannot be written to \(ENOTDIR\): choose another one with OPORA_DATA/);
  });

  it('for a database that cannot be reached, without its password', async () => {
    const said = await refusal({ DATABASE_URL: 'postgresql://opora:hush-hush@127.0.0.1:1/opora', OPORA_SECRET_KEY: 'x'.repeat(40) });
    expect(said).toBe('The database of DATABASE_URL (127.0.0.1:1/opora) cannot be reached: connect ECONNREFUSED 127.0.0.1:1.');
  });

  it('for a setting that is wrong', async () => {
    expect(await refusal({ WORKER_CONCURRENCY: 'many' })).toMatch(/^WORKER_CONCURRENCY must be a whole number/);
  });
});

it('starts, stops cleanly, starts again with its data, and refuses a second launcher on the same folder', async () => {
  const first = start();
  await ready(first);
  expect(first.output()).toContain(`http://localhost:${port}`);
  expect(await answers()).toBe(true);

  const second = start({ PORT: String(await freePort()) });
  expect(await second.ended).toBe(1);
  expect(second.output()).toMatch(/Opora works in .* already/);
  expect(await answers()).toBe(true);

  first.process.kill('SIGINT');
  expect(await first.ended).toBe(0);
  await until('the end of all processes', () => family().length === 0, 5_000);

  const began = performance.now();
  const again = start();
  await ready(again);
  expect(performance.now() - began).toBeLessThan(15_000);
  again.process.kill('SIGTERM');
  expect(await again.ended).toBe(0);
});

it('leaves no orphans when it is killed, and the next start recovers', async () => {
  const first = start();
  await ready(first);
  first.process.kill('SIGKILL');
  await first.ended;
  await until('the end of all processes', () => family().length === 0, 15_000);
  const second = start();
  await ready(second);
  expect(await answers()).toBe(true);
});

it('starts a killed database again at the same place', async () => {
  const run = start();
  await ready(run);
  const killed = postmaster();
  process.kill(killed, 'SIGKILL');
  await until('another postmaster', () => ![0, killed].includes(postmaster()), 15_000);
  await until('readiness', answers, 15_000);
});
