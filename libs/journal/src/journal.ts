import { Injectable } from '@nestjs/common';
import { Ids, type Sql, type Tx } from '@opora/platform';
import { type NewEntry, type SealedEntry, type StoredEntry, type StreamHead, type Visibility, seal } from './entry';
import { HEADS_MANY, INSERT_MANY, SELECT_ENTRY, columnsOf, journalTerms } from './write';

const LOCK_HEAD = 'select seq, hash, at from journal_head where stream_id = $1 for update';

export interface ReadOptions {
  /** Entries of these classes alone. */
  visibilities?: readonly Visibility[];
  /** Entries after this sequence number. */
  after?: number;
  limit?: number;
}

/** Append-only, hash-linked per object (`domain.md` §3), written in the transaction of the change itself. */
@Injectable()
export class Journal {
  /** Heads of the streams that a transaction holds the lock of: whoever appends moves them, so that nobody reads them twice. */
  private readonly held = new WeakMap<Tx, Map<string, StreamHead | null>>();

  constructor(private readonly ids: Ids) {}

  /** Appends to one stream; takes the stream's row lock. */
  async append(tx: Tx, entry: NewEntry): Promise<{ id: string; seq: number }> {
    if (!this.heads(tx).has(entry.streamId)) this.hold(tx, entry.streamId, await this.lockHead(tx, entry.streamId));
    const sealed = this.seal(tx, entry);
    const params: unknown[] = [];
    tx.send(`with ${journalTerms(sealed, params)} select 1`, params);
    return { id: sealed.id, seq: sealed.seq };
  }

  /** Says where a stream stands whose head row the transaction has locked (null: a stream that begins here). */
  hold(tx: Tx, streamId: string, head: StreamHead | null): void {
    this.heads(tx).set(streamId, head);
  }

  /** Appends many at once, each stream's in the order given. */
  async appendMany(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const streams = [...new Set(entries.map((entry) => entry.streamId))];
    const unknown = streams.filter((id) => !this.heads(tx).has(id));
    const found = await tx.rows<StreamHead & { streamId: string }>('select stream_id as "streamId", seq, hash, at from journal_head where stream_id = any($1) order by stream_id for update', [unknown]);
    const byId = new Map(found.map((head) => [head.streamId, head]));
    for (const id of unknown) this.hold(tx, id, byId.get(id) ?? null);
    const sealed = entries.map((entry) => this.seal(tx, entry));
    const last = new Map(sealed.map((entry) => [entry.streamId, entry]));
    await tx.run(INSERT_MANY, columnsOf(sealed));
    const ends = [...last.values()];
    await tx.run(HEADS_MANY, [ends.map((e) => e.streamId), ends.map((e) => e.streamKind), ends.map((e) => e.seq), ends.map((e) => e.hash), ends.map((e) => e.at)]);
  }

  /** The stream's next entry, for a caller that said `hold` and writes it with `journalTerms`; it must be written. */
  seal(tx: Tx, entry: NewEntry): SealedEntry {
    const sealed = seal(this.heads(tx).get(entry.streamId) ?? null, entry, this.ids.next(), tx.now);
    this.hold(tx, entry.streamId, sealed);
    return sealed;
  }

  async read(sql: Sql, streamId: string, { visibilities, after = 0, limit = 1000 }: ReadOptions = {}): Promise<StoredEntry[]> {
    return sql.rows<StoredEntry>(
      `select ${SELECT_ENTRY} from journal j where j.stream_id = $1 and j.seq > $2 and ($3::text[] is null or j.visibility = any($3)) order by j.seq limit $4`,
      [streamId, after, visibilities ?? null, limit],
    );
  }

  /** The head's row lock, or for a stream that begins now a lock of its name: two who begin it wait for each other. */
  private async lockHead(tx: Tx, streamId: string): Promise<StreamHead | null> {
    const head = await tx.one<StreamHead>(LOCK_HEAD, [streamId]);
    if (head) return head;
    await tx.run('select pg_advisory_xact_lock(hashtextextended($1, 0))', [streamId]);
    return tx.one<StreamHead>(LOCK_HEAD, [streamId]);
  }

  private heads(tx: Tx): Map<string, StreamHead | null> {
    const known = this.held.get(tx);
    if (known) return known;
    const heads = new Map<string, StreamHead | null>();
    this.held.set(tx, heads);
    return heads;
  }
}
