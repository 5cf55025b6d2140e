import { Injectable } from '@nestjs/common';
import { Ids, type Sql, type Tx } from '@opora/platform';
import type { FoundSecret } from '../domain/secrets';
import { SecretBox } from './secret-box';

/** Keeps what was masked in messages, sealed, until its ticket closes (`domain.md` §3, Secrets). */
@Injectable()
export class SecretKeeper {
  constructor(
    private readonly ids: Ids,
    private readonly box: SecretBox,
  ) {}

  async keep(tx: Tx, ticketId: string, messageId: string | null, secrets: readonly { kind: FoundSecret['kind']; value: string }[]): Promise<void> {
    for (const { kind, value } of secrets) {
      const id = this.ids.next();
      tx.send('insert into ticket_secret (id, ticket_id, message_id, kind, sealed, created_at) values ($1, $2, $3, $4, $5, $6)', [id, ticketId, messageId, kind, this.box.seal(value, id), tx.now]);
    }
  }

  /** In the order in which they stood in the text. */
  async reveal(sql: Sql, ticketId: string, messageId: string | null): Promise<{ kind: string; value: string }[]> {
    const rows = await sql.rows<{ id: string; kind: string; sealed: Buffer }>('select id, kind, sealed from ticket_secret where ticket_id = $1 and message_id is not distinct from $2 order by id', [ticketId, messageId]);
    return rows.map(({ id, kind, sealed }) => ({ kind, value: this.box.open(sealed, id) }));
  }
}
