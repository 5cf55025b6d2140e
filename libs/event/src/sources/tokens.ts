import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@opora/platform';
import type { SourceKind } from '../domain';

const FRESH_MS = 1_000;
export const PREFIX_LENGTH = 12;

export interface KnownSource {
  id: string;
  kind: SourceKind;
}

/** 256 random bits. */
export const newToken = (): string => `opev_${randomBytes(32).toString('base64url')}`;

/** Only the digest of a token is stored (`security.md` I23). */
export const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Which source a token is of. The table is small and read once a second at most, so that an event costs no question; in this process a change counts at once. Digests of random tokens are looked up, never
 * tokens compared: how long it takes tells nothing.
 */
@Injectable()
export class SourceTokens {
  private known = new Map<string, KnownSource>();
  private readAt = -Infinity;
  private reading: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async find(token: string): Promise<KnownSource | null> {
    if (this.clock.real().getTime() - this.readAt > FRESH_MS) await this.read();
    return this.known.get(digestOf(token).toString('base64')) ?? null;
  }

  forget(): void {
    this.readAt = -Infinity;
  }

  private read(): Promise<void> {
    this.reading ??= this.load().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  private async load(): Promise<void> {
    const at = this.clock.real().getTime();
    const rows = await this.database.sql.rows<KnownSource & { hash: Buffer }>('select id, kind, token_hash as hash from event_source where active');
    this.known = new Map(rows.map(({ id, kind, hash }) => [hash.toString('base64'), { id, kind }]));
    this.readAt = at;
  }
}
