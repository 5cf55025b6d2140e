import 'reflect-metadata';
import { Config, exitWithParent } from '@opora/platform';
import { migrateDatabase } from './migrate';
import { sentenceOf } from './failure';

/** What the launcher has to know of the database before API and worker start. */
export interface Prepared {
  /** The demonstration accounts are there. */
  demo: boolean;
  /** A single-use link, where nobody could sign in yet. */
  firstAdministrator: string | null;
}

/* A process of its own: the modules that it loads would stay in the launcher's memory for ever. */
async function prepare(): Promise<Prepared> {
  exitWithParent();
  const config = new Config(process.env);
  await migrateDatabase(config.databaseUrl);
  return { demo: false, firstAdministrator: null };
}

prepare().then(
  (prepared) => process.send?.(prepared),
  (error: unknown) => {
    console.error(sentenceOf(error));
    process.exit(1);
  },
);
