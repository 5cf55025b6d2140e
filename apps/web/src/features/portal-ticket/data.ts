import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body, idempotencyKey, ifMatch, isApiError, type Schemas } from '../../shared/api';
import { type AnyTicket, asTicket, isRequest, readTicket } from '../ticket/as-ticket';

export type Incident = AnyTicket;
export type Entry = Schemas['TimelineEntry'];

/** Keys begin with `ticket`, reference: the stream invalidates by them. */
export const incidentQuery = (reference: string) =>
  queryOptions({
    queryKey: ['ticket', reference, 'card'],
    queryFn: ({ signal }) => readTicket(reference, signal),
  });

const PAGE = 200;
export const timelineQuery = (reference: string) =>
  queryOptions({
    queryKey: ['ticket', reference, 'timeline'],
    queryFn: async ({ signal }): Promise<Entry[]> => {
      const all: Entry[] = [];
      for (let cursor: string | undefined = undefined, more = true; more; ) {
        const page: Schemas['TimelinePage'] = await body(api.GET('/tickets/{id}/timeline', { params: { path: { id: reference }, query: { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } }, signal }));
        all.push(...page.items);
        cursor = page.nextCursor ?? undefined;
        more = cursor !== undefined;
      }
      return all;
    },
  });

export const explainedClocksQuery = (reference: string) =>
  queryOptions({
    queryKey: ['ticket', reference, 'clocks'],
    queryFn: async ({ signal }) => (await body<Schemas['ClockList']>(api.GET('/tickets/{id}/clocks', { params: { path: { id: reference }, query: { explain: 'true' } }, signal }))).items,
  });

type Act =
  | { command: 'confirm'; body: Schemas['ConfirmIncident'] }
  | { command: 'reject' | 'cancel'; body: Schemas['WithReason'] }
  | { command: 'answered'; body: Record<string, never> };

async function send(incident: Incident, act: Act, key: string): Promise<Incident> {
  const init = { params: { path: { id: incident.reference } }, headers: { ...ifMatch(incident.version), 'Idempotency-Key': key } };
  if (incident.request)
    switch (act.command) {
      case 'confirm': return asTicket(await body(api.POST('/requests/{id}/confirm', { ...init, body: act.body })));
      case 'reject': return asTicket(await body(api.POST('/requests/{id}/reject', { ...init, body: act.body })));
      default: return asTicket(await body(api.POST('/requests/{id}/withdraw', { ...init, body: act.command === 'cancel' ? act.body : {} })));
    }
  switch (act.command) {
    case 'confirm':
      return body<Incident>(api.POST('/incidents/{id}/confirm', { ...init, body: act.body }));
    case 'reject':
      return body<Incident>(api.POST('/incidents/{id}/reject', { ...init, body: act.body }));
    case 'cancel':
      return body<Incident>(api.POST('/incidents/{id}/cancel', { ...init, body: act.body }));
    case 'answered':
      return body<Incident>(api.POST('/incidents/{id}/answered', { ...init, body: act.body }));
  }
}

/** Commands of the requester. The answer is the new state, so nothing is asked again but the timeline and the lists. */
export function useCommand(incident: Incident): (act: Act) => Promise<Incident> {
  const client = useQueryClient();
  const { mutateAsync } = useMutation({
    scope: { id: incident.reference },
    mutationFn: ({ act, key }: { act: Act; key: string }) => send(incident, act, key),
    onSuccess: (next) => {
      client.setQueryData(incidentQuery(incident.reference).queryKey, next);
      void client.invalidateQueries({ queryKey: timelineQuery(incident.reference).queryKey });
      void client.invalidateQueries({ queryKey: ['tickets'] });
    },
    onError: (error) => {
      // Somebody was quicker: show what is now, the person decides anew.
      if (isApiError(error, 412) || isApiError(error, 409)) void client.invalidateQueries({ queryKey: ['ticket', incident.reference] });
    },
  });
  return (act) => mutateAsync({ act, key: idempotencyKey() });
}

export interface Saying {
  body: string;
  attachmentIds: string[];
  /** One for the intention: the same when it is sent again after a failure. */
  key: string;
}

export function useSay(incident: Incident): (saying: Saying) => Promise<Schemas['MessageReply']> {
  const client = useQueryClient();
  const { mutateAsync } = useMutation({
    scope: { id: incident.reference },
    mutationFn: ({ body: text, attachmentIds, key }: Saying) =>
      body<Schemas['MessageReply']>(
        api.POST('/tickets/{id}/messages', { params: { path: { id: incident.reference } }, headers: { 'Idempotency-Key': key }, body: { visibility: 'public', body: text, ...(attachmentIds.length > 0 ? { attachmentIds } : {}) } }),
      ),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['ticket', incident.reference] }), client.invalidateQueries({ queryKey: ['tickets'] })]),
  });
  return mutateAsync;
}

/** "Так, закрити" of a list: one press, no rating. */
export function useQuickConfirm(row: Schemas['TicketRow']): () => Promise<void> {
  const client = useQueryClient();
  const { mutateAsync } = useMutation({
    scope: { id: row.reference },
    mutationFn: (key: string): Promise<unknown> => {
      const init = { params: { path: { id: row.reference } }, headers: { ...ifMatch(row.version), 'Idempotency-Key': key }, body: {} };
      return isRequest(row.reference) ? body(api.POST('/requests/{id}/confirm', init)) : body(api.POST('/incidents/{id}/confirm', init));
    },
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['tickets'] }), client.invalidateQueries({ queryKey: ['ticket', row.reference] })]),
  });
  return async () => void (await mutateAsync(idempotencyKey()));
}
