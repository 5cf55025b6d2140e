import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { raw, type Schemas } from '../../shared/api';
import { proposalQuery } from '../ticket/desk-data';
import { incidentQuery, type IncidentRow } from '../ticket/queries';

export interface TriageSearch {
  channel?: string | undefined;
  q?: string | undefined;
  ref?: string | undefined;
}

const MOST = 100;

/** What waits for its place, what falls due first on top. */
export const triageQuery = ({ channel, q }: TriageSearch) =>
  queryOptions({
    queryKey: ['tickets', 'triage', channel ?? null, q ?? null],
    queryFn: async (): Promise<IncidentRow[]> => {
      const params = new URLSearchParams({ triage: 'true', sort: 'dueAt,createdAt', limit: String(MOST), ...(channel ? { channel } : {}), ...(q ? { q } : {}) });
      return ((await (await raw(`/incidents?${params}`)).json()) as Schemas['IncidentPage']).items;
    },
  });

export const triageCount = queryOptions({
  queryKey: ['tickets', 'triage', 'count'],
  queryFn: async (): Promise<number> => ((await (await raw('/incidents?triage=true&limit=1&count=estimate')).json()) as { total?: number }).total ?? 0,
});

/** The ticket and its proposal, before they are asked for: the next one is there at once. */
export function prefetch(client: QueryClient, row: IncidentRow | undefined): void {
  if (!row) return;
  void client.prefetchQuery(incidentQuery(row.reference));
  void client.prefetchQuery(proposalQuery(row.title, row.requester.id));
}
