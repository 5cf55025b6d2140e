import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import type { EmbeddedPostgres } from '@opora/embedded-postgres';
import { Child } from './child';
import { openDatabase, type OpenDatabase } from './database';
import { Failure } from './failure';
import { DataFolder } from './folder';
import type { Prepared, Settings } from './prepare';

export interface Started extends Prepared {
  address: string;
}

/** Where the address of the embedded database is not known yet. */
const UNKNOWN_YET = 'postgresql://127.0.0.1/opora';
const COMPILED = join(__dirname, '..', '..');

/** The whole of Opora on one machine: database → migrations → demonstration data → API and worker, each a process of its own. */
export class Launcher {
  private readonly folder: DataFolder;
  private database: OpenDatabase | undefined;
  private children: Child[] = [];
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly environment: NodeJS.ProcessEnv,
    /** Called where nothing can be done any more; the caller ends the process. */
    private readonly gaveUp: (sentence: string) => void,
  ) {
    this.folder = new DataFolder(environment['OPORA_DATA'] || '.opora');
  }

  async start(): Promise<Started> {
    this.folder.open();
    this.folder.lock();
    const preparation = this.child('preparation', join(__dirname, 'prepare.js'), { ...this.settings(), DATABASE_URL: this.environment['DATABASE_URL'] || UNKNOWN_YET });
    this.children = [preparation];
    const opening = existsSync(this.folder.at('postgres')) ? this.open() : null;
    opening?.catch(() => undefined);
    // All settings are judged before anything new is made.
    const settings = await preparation.start<Settings>();
    await portFree(settings.port, settings.host);
    this.folder.address = settings.address;
    const { url } = await (opening ?? this.open());
    const env = { ...this.settings(), DATABASE_URL: url };
    const prepared = await preparation.ask<Prepared>({ databaseUrl: url });
    await preparation.stop();
    const children = ['api', 'worker'].map((name) => this.child(name, join(COMPILED, name, 'src', 'main.js'), env));
    this.children = children;
    await Promise.all(children.map((child) => child.start()));
    return { ...prepared, address: settings.address };
  }

  /** In the order in which nothing is lost: the processes finish what they do, then the database shuts down. */
  stop(): Promise<void> {
    this.stopping ??= (async () => {
      await Promise.all(this.children.map((child) => child.stop()));
      await this.database?.close();
      this.folder.unlock();
    })();
    return this.stopping;
  }

  /** Without patience: what is under way is cut off, and the database recovers at its next start. */
  kill(): void {
    for (const child of this.children) child.kill();
  }

  private settings(): NodeJS.ProcessEnv {
    const embedded = !this.environment['DATABASE_URL'];
    return {
      ...this.environment,
      OPORA_DATA: this.folder.path,
      ...(embedded && !this.environment['OPORA_SECRET_KEY'] ? { OPORA_SECRET_KEY: this.folder.secretKey() } : {}),
      // The embedded default is there to be tried: its demonstration accounts may sign in.
      ...(embedded && !this.environment['OPORA_DEMO'] ? { OPORA_DEMO: '1' } : {}),
    };
  }

  private child(name: string, script: string, env: NodeJS.ProcessEnv): Child {
    return new Child({ name: `The ${name}`, script, env, logFile: this.folder.at('log', `${name}.log`) }, this.gaveUp);
  }

  private async open(): Promise<OpenDatabase> {
    const database = await openDatabase(this.environment['DATABASE_URL'] ?? '', () => this.folder, 'stop');
    this.database = database;
    if (this.stopping) await database.close();
    else if (database.embedded) void this.watch(database.embedded);
    return database;
  }

  /** A database that dies (out of memory, killed) is started again on the same port, where API and worker look for it. */
  private async watch(embedded: EmbeddedPostgres): Promise<void> {
    for (let failures = 0; ; ) {
      await embedded.end;
      if (this.stopping) return;
      try {
        await embedded.start();
        failures = 0;
      } catch (error) {
        if (++failures > 20) return this.gaveUp(error instanceof Error ? error.message : String(error));
        await delay(500);
      }
    }
  }
}

/** Found out before anything else starts: the most frequent reason for which a start fails. */
async function portFree(port: number, host: string): Promise<void> {
  await new Promise<void>((free, fail) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') fail(new Failure(`Port ${port} is in use: end the program that has it, or choose another one, for example PORT=${port + 1} npm start.`));
      else if (error.code === 'EACCES') fail(new Failure(`This user may not open port ${port}: choose one above 1023, for example PORT=3000 npm start.`));
      else fail(new Failure(`The address ${host}:${port} cannot be opened (${error.code ?? error.message}): check HOST and PORT.`));
    });
    server.listen(port, host, () => server.close(() => free()));
  });
}
