import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { api, body, idempotencyKey, ifMatch, raw, type Schemas } from '../../shared/api';

export type Grant = Schemas['GrantReply'];
export type GrantCard = Schemas['GrantCard'];
export type AccessRequest = Schemas['AccessReply'];
export type RequestRow = Schemas['AccessRequestRow'];
export type Resource = Schemas['ResourceReply'];
export type Weighed = Schemas['WeighedReply'];
export type Campaign = Schemas['RecertificationReply'];
export type Item = Schemas['RecertificationItem'];
export type Finding = Schemas['DriftFindingReply'];

/** Lists begin with `tickets`, one request with `ticket` and its reference: the stream refreshes them by these. */
export const myGrants = (personId: string) =>
  queryOptions({ queryKey: ['tickets', 'access', 'mine', personId], queryFn: async ({ signal }) => (await body<Schemas['GrantPage']>(api.GET('/grants', { params: { query: { personId: [personId], limit: 200 } }, signal }))).items });

export const requestsQuery = (query: string) =>
  queryOptions({
    queryKey: ['tickets', 'access', 'requests', query],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Schemas['AccessRequestPage']> => (await (await raw(`/access-requests?${query}`, { signal })).json()) as Schemas['AccessRequestPage'],
  });

export const requestQuery = (reference: string) =>
  queryOptions({ queryKey: ['ticket', reference, 'access'], queryFn: ({ signal }) => body<AccessRequest>(api.GET('/access-requests/{id}', { params: { path: { id: reference } }, signal })) });

export const approvalsOf = (reference: string) =>
  queryOptions({ queryKey: ['ticket', reference, 'approvals'], queryFn: async ({ signal }) => (await body<Schemas['ApprovalList']>(api.GET('/tickets/{id}/approvals', { params: { path: { id: reference } }, signal }))).items });

export const resourcesQuery = queryOptions({ queryKey: ['access', 'resources'], queryFn: async ({ signal }) => (await body<Schemas['ResourcePage']>(api.GET('/access-resources', { params: { query: { limit: 200 } }, signal }))).items });

export const grantsQuery = (query: string) =>
  infiniteQueryOptions({
    queryKey: ['tickets', 'access', 'grants', query],
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Schemas['GrantPage']) => nextCursor,
    queryFn: async ({ signal, pageParam }): Promise<Schemas['GrantPage']> => (await (await raw(`/grants?${query}${pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`}`, { signal })).json()) as Schemas['GrantPage'],
  });

export const grantQuery = (id: string) => queryOptions({ queryKey: ['tickets', 'access', 'grant', id], queryFn: ({ signal }) => body<GrantCard>(api.GET('/grants/{id}', { params: { path: { id } }, signal })) });

export const campaignsQuery = queryOptions({ queryKey: ['notifications', 'recertifications'], queryFn: async ({ signal }) => (await body<Schemas['RecertificationPage']>(api.GET('/recertifications', { params: { query: { limit: 100 } }, signal }))).items });
export const campaignQuery = (id: string) => queryOptions({ queryKey: ['notifications', 'recertifications', id], queryFn: ({ signal }) => body<Campaign>(api.GET('/recertifications/{id}', { params: { path: { id } }, signal })) });
export const itemsQuery = (id: string, of: 'mine' | 'all') =>
  queryOptions({ queryKey: ['notifications', 'recertifications', id, of], queryFn: async ({ signal }) => (await body<Schemas['RecertificationItemPage']>(api.GET('/recertifications/{id}/items', { params: { path: { id }, query: { of, limit: 200 } }, signal }))).items });

export const findingsQuery = queryOptions({ queryKey: ['access', 'findings'], queryFn: async ({ signal }) => (await body<Schemas['DriftFindingPage']>(api.GET('/drift-findings', { params: { query: { limit: 200 } }, signal }))).items });

export const weigh = (wish: Schemas['WeighAccess'], signal: AbortSignal): Promise<Weighed> => body(api.POST('/access-requests/weigh', { body: wish, signal }));
export const submit = (wish: Schemas['RequestAccess'], key: string): Promise<AccessRequest> => body(api.POST('/access-requests', { headers: { 'Idempotency-Key': key }, body: wish }));
export const extend = (id: string, wish: Schemas['ExtendGrant']): Promise<AccessRequest> => body(api.POST('/grants/{id}/extend', { params: { path: { id } }, headers: { 'Idempotency-Key': idempotencyKey() }, body: wish }));

type Command = 'specify' | 'verify' | 'reject' | 'provision' | 'retry' | 'confirm' | 'reopen' | 'cancel';

/** Commands of a request; the answer is its new state. */
export function useRequestCommand(request: AccessRequest): (command: Command, sent: object) => Promise<void> {
  const client = useQueryClient();
  return async (command, sent) => {
    const answer = await raw(`/access-requests/${request.id}/${command}`, { method: 'POST', headers: { 'content-type': 'application/json', ...ifMatch(request.version), 'idempotency-key': idempotencyKey() }, body: JSON.stringify(sent) });
    client.setQueryData(requestQuery(request.reference).queryKey, (await answer.json()) as AccessRequest);
    await client.invalidateQueries({ queryKey: ['tickets'] });
    await client.invalidateQueries({ queryKey: ['ticket', request.reference] });
  };
}

export function useGrantAct(): (grant: Pick<Grant, 'id' | 'version'>, act: 'revoke' | 'suspend' | 'resume', reason: string) => Promise<void> {
  const client = useQueryClient();
  return async ({ id, version }, act, reason) => {
    const answer = await raw(`/grants/${id}/${act}`, { method: 'POST', headers: { 'content-type': 'application/json', ...ifMatch(version), 'idempotency-key': idempotencyKey() }, body: JSON.stringify({ reason }) });
    client.setQueryData(grantQuery(id).queryKey, (await answer.json()) as GrantCard);
    await client.invalidateQueries({ queryKey: ['tickets', 'access'] });
  };
}

/** The whole day that was chosen, by the clock of whoever chooses. */
export const endOfDay = (day: string): string => new Date(`${day}T23:59:59`).toISOString();
export const startOfDay = (day: string): string => new Date(`${day}T00:00:00`).toISOString();
export const dayOf = (at: Date): string => `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
