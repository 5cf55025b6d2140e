import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, body, type Schemas } from '../../shared/api';
import { useStream } from '../../shared/stream';

export type Alert = Schemas['AlertReply'];
export type Severity = Alert['severity'];
export type AlertCommand = Alert['allowedCommands'][number];
export type Rule = Schemas['EventRuleReply'];
export type Maintenance = Schemas['MaintenanceWindowReply'];
export type Source = Schemas['EventSourceReply'];

export const SEVERITIES = ['exception', 'warning', 'informational'] as const satisfies readonly Severity[];
export const STATES = ['open', 'acknowledged', 'cleared'] as const satisfies readonly Alert['state'][];

/** What the console keeps in its address; lists are words with commas. */
export interface AlertSearch {
  state?: string | undefined;
  severity?: string | undefined;
  source?: string | undefined;
  service?: string | undefined;
  quiet?: 'yes' | undefined;
  group?: 'yes' | undefined;
  q?: string | undefined;
}

const listOf = <V extends string>(text: string | undefined, allowed: readonly V[]): V[] => (text ?? '').split(',').filter((one): one is V => (allowed as readonly string[]).includes(one));

export const statesOf = ({ state }: AlertSearch): Alert['state'][] => (state === undefined ? ['open', 'acknowledged'] : listOf(state, STATES));
export const severitiesOf = ({ severity }: AlertSearch): Severity[] => listOf(severity, SEVERITIES);

const PAGE = 100;

export const alertsQuery = (search: AlertSearch) =>
  infiniteQueryOptions({
    queryKey: ['alerts', 'list', search],
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Schemas['AlertPage']) => nextCursor,
    queryFn: ({ signal, pageParam }) => {
      const [state, severity] = [statesOf(search), severitiesOf(search)];
      const query = {
        limit: PAGE, ...(state.length === 0 ? {} : { state }), ...(severity.length === 0 ? {} : { severity }), ...(search.source ? { sourceId: [search.source] } : {}), ...(search.service ? { serviceId: search.service } : {}),
        ...(search.quiet ? {} : { suppressed: 'none' as const }), ...(search.q ? { q: search.q } : {}), ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return body<Schemas['AlertPage']>(api.GET('/alerts', { params: { query }, signal }));
    },
  });

export const summaryQuery = queryOptions({ queryKey: ['alerts', 'summary'], queryFn: ({ signal }) => body<Schemas['AlertSummary']>(api.GET('/alerts/summary', { signal })) });
export const alertQuery = (id: string) => queryOptions({ queryKey: ['alerts', 'one', id], queryFn: ({ signal }) => body<Alert>(api.GET('/alerts/{id}', { params: { path: { id } }, signal })) });

export const eventsQuery = (filter: { alertId?: string; sourceId?: string; q?: string }) =>
  infiniteQueryOptions({
    queryKey: ['alerts', 'events', filter],
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Schemas['EventPage']) => nextCursor,
    queryFn: ({ signal, pageParam }) => body<Schemas['EventPage']>(api.GET('/events', { params: { query: { limit: 50, ...filter, ...(pageParam === null ? {} : { cursor: pageParam }) } }, signal })),
  });

export const sourcesQuery = queryOptions({ queryKey: ['event-sources'], queryFn: ({ signal }) => body<Schemas['EventSourcePage']>(api.GET('/event-sources', { params: { query: { limit: 200 } }, signal })) });
export const rulesQuery = queryOptions({ queryKey: ['event-rules'], queryFn: ({ signal }) => body<Schemas['EventRuleList']>(api.GET('/event-rules', { signal })) });
export const windowsQuery = (when: 'current' | 'over') => queryOptions({ queryKey: ['maintenance', when], queryFn: ({ signal }) => body<Schemas['MaintenanceWindowPage']>(api.GET('/maintenance-windows', { params: { query: { limit: 100, when } }, signal })) });
export const servicesQuery = queryOptions({ queryKey: ['admin', 'services'], queryFn: ({ signal }) => body<Schemas['ServicePage']>(api.GET('/services', { params: { query: { limit: 200 } }, signal })) });
export const groupsQuery = queryOptions({ queryKey: ['admin', 'groups'], queryFn: ({ signal }) => body<Schemas['GroupPage']>(api.GET('/groups', { params: { query: { limit: 200 } }, signal })) });
export const webhooksQuery = queryOptions({ queryKey: ['admin', 'webhooks', 'names'], queryFn: ({ signal }) => body<Schemas['WebhookPage']>(api.GET('/webhooks', { params: { query: { limit: 200 } }, signal })) });
export const itemsQuery = queryOptions({ queryKey: ['event-items'], queryFn: ({ signal }) => body<Schemas['ItemPage']>(api.GET('/configuration-items', { params: { query: { limit: 200 } }, signal })) });

/** At most so often is anything asked again, whatever arrives (ux.md §1.5.12: the console stays calm in a storm). */
const EVERY_MS = 1_000;

/**
 * Keeps alerts on the screen fresh by the stream. Many changes in a second ask once, and never while an answer is still on its way; while `paused` they are counted alone.
 * @returns changes that the screen does not show yet
 */
export function useLiveAlerts(paused: boolean): { waiting: number; refresh: () => void } {
  const client = useQueryClient();
  const [waiting, setWaiting] = useState(0);
  const counted = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const busy = useRef(false);
  const held = useRef(paused);
  const ask = async (): Promise<void> => {
    counted.current = 0;
    busy.current = true;
    await client.refetchQueries({ queryKey: ['alerts'], type: 'active' }, { cancelRefetch: false });
    busy.current = false;
    setWaiting(counted.current);
    if (counted.current > 0) later();
  };
  const later = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      setWaiting(counted.current);
      if (!held.current && !busy.current) void ask();
    }, EVERY_MS);
  };
  useStream('alert', ({ changed }) => {
    counted.current += changed;
    later();
  });
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  useEffect(() => {
    held.current = paused;
    if (!paused && counted.current > 0) later();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- when the pause ends, not when the function is another one
  }, [paused]);
  return { waiting: paused ? waiting : 0, refresh: () => void ask() };
}
