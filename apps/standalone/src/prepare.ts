import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Identity } from '@opora/identity';
import { Config, Database, exitWithParent } from '@opora/platform';
import { apiModule } from '../../api/src/api.module';
import { loadDemo } from './demo';
import { sentenceOf } from './failure';
import { migrateDatabase } from './migrate';

/** What the launcher has to know of the settings before it opens anything. */
export interface Settings {
  port: number;
  host: string;
  address: string;
}

/** What the launcher has to know of the database before API and worker start. */
export interface Prepared {
  /** The demonstration accounts are there. */
  demo: boolean;
  /** A single-use link, where nobody could administer yet. */
  firstAdministrator: string | null;
  /** A restored copy that writes nothing to the world yet. */
  quarantined: boolean;
}

const FIRST_ADMINISTRATOR = 'admin@opora.local';

/* A process of its own: the modules that it loads would stay in the launcher's memory for ever. In containers it is the step before api and worker. */
async function prepare(environment: NodeJS.ProcessEnv): Promise<Prepared> {
  const config = new Config(environment);
  await migrateDatabase(config.databaseUrl);
  const app = await NestFactory.createApplicationContext(apiModule(config), { abortOnError: false, logger: ['error', 'warn'] });
  try {
    return await complete(app, config.demo);
  } finally {
    await app.close();
  }
}

async function complete(app: INestApplicationContext, demo: boolean): Promise<Prepared> {
  const identity = app.get(Identity, { strict: false });
  await identity.prepare();
  const present = async (): Promise<boolean> => (await app.get(Database).sql.one(`select 1 from person where origin = 'demo' limit 1`)) !== null;
  if (demo && !(await present())) await loadDemo(app);
  const firstAdministrator = (await identity.lacksAdministrator()) ? await identity.administratorLink(FIRST_ADMINISTRATOR) : null;
  const quarantined = (await app.get(Database).sql.one('select 1 from quarantine')) !== null;
  return { demo: demo && (await present()), firstAdministrator, quarantined };
}

/** Under the launcher: judges the settings, then waits for the address of the database, which is being opened meanwhile. */
function serveLauncher(send: (message: object) => void): void {
  exitWithParent();
  const answer = (work: () => object | Promise<object>): void => void Promise.resolve().then(work).then(send, (error: unknown) => send({ failure: sentenceOf(error) }));
  process.on('message', ({ databaseUrl }: { databaseUrl: string }) => answer(() => prepare({ ...process.env, DATABASE_URL: databaseUrl })));
  answer(() => {
    const { port, host, publicUrl } = new Config(process.env);
    return { port, host, address: publicUrl } satisfies Settings;
  });
}

if (process.send) serveLauncher((message) => process.send?.(message));
else
  prepare(process.env).then(
    ({ firstAdministrator }) => firstAdministrator && console.log(`The first administrator signs in once through this link:\n  ${firstAdministrator}`),
    (error: unknown) => {
      console.error(sentenceOf(error));
      process.exit(1);
    },
  );
