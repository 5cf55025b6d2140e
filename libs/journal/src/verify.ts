import type { Sql } from '@opora/platform';
import { verifyAnchors } from './anchors';
import { GENESIS, type StoredEntry, hashOf } from './entry';
import { SELECT_ENTRY } from './write';

const PAGE = 5_000;
const MOST_PROBLEMS = 20;

export interface Verification {
  streams: number;
  entries: number;
  /** One line each, naming stream and entry; the first twenty. */
  problems: string[];
}

type Chained = StoredEntry & { prevHash: Buffer; hash: Buffer };

/** Walks the chain of one stream, or of all with their heads and anchors (`security.md` I31, AD-02). */
export async function verifyJournal(sql: Sql, streamId?: string): Promise<Verification> {
  const result: Verification = { streams: 0, entries: 0, problems: [] };
  let last: Chained | null = null;
  for (;;) {
    const page: Chained[] = await sql.rows<Chained>(
      `select ${SELECT_ENTRY}, j.prev_hash as "prevHash", j.hash from journal j where ($1::uuid is null or j.stream_id = $1) and ($2::uuid is null or (j.stream_id, j.seq) > ($2, $3::int)) order by j.stream_id, j.seq limit ${PAGE}`,
      [streamId ?? null, last?.streamId ?? null, last?.seq ?? null],
    );
    for (const entry of page) {
      const before: Chained | null = last?.streamId === entry.streamId ? last : null;
      if (!before) result.streams++;
      result.entries++;
      const problem = problemOf(entry, before);
      if (problem && result.problems.length < MOST_PROBLEMS) result.problems.push(problem);
      last = entry;
    }
    if (page.length < PAGE || result.problems.length >= MOST_PROBLEMS) break;
  }
  const heads = await sql.rows<{ stream: string; seq: number; found: number | null }>(
    `select h.stream_id as stream, h.seq, (select max(j.seq) from journal j where j.stream_id = h.stream_id) as found from journal_head h
     where ($1::uuid is null or h.stream_id = $1) and not exists (select 1 from journal j where j.stream_id = h.stream_id and j.seq = h.seq and j.hash = h.hash and not exists (select 1 from journal l where l.stream_id = j.stream_id and l.seq > j.seq)) limit ${MOST_PROBLEMS}`,
    [streamId ?? null],
  );
  result.problems.push(...heads.map(({ stream, seq, found }) => `stream ${stream} should end with entry ${seq} and ends with ${found ?? 'none'}`));
  if (streamId === undefined) result.problems.push(...(await verifyAnchors(sql)));
  return { ...result, problems: result.problems.slice(0, MOST_PROBLEMS) };
}

function problemOf(entry: Chained, before: Chained | null): string | null {
  const where = `stream ${entry.streamId}, entry ${entry.seq}`;
  if (entry.seq !== (before?.seq ?? 0) + 1) return `${where}: entry ${(before?.seq ?? 0) + 1} is missing before it`;
  if (!entry.prevHash.equals(before?.hash ?? GENESIS)) return `${where}: it does not follow the entry before it`;
  if (!hashOf(entry.prevHash, entry).equals(entry.hash)) return `${where}: its content was changed`;
  if (before && entry.at < before.at) return `${where}: its instant lies before that of the entry before it`;
  return null;
}
