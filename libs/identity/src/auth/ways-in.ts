import { Injectable } from '@nestjs/common';
import type { Tx } from '@opora/platform';
import { RightsReader } from './rights';
import { Sessions } from './sessions';
import { TokenReader } from './token-reader';

/** All that somebody is signed in by, and what is remembered of it. */
@Injectable()
export class WaysIn {
  constructor(
    private readonly sessions: Sessions,
    private readonly tokens: TokenReader,
    private readonly rights: RightsReader,
  ) {}

  /** Somebody’s rights are others after this transaction. */
  changed(tx: Tx): void {
    tx.afterCommit(() => this.rights.forget());
  }

  /** Here at once, in the other processes within a second (`security.md` I27). */
  async close(tx: Tx, personId: string): Promise<void> {
    await this.sessions.end(tx, personId);
    await tx.run('update api_token set revoked_at = now() where person_id = $1 and revoked_at is null', [personId]);
    tx.afterCommit(() => this.tokens.forget());
  }
}
