import type { SealedEntry } from './entry';

const COLUMNS = ['stream_id', 'seq', 'id', 'stream_kind', 'at', 'clock_skew', 'actor_id', 'via', 'origin', 'request_id', 'kind', 'visibility', 'version', 'data', 'prev_hash', 'hash'] as const;
const TYPES = ['uuid', 'int', 'uuid', 'text', 'timestamptz', 'bool', 'uuid', 'text', 'text', 'text', 'text', 'text', 'int', 'jsonb', 'bytea', 'bytea'] as const;

const valuesOf = (e: SealedEntry): unknown[] => [
  e.streamId, e.seq, e.id, e.streamKind, e.at, e.clockSkew, e.actorId, e.via, e.origin, e.requestId, e.kind, e.visibility, e.version, e.dataText, e.prevHash, e.hash,
];

/**
 * WITH-terms that write one entry and move its stream's head, for a caller that writes its own rows in the same statement and holds the head's row lock.
 * Parameters are pushed; the text depends only on their number and on whether the stream is new, so that it can be prepared.
 */
export function journalTerms(entry: SealedEntry, params: unknown[]): string {
  const first = params.length + 1;
  params.push(...valuesOf(entry));
  const p = (column: (typeof COLUMNS)[number]): string => `$${first + COLUMNS.indexOf(column)}::${TYPES[COLUMNS.indexOf(column)]}`;
  const head =
    entry.seq === 1
      ? `insert into journal_head (stream_id, stream_kind, seq, hash, at) values (${p('stream_id')}, ${p('stream_kind')}, ${p('seq')}, ${p('hash')}, ${p('at')})`
      : `update journal_head set seq = ${p('seq')}, hash = ${p('hash')}, at = ${p('at')} where stream_id = ${p('stream_id')}`;
  return `journal_row as (insert into journal (${COLUMNS.join(', ')}) values (${COLUMNS.map(p).join(', ')})), journal_head_row as (${head})`;
}

/** Statement that writes many entries of one or several streams; the heads are moved by `HEADS_MANY`. */
export const INSERT_MANY = `insert into journal (${COLUMNS.join(', ')})
  select ${COLUMNS.map((c, i) => `x.${c}::${TYPES[i]}`).join(', ')} from unnest(${COLUMNS.map((c, i) => `$${i + 1}::${c === 'data' ? 'text' : TYPES[i]}[]`).join(', ')}) as x(${COLUMNS.join(', ')})`;

export const columnsOf = (entries: readonly SealedEntry[]): unknown[][] => {
  const rows = entries.map(valuesOf);
  return COLUMNS.map((_column, i) => rows.map((row) => row[i]));
};

export const HEADS_MANY = `insert into journal_head (stream_id, stream_kind, seq, hash, at) select * from unnest($1::uuid[], $2::text[], $3::int[], $4::bytea[], $5::timestamptz[])
  on conflict (stream_id) do update set seq = excluded.seq, hash = excluded.hash, at = excluded.at`;

export const SELECT_ENTRY = `j.stream_id as "streamId", j.seq, j.id, j.stream_kind as "streamKind", j.at, j.clock_skew as "clockSkew", j.actor_id as "actorId", j.via, j.origin, j.request_id as "requestId", j.kind, j.visibility, j.version, j.data`;
