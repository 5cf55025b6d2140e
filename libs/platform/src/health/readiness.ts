import { statfs } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Config } from '../config/config';
import { Database } from '../db/database';
import { clockSkewSeconds } from './platform.gauges';

const TIMEOUT_MS = 2_000;
const LEAST_FREE_BYTES = 200 * 1024 * 1024;
const LEAST_FREE_SHARE = 0.05;
const MOST_SKEW_SECONDS = 2;

/** Why a process cannot serve; the first four end its readiness (`security.md` F.1). */
export type Reason = 'draining' | 'database' | 'disk' | 'clock';

/** Whether this process can serve, and what speaks against it. */
@Injectable()
export class Readiness {
  private draining = false;

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** From now on the balancer is told to send nobody here. */
  drain(): void {
    this.draining = true;
  }

  async isReady(): Promise<boolean> {
    return (await this.reasons()).length === 0;
  }

  /** Empty where all is well. */
  async reasons(): Promise<Reason[]> {
    if (this.draining) return ['draining'];
    const [database, disk] = await Promise.all([this.ofDatabase(), this.ofDisk()]);
    return [...database, ...disk];
  }

  private async ofDatabase(): Promise<Reason[]> {
    const { sql } = this.database;
    const asked = (async (): Promise<Reason[]> => {
      const writable = (await sql.one<{ writable: boolean }>('select not pg_is_in_recovery() as writable'))?.writable === true;
      if (!writable) return ['database'];
      return Math.abs(await clockSkewSeconds(sql, this.clock)) < MOST_SKEW_SECONDS ? [] : ['clock'];
    })().catch((): Reason[] => ['database']);
    const late = new Promise<Reason[]>((resolve) => setTimeout(() => resolve(['database']), TIMEOUT_MS).unref());
    return Promise.race([asked, late]);
  }

  /** Attachments and, in the embedded default, the database itself stand on the volume of the data folder. */
  private async ofDisk(): Promise<Reason[]> {
    try {
      const { bavail, bsize, blocks } = await statfs(this.config.dataDir);
      return bavail * bsize >= LEAST_FREE_BYTES && bavail >= blocks * LEAST_FREE_SHARE ? [] : ['disk'];
    } catch {
      return [];
    }
  }
}
