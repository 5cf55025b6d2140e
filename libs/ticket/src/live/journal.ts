import type { StreamReaders } from '@opora/journal';
import { visibleTo } from '../scopes';

/** Entries of tickets are shown with their values only to who may see the ticket: an administrator alone reads no ticket text (`security.md` AD-03). */
export function protectTickets(readers: StreamReaders, kind: string): void {
  readers.protect(kind, async (sql, actor, ids) => {
    const params: unknown[] = [ids];
    const rows = await sql.rows<{ id: string }>(`select t.id from ticket t where t.id = any($1::uuid[]) and ${visibleTo(actor, 't', params)}`, params, { prepare: false });
    return new Set(rows.map((row) => row.id));
  });
}
