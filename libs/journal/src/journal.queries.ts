import { Injectable } from '@nestjs/common';
import { invalid } from '@opora/kit';
import { Actor, Cursors, Database, queryKey } from '@opora/platform';
import type { EntryData, StoredEntry } from './entry';
import { Journal } from './journal';
import type { JournalEntryReply, JournalPage, JournalQuery } from './journal.dto';
import { StreamReaders } from './readers';
import { SELECT_ENTRY } from './write';

/** Stream of the journal about itself: who read it. */
export const JOURNAL_STREAM = '00000000-0000-7000-8000-00000000000a';

/** Reading the journal as evidence. */
@Injectable()
export class JournalQueries {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly readers: StreamReaders,
    private readonly journal: Journal,
  ) {}

  /** Newest first; the reading itself is journalled (`security.md` AD-04). */
  async list(actor: Actor, query: JournalQuery): Promise<JournalPage> {
    if (query.sort !== undefined) throw invalid('/sort', 'unknown_sort');
    if (query.q !== undefined) throw invalid('/q', 'unknown_filter');
    const key = queryKey(query);
    const [at, id] = query.cursor === undefined ? [null, null] : this.cursors.decode(actor, key, query.cursor);
    const rows = await this.database.sql.rows<StoredEntry>(
      `select ${SELECT_ENTRY} from journal j where ($1::uuid is null or j.stream_id = $1) and ($2::text is null or j.stream_kind = $2) and ($3::text is null or j.kind = $3) and ($4::uuid is null or j.actor_id = $4)
         and ($5::timestamptz is null or j.at >= $5) and ($6::timestamptz is null or j.at < $6) and ($7::timestamptz is null or (j.at, j.id) < ($7, $8::uuid)) order by j.at desc, j.id desc limit $9`,
      [query.streamId ?? null, query.streamKind ?? null, query.kind ?? null, query.actorId ?? null, query.atFrom ?? null, query.atTo ?? null, at, id, query.limit + 1],
      { prepare: false },
    );
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    const hidden = await this.readers.hidden(this.database.sql, actor, items);
    if (query.cursor === undefined) await this.database.tx((tx) => this.journal.append(tx, { streamId: JOURNAL_STREAM, streamKind: 'journal', kind: 'journal.read', actor, data: { query: key } }));
    return { items: items.map((entry) => replyOf(entry, !hidden.has(entry.streamId))), nextCursor: rows.length > query.limit && last ? this.cursors.encode(actor, key, [last.at.toISOString(), last.id]) : null };
  }
}

function replyOf({ version: _version, visibility: _visibility, ...entry }: StoredEntry, valuesShown: boolean): JournalEntryReply {
  return { ...entry, at: entry.at.toISOString(), valuesShown, data: valuesShown ? entry.data : withoutValues(entry.data) };
}

const FACTS = new Set(['messageId', 'visibility', 'audience', 'length', 'sha256', 'attachmentId', 'reference']);

/** Ids, lengths and digests; of a change its field alone. */
function withoutValues(data: EntryData): Record<string, unknown> {
  const facts = Object.entries(data).filter(([key]) => FACTS.has(key));
  return { ...Object.fromEntries(facts), ...(data.changes ? { changedFields: data.changes.map((change) => change.field) } : {}) };
}
