import type { Actor } from '@opora/platform';
import type { Ticket } from '../domain/ticket';
import type { Named } from '../lists/rows';
import { visible } from '../scopes';
import type { SearchHit } from './search.dto';
import { stem } from './stem';

/** Characters around the first word found. */
const SNIPPET = 160;

export const readsAll = (actor: Actor): boolean => actor.scopes('ticket.read').has('all');

export function hitOf(actor: Actor, row: Named, words: ReadonlySet<string>): SearchHit {
  const full = visible(actor, row);
  const snippet = full ? snippetOf(row, words) : null;
  return {
    type: 'ticket', id: row.id, reference: row.reference, kind: row.kind, title: row.title, state: row.state, phase: row.phase,
    service: row.serviceId === null ? null : { id: row.serviceId, name: row.serviceName ?? '' }, category: row.categoryId === null ? null : { id: row.categoryId, name: row.categoryName ?? '' },
    createdAt: row.createdAt.toISOString(), access: full ? 'full' : 'summary', ...(snippet ? { snippet } : {}),
  };
}

/** Cut from the requester's own words alone (`security.md` PN-08). */
function snippetOf(row: Pick<Ticket, 'description'>, words: ReadonlySet<string>): string | null {
  if (row.description === '') return null;
  for (const match of row.description.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (!words.has(stem(match[0].toLowerCase()))) continue;
    const from = Math.max(0, match.index - SNIPPET / 2);
    const part = row.description.slice(from, from + SNIPPET).trim();
    return `${from > 0 ? '…' : ''}${part}${from + SNIPPET < row.description.length ? '…' : ''}`;
  }
  return row.description.length > SNIPPET ? `${row.description.slice(0, SNIPPET).trim()}…` : row.description;
}
