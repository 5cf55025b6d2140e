import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { raw, type Schemas } from '../../shared/api';

export type Figure = Schemas['Figure'];
export type SlaReport = Schemas['SlaReport'];
export type SlaRow = Schemas['SlaRow'];
export type SlaFigures = Schemas['SlaFigures'];
export type TodayReport = Schemas['TodayReport'];
export type BacklogReport = Schemas['BacklogReport'];
export type AgeingReport = Schemas['AgeingReport'];
export type LoadReport = Schemas['LoadReport'];
export type ActivityReport = Schemas['ActivityReport'];
export type TicketRow = Schemas['TicketRow'];

interface Reports {
  sla: SlaReport;
  today: TodayReport;
  backlog: BacklogReport;
  ageing: AgeingReport;
  load: LoadReport;
  activity: ActivityReport;
}

/** What stands in the address of a report; what is left out is the server's usual. */
export interface InsightSearch {
  from?: string | undefined;
  to?: string | undefined;
  service?: string | undefined;
  group?: string | undefined;
  priority?: string | undefined;
  department?: string | undefined;
  channel?: string | undefined;
  by?: string | undefined;
  of?: string | undefined;
  sort?: string | undefined;
}

const NAMES: Readonly<Record<string, string>> = { service: 'serviceId', group: 'groupId', department: 'departmentId' };

/** The query of a report, from those parts of the address that it knows. */
export function asked(search: InsightSearch, known: readonly (keyof InsightSearch)[]): string {
  const params = new URLSearchParams();
  for (const name of known) if (search[name]) params.set(NAMES[name] ?? name, search[name]);
  return params.toString();
}

export const reportQuery = <N extends keyof Reports>(name: N, query: string) =>
  queryOptions({
    queryKey: ['reports', name, query],
    staleTime: 30_000,
    placeholderData: keepPreviousData,
    queryFn: async (): Promise<Reports[N]> => (await raw(`/reports/${name}?${query}`, { headers: { Accept: 'application/json' } })).json() as Promise<Reports[N]>,
  });

export const csvOf = (name: keyof Reports, query: string): string => `/api/v1/reports/${name}?${query}${query === '' ? '' : '&'}format=csv`;

const PAGE = 50;

/** The tickets behind a figure. */
export const drillQuery = (query: string, sort: string, limit = PAGE) =>
  infiniteQueryOptions({
    queryKey: ['tickets', 'drill', query, sort, limit],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }): Promise<Schemas['TicketRowPage'] & { total?: number }> => {
      const params = new URLSearchParams(query);
      params.set('sort', sort);
      params.set('limit', String(limit));
      if (pageParam === null) params.set('count', 'exact');
      else params.set('cursor', pageParam);
      return (await raw(`/tickets?${params}`)).json() as Promise<Schemas['TicketRowPage'] & { total?: number }>;
    },
    getNextPageParam: (page) => page.nextCursor,
  });

const listOf = (path: string, key: string) =>
  queryOptions({ queryKey: ['insight', key], staleTime: 5 * 60_000, queryFn: async (): Promise<readonly { id: string; name: string }[]> => ((await (await raw(`${path}?limit=200`)).json()) as { items: { id: string; name: string }[] }).items });
export const servicesQuery = listOf('/services', 'services');
export const groupsQuery = listOf('/groups', 'groups');
export const departmentsQuery = listOf('/departments', 'departments');
