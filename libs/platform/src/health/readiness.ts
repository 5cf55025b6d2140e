import { Injectable } from '@nestjs/common';
import { Database } from '../db/database';

const TIMEOUT_MS = 2_000;

@Injectable()
export class Readiness {
  private draining = false;

  constructor(private readonly database: Database) {}

  /** From now on the balancer is told to send nobody here. */
  drain(): void {
    this.draining = true;
  }

  async isReady(): Promise<boolean> {
    if (this.draining) return false;
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), TIMEOUT_MS).unref());
    return Promise.race([this.database.sql.one<{ writable: boolean }>('select not pg_is_in_recovery() as writable').then((row) => row?.writable === true, () => false), late]);
  }
}
