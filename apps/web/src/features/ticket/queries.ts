import { useEffect } from 'react';
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { ifMatch, keyOf, overStale, raw, type Schemas } from '../../shared/api';
import { type AnyTicket, collectionOf, readTicket, shaped } from './as-ticket';

export type Incident = AnyTicket;
export type IncidentRow = Schemas['IncidentRow'];
export type Entry = Schemas['TimelineEntry'];
export type Message = Schemas['MessageReply'];
export type Clock = Schemas['ClockReply'];

/** Filters of the address as they are; the server knows their names. */
export type Filters = Readonly<Record<string, string | readonly string[] | undefined>>;

const PAGE = 50;

function search(filters: Filters, cursor: string | null): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) for (const one of value === undefined ? [] : [value].flat()) params.append(name, String(one));
  params.set('limit', String(PAGE));
  if (cursor !== null) params.set('cursor', cursor);
  return params.toString();
}

export const queueQuery = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['tickets', 'incidents', filters],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }): Promise<Schemas['IncidentPage']> => (await raw(`/tickets?${search(filters, pageParam)}`)).json() as Promise<Schemas['IncidentPage']>,
    getNextPageParam: (page) => page.nextCursor,
  });

export const countQuery = (filters: Filters) =>
  queryOptions({
    queryKey: ['tickets', 'count', filters],
    queryFn: async (): Promise<number> => {
      const answer = await raw(`/tickets?${search(filters, null).replace(`limit=${PAGE}`, 'limit=1')}&count=exact`);
      return ((await answer.json()) as { total?: number }).total ?? 0;
    },
  });

export const incidentQuery = (reference: string) =>
  queryOptions({ queryKey: ['ticket', reference], queryFn: (): Promise<Incident> => readTicket(reference) });

export const timelineQuery = (reference: string) =>
  queryOptions({
    queryKey: ['ticket', reference, 'timeline'],
    queryFn: async (): Promise<Entry[]> => ((await (await raw(`/tickets/${reference}/timeline?limit=200`)).json()) as Schemas['TimelinePage']).items,
  });

export const clocksQuery = (reference: string) =>
  queryOptions({
    queryKey: ['ticket', reference, 'clocks'],
    queryFn: async (): Promise<Clock[]> => ((await (await raw(`/tickets/${reference}/clocks?explain=true`)).json()) as Schemas['ClockList']).items,
  });

const listOf = <T>(key: string, path: string) =>
  queryOptions({ queryKey: [key], staleTime: 5 * 60_000, queryFn: async (): Promise<T[]> => ((await (await raw(`${path}?limit=200`)).json()) as { items: T[] }).items });

export const groupsQuery = listOf<Schemas['GroupReply']>('groups', '/groups');
export const servicesQuery = listOf<Schemas['ServiceReply']>('services', '/services');
export const categoriesQuery = listOf<Schemas['CategoryReply']>('categories', '/categories');

const IDLE_MS = 1_500;
/** Asks for what will be needed when the first view has been served. */
export function usePrefetchWhenIdle(query: typeof groupsQuery): void {
  const client = useQueryClient();
  useEffect(() => {
    const timer = setTimeout(() => void client.prefetchQuery(query), IDLE_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, on entering
  }, []);
}

export const membersQuery = (groupId: string | null) =>
  queryOptions({
    queryKey: ['groups', groupId, 'members'],
    enabled: groupId !== null,
    queryFn: async (): Promise<Schemas['MemberReply'][]> => ((await (await raw(`/groups/${groupId}/members`)).json()) as Schemas['MemberList']).items,
  });

export const peopleQuery = (text: string) =>
  queryOptions({
    queryKey: ['people', text],
    enabled: text.trim().length > 1,
    queryFn: async (): Promise<Schemas['PersonReply'][]> => ((await (await raw(`/people?limit=10&q=${encodeURIComponent(text.trim())}`)).json()) as Schemas['PersonPage']).items,
  });

async function post<T>(path: string, given: object, version?: number | '*', intention: object = given): Promise<T> {
  const answer = await raw(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': keyOf(intention), ...(version === undefined ? {} : ifMatch(version)) },
    body: JSON.stringify(given),
  });
  return (await answer.json()) as T;
}

/** What a command decides upon. */
const COMMANDED = ['state', 'stateReason', 'phase', 'groupId', 'assigneeId', 'major', 'resolution'] as const;

/** A command of the incident; the reply is the incident as it then stands. */
export function useCommand(incident: Incident) {
  const client = useQueryClient();
  return useMutation({
    scope: { id: incident.id },
    mutationFn: (intention: { command: string; input: object }) =>
      // A message that came meanwhile hinders nobody; another state or another person in charge does.
      overStale({ version: client.getQueryData<Incident>(['ticket', incident.reference])?.version ?? incident.version, fields: COMMANDED, send: async (version) => shaped(incident.reference, await post(`/${collectionOf(incident.reference)}/${incident.reference}/${intention.command}`, intention.input, version, intention)), fresh: async () => (await client.fetchQuery({ ...incidentQuery(incident.reference), staleTime: 0 })).version }),
    onSuccess: (after) => client.setQueryData(['ticket', incident.reference], after),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['ticket', incident.reference] }), client.invalidateQueries({ queryKey: ['tickets'] })]),
  });
}

type Edit = Partial<Schemas['EditIncident']>;

/** A change that shows at once, where it stands and in every list; other fields changed meanwhile do not hinder it, the same one does (ux.md §2.3, §2.4). */
export function useEdit(incident: Incident) {
  const client = useQueryClient();
  const key = ['ticket', incident.reference];
  const patch = async (changes: Edit, version: number | '*'): Promise<Incident> => {
    const answer = await raw(`/${collectionOf(incident.reference)}/${incident.reference}`, { method: 'PATCH', headers: { 'Content-Type': 'application/merge-patch+json', ...ifMatch(version) }, body: JSON.stringify(changes) });
    return shaped(incident.reference, await answer.json());
  };
  return useMutation({
    scope: { id: incident.id },
    mutationFn: ({ changes, anyway = false }: { changes: Edit; anyway?: boolean; show?: Partial<Incident> }) =>
      anyway
        ? patch(changes, '*')
        : overStale({ version: client.getQueryData<Incident>(key)?.version ?? incident.version, fields: Object.keys(changes), send: (version) => patch(changes, version), fresh: async () => (await client.fetchQuery({ ...incidentQuery(incident.reference), staleTime: 0 })).version }),
    onMutate: async ({ show = {} }) => {
      await client.cancelQueries({ queryKey: key, exact: true });
      const before = client.getQueryData<Incident>(key);
      if (before) client.setQueryData<Incident>(key, { ...before, ...show });
      client.setQueriesData<{ pages: Schemas['IncidentPage'][] } | undefined>({ queryKey: ['tickets', 'incidents'] }, (list) => list && { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map((row) => (row.id === incident.id ? ({ ...row, ...show } as IncidentRow) : row)) })) });
      return { before };
    },
    onError: (_error, _given, kept) => kept?.before && client.setQueryData(key, kept.before),
    onSuccess: (after) => client.setQueryData(key, after),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: key }), client.invalidateQueries({ queryKey: ['tickets'] })]),
  });
}

export function useSay(reference: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (message: Schemas['SayBody']) => post<Message>(`/tickets/${reference}/messages`, message),
    onSettled: () => client.invalidateQueries({ queryKey: ['ticket', reference] }),
  });
}

export function useWithdraw(reference: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (messageId: string) => raw(`/tickets/${reference}/messages/${messageId}`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['ticket', reference] }),
  });
}

export function useRegister() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (report: Partial<Schemas['RegisterIncident']> & { title: string }) => post<Incident>('/incidents', report),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tickets'] }),
  });
}
