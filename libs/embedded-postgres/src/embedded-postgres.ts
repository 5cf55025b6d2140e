import { randomBytes } from 'node:crypto';
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, chownSync, closeSync, constants, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { type Binaries, findBinaries, MAJOR_VERSION } from './binaries';
import { EmbeddedPostgresError } from './errors';
import { chooseIdentity, type RunAs } from './identity';
import { commandOf, freePort, isAlive, signal, waitForEnd } from './processes';

export interface EmbeddedPostgresOptions {
  /** The cluster's own folder; made on the first start. Password and log lie beside it. */
  dataDir: string;
  /** Server settings that differ from PostgreSQL's defaults. */
  settings?: Record<string, string | number>;
  /**
   * What to do with a server that still runs on this folder: `stop` it (left behind by a launcher that was killed) or `adopt` it
   * (somebody else's; then `stop()` leaves it running).
   */
  living?: 'adopt' | 'stop';
  /** How long a start or a recovery after a crash may take, in milliseconds. */
  startTimeout?: number;
}

const USER = 'opora';
const READY_POLL = 20;
const STOP_TIMEOUT = 60_000;

/* The server must not outlive the launcher, whatever kills it: a pipe from the launcher breaks when it ends, and a process that only waits for that asks for a
   fast shutdown. The server starts in its own session, so that Ctrl-C in a terminal reaches the launcher alone and the order of the shutdown stays its choice. */
const WATCHED = '( ( read -r _ <&3 || kill -INT $$ 2>/dev/null ) & ) >/dev/null 2>&1; exec 3<&-; exec "$@"';

/** A PostgreSQL server of our own out of node_modules: one folder, one port on the loopback, a generated password. */
export class EmbeddedPostgres {
  readonly dataDir: string;
  readonly logFile: string;
  private readonly passwordFile: string;
  private child: ChildProcess | undefined;
  private ended: Promise<void> = Promise.resolve();
  private currentPort: number | undefined;
  /** Where this object ran before: clients that know the address find a server that was started again. */
  private lastPort: number | undefined;

  constructor(private readonly options: EmbeddedPostgresOptions) {
    this.dataDir = resolve(options.dataDir);
    this.logFile = `${this.dataDir}.log`;
    this.passwordFile = `${this.dataDir}.password`;
  }

  /** False while this object runs no server of its own (not started, stopped, adopted, or the server died). */
  get owned(): boolean {
    return this.child !== undefined;
  }

  /** Settles when the server that this object started has ended, for whatever reason. */
  get end(): Promise<void> {
    return this.ended;
  }

  get port(): number {
    if (this.currentPort === undefined) throw new Error('The embedded PostgreSQL is not running.');
    return this.currentPort;
  }

  url(database: string): string {
    return `postgresql://${USER}:${this.password()}@127.0.0.1:${this.port}/${database}`;
  }

  async start(): Promise<void> {
    const binaries = findBinaries();
    this.prepareFolder();
    const identity = chooseIdentity(this.dataDir);
    if (!existsSync(join(this.dataDir, 'PG_VERSION'))) await this.initialise(binaries, identity);
    const version = readFileSync(join(this.dataDir, 'PG_VERSION'), 'utf8').trim();
    if (version !== MAJOR_VERSION) throw new EmbeddedPostgresError(`${this.dataDir} holds data of PostgreSQL ${version}, and this release brings PostgreSQL ${MAJOR_VERSION}: restore a backup made with the earlier release.`);
    if (await this.settleLiving()) return;
    await this.launch(binaries, identity);
  }

  async createDatabase(name: string): Promise<boolean> {
    return this.withClient('postgres', async (client) => {
      const known = await client.query('select 1 from pg_database where datname = $1', [name]);
      if (known.rowCount) return false;
      await client.query(`create database ${client.escapeIdentifier(name)}`);
      return true;
    });
  }

  /** Fast shutdown: open transactions are rolled back, a checkpoint is written. Leaves an adopted server alone. */
  async stop(): Promise<void> {
    const child = this.child;
    if (!child?.pid) return;
    this.releaseWatch(child);
    signal(child.pid, 'SIGINT');
    if (!(await waitForEnd(child.pid, STOP_TIMEOUT))) signal(child.pid, 'SIGQUIT');
    await this.ended;
    this.currentPort = undefined;
  }

  private prepareFolder(): void {
    const parent = dirname(this.dataDir);
    try {
      mkdirSync(parent, { recursive: true });
      accessSync(existsSync(this.dataDir) ? this.dataDir : parent, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch {
      throw new EmbeddedPostgresError(`The data folder ${parent} cannot be written to: choose another one with OPORA_DATA, or give this user the right to write there.`);
    }
  }

  /** A half-made cluster must never look like a whole one: it is made aside and renamed. */
  private async initialise(binaries: Binaries, identity: RunAs): Promise<void> {
    const making = `${this.dataDir}.init`;
    rmSync(making, { recursive: true, force: true });
    if (existsSync(this.dataDir)) throw new EmbeddedPostgresError(`${this.dataDir} exists and is no PostgreSQL data folder: move it away or choose another OPORA_DATA.`);
    writeFileSync(this.passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    const log = openSync(this.logFile, 'a', 0o600);
    try {
      if (identity.uid !== undefined && identity.gid !== undefined) {
        mkdirSync(making, { mode: 0o700 });
        chownSync(making, identity.uid, identity.gid);
        chownSync(this.passwordFile, identity.uid, identity.gid);
      }
      const args = ['-D', making, '-U', USER, '-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--auth=scram-sha-256', `--pwfile=${this.passwordFile}`, '--no-sync', '--no-instructions'];
      const [command, ...rest] = [...identity.prefix, binaries.initdb, ...args] as [string, ...string[]];
      const code = await new Promise<number | null>((done, fail) => {
        const child = spawn(command, rest, { stdio: ['ignore', log, log], env: serverEnvironment(), uid: identity.uid, gid: identity.gid });
        child.once('error', fail);
        child.once('exit', done);
      });
      if (code !== 0) throw new EmbeddedPostgresError(`The embedded PostgreSQL could not make its data folder ${this.dataDir}; the reason is at the end of ${this.logFile}.`);
    } finally {
      closeSync(log);
    }
    renameSync(making, this.dataDir);
  }

  /** True when a server that runs already has been adopted. */
  private async settleLiving(): Promise<boolean> {
    const pidFile = join(this.dataDir, 'postmaster.pid');
    const found = readPidFile(pidFile);
    if (!found) return false;
    if (!isAlive(found.pid) || !this.isOurServer(found.pid)) {
      // PostgreSQL judges a stale file itself, except that it respects any living process of the same user that got this number since.
      rmSync(pidFile, { force: true });
      return false;
    }
    if (this.options.living === 'adopt') {
      this.currentPort = found.port;
      if (await this.reachable(this.options.startTimeout ?? STOP_TIMEOUT, () => isAlive(found.pid))) return true;
      this.currentPort = undefined;
    }
    signal(found.pid, 'SIGINT');
    if (!(await waitForEnd(found.pid, STOP_TIMEOUT))) throw new EmbeddedPostgresError(`Another PostgreSQL (process ${found.pid}) holds ${this.dataDir} and does not stop: end it and start again.`);
    return false;
  }

  private isOurServer(pid: number): boolean {
    const command = commandOf(pid);
    return command === '' || command.includes(this.dataDir) || (command.includes('postgres') && command.includes(basename(this.dataDir)));
  }

  private async launch(binaries: Binaries, identity: RunAs): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const port = (attempt === 1 ? this.lastPort : undefined) ?? (await freePort());
      const logStart = existsSync(this.logFile) ? statSync(this.logFile).size : 0;
      this.spawnServer(binaries, identity, port);
      this.currentPort = port;
      if (await this.reachable(this.options.startTimeout ?? 120_000, () => this.child !== undefined)) {
        this.lastPort = port;
        return;
      }
      this.currentPort = undefined;
      const log = readFileSync(this.logFile, 'utf8').slice(logStart);
      if (attempt < 3 && !this.lastPort && log.includes('Address already in use')) continue;
      const reason = /(?:FATAL|PANIC): {2}(.*)/.exec(log)?.[1];
      await this.stop();
      throw new EmbeddedPostgresError(`The embedded PostgreSQL did not start${reason ? ` (${reason})` : ''}; its log is ${this.logFile}.`);
    }
  }

  private spawnServer(binaries: Binaries, identity: RunAs, port: number): void {
    const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port, timezone: 'UTC', log_timezone: 'UTC', ...this.options.settings };
    const args = ['-D', this.dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
    const plain = [...identity.prefix, binaries.postgres, ...args] as [string, ...string[]];
    const [command, ...rest] = process.platform === 'win32' ? plain : (['/bin/sh', '-c', WATCHED, 'opora-postgres', ...plain] as [string, ...string[]]);
    const log = openSync(this.logFile, 'a', 0o600);
    // The log is a file of its own: a server that held the launcher's output would keep `npm start | head` waiting for ever.
    const child = spawn(command, rest, { stdio: ['ignore', log, log, 'pipe'], env: serverEnvironment(), detached: true, uid: identity.uid, gid: identity.gid });
    closeSync(log);
    child.unref();
    child.stdio[3]?.on('error', () => undefined);
    (child.stdio[3] as { unref?: () => void } | null | undefined)?.unref?.();
    this.child = child;
    this.ended = new Promise((done) => {
      const over = (): void => {
        this.releaseWatch(child);
        if (this.child === child) this.child = undefined;
        done();
      };
      child.once('exit', over);
      child.once('error', over);
    });
  }

  /** Lets the watching process end without a signal: the number of a server that has ended may already be somebody else's. */
  private releaseWatch(child: ChildProcess): void {
    const pipe = child.stdio[3];
    if (pipe && 'end' in pipe && !pipe.writableEnded) pipe.end('done\n');
  }

  private async reachable(milliseconds: number, alive: () => boolean): Promise<boolean> {
    for (let waited = 0; waited < milliseconds && alive(); waited += READY_POLL) {
      try {
        return await this.withClient('postgres', async (client) => {
          const shown = await client.query<{ data_directory: string }>('show data_directory');
          return shown.rows[0]?.data_directory === this.dataDir;
        });
      } catch {
        await delay(READY_POLL);
      }
    }
    return false;
  }

  private async withClient<T>(database: string, work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: this.url(database) });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  private password(): string {
    return readFileSync(this.passwordFile, 'utf8').trim();
  }
}

function readPidFile(file: string): { pid: number; port: number } | undefined {
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 1 ? { pid, port: Number(lines[3]) } : undefined;
}

/** Settings of a client tool in the caller's environment (PGDATA, PGPORT…) must not steer this server. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')));
}
