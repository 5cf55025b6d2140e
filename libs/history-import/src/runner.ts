import { Injectable } from '@nestjs/common';
import { Database, Log, Storage } from '@opora/platform';
import { FileFault, ImportReading } from './reading';
import { LEASE_SECONDS, LeaseLost, type Run, Runs } from './runs';
import { ImportWriting } from './writing';

/** Works on imports, one after the other, in the process that asks; what another process left unfinished is gone on with. */
@Injectable()
export class ImportRunner {
  private stopped = false;
  private busy: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly storage: Storage,
    private readonly runs: Runs,
    private readonly reading: ImportReading,
    private readonly writing: ImportWriting,
    private readonly log: Log,
  ) {}

  /** Looks for work; returns at once. */
  wake(): void {
    if (this.stopped || this.busy) return;
    this.busy = this.drain()
      .catch((error: unknown) => this.log.failure('imports could not be looked for', error))
      .finally(() => (this.busy = null));
  }

  /** Stops between two batches and lets another process go on. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.busy;
  }

  private async drain(): Promise<void> {
    for (let claimed = await this.runs.claim(); claimed; claimed = this.stopped ? null : await this.runs.claim()) await this.work(claimed.run, claimed.lease);
  }

  private async work(run: Run, lease: string): Promise<void> {
    const heartbeat = setInterval(() => void this.runs.renew(run.id, lease).catch(() => undefined), (LEASE_SECONDS / 4) * 1_000);
    try {
      const stopping = (): boolean => this.stopped;
      if (run.state !== 'writing' && !(await this.reading.read(run, lease, stopping))) return await this.runs.release(run.id, lease, false);
      const read = await this.runs.read(run.id);
      if (!read || !(await this.writing.write(read, lease, stopping))) return await this.runs.release(run.id, lease, false);
      await this.end(run, lease, null);
    } catch (error) {
      if (error instanceof LeaseLost) return;
      if (error instanceof FileFault) return await this.end(run, lease, { code: error.code, params: error.params });
      this.log.failure('import broke off', error, { import: run.id });
      await this.runs.release(run.id, lease, true).catch(() => undefined);
    } finally {
      clearInterval(heartbeat);
    }
  }

  private async end(run: Run, lease: string, failure: Run['failure']): Promise<void> {
    await this.database.tx((tx) => this.runs.finish(tx, run.id, lease, failure));
    /* The same content may be somebody's attachment, or the file of another import. */
    const held = await this.database.sql.one('select 1 from attachment where storage_key = $1 union all select 1 from import_run where storage_key = $1 and finished_at is null', [run.storageKey]);
    if (!held) await this.storage.delete(run.storageKey).catch((error: unknown) => this.log.failure('the file of a finished import could not be removed', error));
  }
}
