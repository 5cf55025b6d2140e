import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../embedded-postgres/src';

const SLOTS = 16;

export interface Slot {
  folder: string;
  release(): void;
}

/** A folder under .cache/ that this test run alone uses: several runs may go on in one checkout, and each keeps its template from run to run. */
export function claimSlot(root: string): Slot {
  const cache = join(root, '.cache', 'test-postgres');
  mkdirSync(cache, { recursive: true });
  for (let number = 0; number < SLOTS; number++) {
    const folder = join(cache, String(number));
    const lock = `${folder}.lock`;
    if (take(lock)) return { folder, release: () => rmSync(lock, { force: true }) };
  }
  throw new Error(`All ${SLOTS} test databases under ${cache} are in use.`);
}

function take(lock: string): boolean {
  try {
    const file = openSync(lock, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch {
    const owner = Number(readFileSync(lock, { encoding: 'utf8', flag: 'a+' }));
    if (owner && isAlive(owner)) return false;
    rmSync(lock, { force: true });
    return false;
  }
}
