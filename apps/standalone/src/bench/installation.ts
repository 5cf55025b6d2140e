import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgres } from '@opora/embedded-postgres';
import { Client } from 'pg';
import { SETTINGS } from '../database';
import { treeTime } from './processor';
import { type Answer, type Request, askOnce } from './load';
import { seedClocks, seedTickets, type SeedPlan } from './seed';

const COMPILED = join(__dirname, '..', '..', '..');
const STANDALONE = join(COMPILED, 'standalone', 'src');
/* Nothing of the seeding has to outlive a power failure; afterwards the server starts again as the product starts it. */
const WHILE_SEEDING = { ...SETTINGS, shared_buffers: '1GB', max_wal_size: '16GB', checkpoint_timeout: '1h', fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', autovacuum: 'off', wal_compression: 'off' };
const MEASURED = { ...SETTINGS, track_commit_timestamp: 'on' };
const WITH_STATEMENTS = { ...MEASURED, shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.max': 2000 };

export interface Person {
  headers: Readonly<Record<string, string>>;
}

/** A process of ours: its start is timed, its memory looked at. */
export interface Serving {
  process: ChildProcess;
  port: number;
  startSeconds: number;
}

/** A whole Opora in a folder of its own: embedded PostgreSQL, one API process, one worker, as `npm start` has them. */
export class Installation {
  readonly folder: string;
  private readonly kept: boolean;
  private database: EmbeddedPostgres | null = null;
  private readonly children = new Set<ChildProcess>();

  constructor(
    kept: string | undefined,
    /** Counts the time of each statement, at a small price. */
    private readonly statements: boolean,
  ) {
    this.kept = kept !== undefined;
    this.folder = kept ?? mkdtempSync(join(tmpdir(), 'opora-bench-'));
    mkdirSync(join(this.folder, 'log'), { recursive: true });
  }

  get url(): string {
    return (this.database as EmbeddedPostgres).url('opora');
  }

  get databaseLog(): string {
    return (this.database as EmbeddedPostgres).logFile;
  }

  /** Seeds it, unless the kept folder has been seeded for this many before. @param withoutClocks called when everything but the clocks is there */
  async prepare(plan: SeedPlan, say: (line: string) => void, withoutClocks: () => Promise<void>): Promise<boolean> {
    const mark = join(this.folder, 'seeded.json');
    const wanted = JSON.stringify(plan);
    const seeded = existsSync(mark) && readFileSync(mark, 'utf8') === wanted;
    if (!seeded) {
      if (existsSync(join(this.folder, 'postgres'))) throw new Error(`${this.folder} holds another installation: choose another folder or remove it.`);
      await this.open(WHILE_SEEDING);
      await this.run('prepare', { OPORA_DEMO: '1' });
      await seedTickets(this.url, plan, say);
      await withoutClocks();
      await seedClocks(this.url, plan.tickets);
      await this.close();
      spawnSync('sync');
      writeFileSync(mark, wanted);
    }
    await this.open(this.statements ? WITH_STATEMENTS : MEASURED);
    if (seeded) await this.run('prepare', { OPORA_DEMO: '1' });
    return !seeded;
  }

  private async open(settings: Record<string, string | number>): Promise<void> {
    this.database = new EmbeddedPostgres({ dataDir: join(this.folder, 'postgres'), settings, living: 'stop' });
    await this.database.start();
    await this.database.createDatabase('opora');
  }

  private async close(): Promise<void> {
    await this.database?.stop();
    this.database = null;
  }

  environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    const { NODE_OPTIONS: _left, ...outer } = process.env;
    return {
      ...outer, NODE_ENV: 'production', OPORA_BENCH: '1', OPORA_LIMITS: 'off', DATABASE_URL: this.url, OPORA_DATA: join(this.folder, 'data'), OPORA_SECRET_KEY: 'a key of the measurements, of no use elsewhere', OPORA_DEMO: '1', HOST: '127.0.0.1', LOG_LEVEL: 'info', ...more,
    };
  }

  /** Runs one of the compiled programs to its end; settles with what it printed. */
  async run(script: string, more: NodeJS.ProcessEnv = {}, args: readonly string[] = []): Promise<string> {
    const child = spawn(process.execPath, [join(STANDALONE, script), ...args], { env: this.environment(more), stdio: ['ignore', 'pipe', 'inherit'] });
    this.watch(child);
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const code = await new Promise<number | null>((ended) => child.once('exit', ended));
    if (code !== 0) throw new Error(`${script} ended with ${code}: ${printed.slice(-500)}`);
    return printed;
  }

  async serve(name: 'api' | 'worker' | 'bare', more: NodeJS.ProcessEnv = {}): Promise<Serving> {
    const script = name === 'bare' ? join(STANDALONE, 'bench', 'bare.js') : join(COMPILED, name, 'src', 'main.js');
    const port = await freePort();
    const log = openSync(join(this.folder, 'log', `${name}.log`), 'a');
    const begun = performance.now();
    const execArgv = process.env['BENCH_PROFILE'] === name ? ['--cpu-prof', `--cpu-prof-dir=${join(this.folder, 'profiles')}`] : [];
    const child = fork(script, [], { env: this.environment({ PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`, ...more }), stdio: ['ignore', log, log, 'ipc'], execArgv });
    closeSync(log);
    this.watch(child);
    await new Promise<void>((ready, fail) => {
      child.once('message', () => ready());
      child.once('exit', (code) => fail(new Error(`${name} ended with ${code}; its log is ${join(this.folder, 'log', `${name}.log`)}`)));
    });
    return { process: child, port, startSeconds: (performance.now() - begun) / 1000 };
  }

  async stop({ process: child }: Serving): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
    await ended;
    clearTimeout(timer);
  }

  private watch(child: ChildProcess): void {
    this.children.add(child);
    child.once('exit', () => this.children.delete(child));
  }

  /** Milliseconds of processor time that the database server has had, all its processes; null where the system does not tell. */
  databaseTime(): number | null {
    try {
      return treeTime(Number(readFileSync(join(this.folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]));
    } catch {
      return null;
    }
  }

  async client(): Promise<Client> {
    const client = new Client({ connectionString: this.url });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  async end(): Promise<void> {
    const children = [...this.children];
    for (const child of children) child.kill('SIGTERM');
    await Promise.race([Promise.all(children.map((child) => new Promise((ended) => child.once('exit', ended)))), delay(8_000, undefined, { ref: false })]);
    for (const child of this.children) child.kill('SIGKILL');
    await this.close();
    if (!this.kept) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Signs a demonstration account in as a browser does. */
export async function signIn(port: number, key: string): Promise<Person> {
  const body = JSON.stringify({ email: `${key}@demo.opora.test`, password: 'opora-demo' });
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!response.ok) throw new Error(`${key} cannot sign in: ${response.status} ${await response.text()}`);
  const { csrfToken } = (await response.json()) as { csrfToken: string };
  const cookie = response.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
  return { headers: { cookie, 'x-csrf-token': csrfToken, 'accept-language': 'uk' } };
}

export const ask = (port: number, person: Person, request: Request): Promise<Answer> => askOnce(port, { ...request, headers: { ...person.headers, ...request.headers } });

export function freePort(): Promise<number> {
  return new Promise((free, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => free(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
