import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body, type Schemas } from '../../shared/api';

/** Services that people may name; the server leaves out what is not theirs to know. */
export const servicesQuery = queryOptions({
  queryKey: ['services', 'live'],
  staleTime: 30 * 60_000,
  queryFn: async ({ signal }) => (await body<Schemas['ServicePage']>(api.GET('/services', { params: { query: { status: ['live'], limit: 200 } }, signal }))).items,
});

/** What is assigned to the person: their laptop, phone, printer. */
export const devicesQuery = (personId: string) =>
  queryOptions({
    queryKey: ['configuration-items', 'of', personId],
    staleTime: 30 * 60_000,
    queryFn: async ({ signal }) => (await body<Schemas['ItemPage']>(api.GET('/configuration-items', { params: { query: { assignedToId: personId, limit: 50 } }, signal }))).items,
  });

export type NewIncident = Schemas['RegisterIncident'];

export function useReport(): (incident: NewIncident, key: string) => Promise<Schemas['IncidentReply']> {
  const client = useQueryClient();
  const { mutateAsync } = useMutation({
    mutationFn: ({ incident, key }: { incident: NewIncident; key: string }) => body<Schemas['IncidentReply']>(api.POST('/incidents', { headers: { 'Idempotency-Key': key }, body: incident })),
    onSuccess: (incident) => {
      client.setQueryData(['ticket', incident.reference, 'card'], incident);
      return client.invalidateQueries({ queryKey: ['tickets'] });
    },
  });
  return (incident, key) => mutateAsync({ incident, key });
}
