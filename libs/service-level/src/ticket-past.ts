import type { Sql } from '@opora/platform';
import { type Facts, type Moment, type PastEntry, momentsOf } from './domain';

const ENTRIES = `select j.stream_id as "ticketId", extract(epoch from date_trunc('second', j.at))::int8 as at, j.data->'changes' as changes from journal j
  where j.stream_id = any($1::uuid[]) and jsonb_typeof(j.data->'changes') = 'array' order by j.stream_id, j.seq`;

export const second = (at: Date): number => Math.floor(at.getTime() / 1000);

/** How tickets came to be what they are, read from their journal. */
export async function pastsOf(sql: Sql, tickets: readonly (Facts & { id: string; createdAt: Date })[]): Promise<Map<string, Moment[]>> {
  const entries = new Map<string, PastEntry[]>(tickets.map(({ id }) => [id, []]));
  for (const { ticketId, ...entry } of await sql.rows<PastEntry & { ticketId: string }>(ENTRIES, [[...entries.keys()]])) entries.get(ticketId)?.push(entry);
  return new Map(tickets.map((ticket) => [ticket.id, momentsOf(second(ticket.createdAt), ticket, entries.get(ticket.id) ?? [])]));
}
