import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, isAlive } from '@opora/embedded-postgres';
import { Pool, types } from 'pg';

const ROOT = join(__dirname, '..', '..', '..', '..');

types.setTypeParser(types.builtins.INT8, Number);

/** Opora as `npm start` runs it (pages left out), with its own data folder; its processes are found and hurt from outside. */
export class Installation {
  readonly url: string;
  private output = '';
  private constructor(
    private readonly launcher: ChildProcess,
    readonly folder: string,
    port: number,
  ) {
    this.url = `http://127.0.0.1:${port}`;
    for (const pipe of [launcher.stdout, launcher.stderr]) pipe?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  static async start(env: NodeJS.ProcessEnv = {}): Promise<Installation> {
    const folder = mkdtempSync(join(tmpdir(), 'opora-fault-'));
    const port = await freePort();
    const { DATABASE_URL: _database, REDIS_URL: _redis, ...inherited } = process.env;
    const build = spawnSync(process.execPath, ['apps/standalone/build.cjs', '--server-only'], { cwd: ROOT, encoding: 'utf8' });
    if (build.status !== 0) throw new Error(`The server could not be built: ${build.stdout}${build.stderr}`);
    const launcher = spawn(process.execPath, ['dist/apps/standalone/src/main.js'], {
      cwd: ROOT,
      env: { ...inherited, OPORA_DATA: folder, PORT: String(port), OPORA_BENCH: '1', OPORA_LIMITS: 'off', LOG_LEVEL: 'warn', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started = new Installation(launcher, folder, port);
    await started.until('the start', () => started.output.includes('Opora is ready') || (launcher.exitCode !== null && started.fail('it ended')), 90_000);
    return started;
  }

  /** Numbers of the processes that run this compiled program now. */
  pids(program: 'api' | 'worker'): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`/apps/${program}/src/main.js`) && readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`OPORA_DATA=${this.folder}`) && isAlive(pid);
        } catch {
          return false;
        }
      });
  }

  /** 0 while there is none. */
  get postmaster(): number {
    return Number(read(join(this.folder, 'postgres', 'postmaster.pid')).split('\n')[0]);
  }

  /** The server and all its backends, which a killed postmaster alone would leave for a moment. */
  killDatabase(): void {
    const postmaster = this.postmaster;
    const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && new RegExp(`\\) \\S ${postmaster} `).test(read(`/proc/${name}/stat`)));
    process.kill(postmaster, 'SIGKILL');
    for (const child of children) {
      try {
        process.kill(Number(child), 'SIGKILL');
      } catch {
        // It ended with its postmaster.
      }
    }
  }

  /** What the API logged as errors of its own, each kind once. */
  errors(): string[] {
    const lines = read(join(this.folder, 'log', 'api.log')).split('\n').filter((line) => line.includes('request failed') && !/ECONNREFUSED|57P0\d/.test(line));
    return [...new Set(lines.map((line) => { try { const { error } = JSON.parse(line) as { error?: { message?: string; code?: string; stack?: string } }; return `${error?.code ?? ''} ${error?.message ?? line} ${error?.stack?.split('\n').slice(1, 5).join(' ') ?? ''}`; } catch { return line; } }))];
  }

  /** Statements past the application. */
  async database<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
    const lines = readFileSync(join(this.folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    const password = readFileSync(join(this.folder, 'postgres.password'), 'utf8').trim();
    const pool = new Pool({ connectionString: `postgresql://opora:${password}@127.0.0.1:${lines[3]}/opora`, max: 2 });
    pool.on('error', () => undefined);
    try {
      return await work(pool);
    } finally {
      await pool.end();
    }
  }

  async until(what: string, happened: () => boolean | Promise<boolean>, within: number): Promise<void> {
    for (const end = performance.now() + within; performance.now() < end; await new Promise((next) => setTimeout(next, 25))) if (await happened()) return;
    this.fail(`${what} did not happen within ${within / 1_000} s`);
  }

  async stop(): Promise<void> {
    if (this.launcher.exitCode === null && this.launcher.signalCode === null) {
      const ended = new Promise((done) => this.launcher.once('exit', done));
      this.launcher.kill('SIGTERM');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private fail(what: string): never {
    const logs = ['api', 'worker'].map((name) => `${name}: ${read(join(this.folder, 'log', `${name}.log`)).split('\n').slice(-8).join('\n')}`);
    throw new Error(`${what}; the launcher said:\n${this.output}\n${logs.join('\n')}`);
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
