import { existsSync } from 'node:fs';
import { Config } from '@opora/platform';
import { openDatabase } from './database';
import { Failure } from './failure';
import { DataFolder } from './folder';

export interface Installation {
  config: Config;
  url: string;
  /** True where Opora itself runs on it at this moment. */
  running: boolean;
}

export interface CommandOptions {
  /** What must be there already: a command that only reads makes no new installation. */
  existing: boolean;
}

/**
 * Runs a command on the installation that the settings name: the database of DATABASE_URL, or the embedded one, which is joined where Opora runs and started for the
 * time of the command where it does not.
 */
export async function onInstallation<T>(environment: NodeJS.ProcessEnv, { existing }: CommandOptions, work: (installation: Installation) => Promise<T>): Promise<T> {
  const external = environment['DATABASE_URL'] ?? '';
  const folder = new DataFolder(environment['OPORA_DATA'] || '.opora');
  if (external === '' && existing && !existsSync(folder.at('postgres'))) throw new Failure(`There is no Opora in ${folder.path}: set OPORA_DATA or DATABASE_URL to the one that is meant.`);
  folder.open();
  const running = external === '' && folder.holder() !== null;
  if (!running && external === '') folder.lock();
  try {
    const database = await openDatabase(external, () => folder, running ? 'adopt' : 'stop');
    try {
      const secret = environment['OPORA_SECRET_KEY'] || (external === '' ? folder.secretKey() : undefined);
      const address = environment['PUBLIC_URL'] || environment['PORT'] ? null : folder.address;
      const config = new Config({ ...environment, ...(address ? { PUBLIC_URL: address } : {}), OPORA_DATA: folder.path, DATABASE_URL: database.url, ...(secret ? { OPORA_SECRET_KEY: secret } : {}) });
      return await work({ config, url: database.url, running });
    } finally {
      await database.close();
    }
  } finally {
    if (!running) folder.unlock();
  }
}

/** The value of `--name VALUE` or `--name=VALUE`. */
export function option(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`));
  if (at === -1) return undefined;
  return args[at]?.includes('=') ? args[at].slice(args[at].indexOf('=') + 1) : args[at + 1];
}
