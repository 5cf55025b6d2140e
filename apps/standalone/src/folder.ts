import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isAlive } from '@opora/embedded-postgres';
import { Failure } from './failure';

/** OPORA_DATA: the embedded database, attachments, logs, the key, and a lock that says who works in it. */
export class DataFolder {
  readonly path: string;
  private readonly lockFile: string;

  constructor(path: string) {
    this.path = resolve(path);
    this.lockFile = join(this.path, 'opora.lock');
  }

  at(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  /** @throws Failure where it cannot be made or written to */
  open(): this {
    const probe = this.at(`.write-test-${process.pid}`);
    try {
      mkdirSync(this.at('log'), { recursive: true, mode: 0o700 });
      writeFileSync(probe, '');
      rmSync(probe);
    } catch (error) {
      throw new Failure(`The data folder ${this.path} cannot be written to (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}): choose another one with OPORA_DATA, or give this user the right to write there.`);
    }
    return this;
  }

  /** The process that works in this folder now, if any. */
  holder(): number | null {
    if (!existsSync(this.lockFile)) return null;
    const [pid = 0, started = ''] = readFileSync(this.lockFile, 'utf8').split(' ').map((part, index) => (index === 0 ? Number(part) : part)) as [number, string];
    return pid && isAlive(pid) && (started === '' || started === startOf(pid)) ? pid : null;
  }

  /** @throws Failure where another living process has it */
  lock(): void {
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        writeFileSync(this.lockFile, `${process.pid} ${startOf(process.pid)}`, { flag: 'wx', mode: 0o600 });
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        const holder = this.holder();
        if (holder !== null) throw new Failure(`Opora works in ${this.path} already (process ${holder}): stop it first, or choose another folder with OPORA_DATA.`);
        rmSync(this.lockFile, { force: true });
      }
    }
    throw new Failure(`The lock ${this.lockFile} cannot be taken: another start is under way.`);
  }

  unlock(): void {
    if (this.holder() === process.pid) rmSync(this.lockFile, { force: true });
  }

  /** Under which address this installation was last seen: commands make links of it. */
  get address(): string | null {
    return existsSync(this.at('address')) ? readFileSync(this.at('address'), 'utf8') : null;
  }
  set address(address: string | null) {
    writeFileSync(this.at('address'), address ?? '');
  }

  /** Made once and kept: what it signs and encrypts must stay readable after a restart. */
  secretKey(): string {
    const file = this.at('secret.key');
    if (!existsSync(file)) writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600 });
    return readFileSync(file, 'utf8').trim();
  }
}

/** When a process started, in ticks since boot; tells it apart from a later one with the same number. '' where the system does not say. */
function startOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
