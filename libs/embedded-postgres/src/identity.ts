import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { EmbeddedPostgresError } from './errors';

/** Under which user PostgreSQL's programs run. They refuse root, and a container often has nobody else. */
export interface RunAs {
  prefix: string[];
  uid?: number;
  gid?: number;
}

const NOBODY = 65534;
const USER_NAMESPACE = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];

/**
 * An ordinary user runs them as himself. Root runs them in a user namespace of their own, where files stay root's and nothing has to be readable
 * for others; where namespaces are forbidden, as nobody, to whom the folder is then given.
 */
export function chooseIdentity(dataDir: string): RunAs {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = existsSync(dataDir) ? statSync(dataDir) : undefined;
  if (owner && owner.uid !== 0) return { prefix: [], uid: owner.uid, gid: owner.gid };
  const [command = '', ...options] = USER_NAMESPACE;
  if (spawnSync(command, [...options, 'true']).status === 0) return { prefix: USER_NAMESPACE };
  if (owner) throw new EmbeddedPostgresError(`${dataDir} was made by root in a user namespace, which this machine does not allow now: start as an ordinary user, or set DATABASE_URL.`);
  return { prefix: [], uid: NOBODY, gid: NOBODY };
}
