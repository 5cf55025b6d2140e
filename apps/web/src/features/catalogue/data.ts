import type { FormDefinition } from '@opora/form';
import { queryOptions } from '@tanstack/react-query';
import { api, body, type Schemas } from '../../shared/api';

export type OfferingRow = Schemas['OfferingRow'];
export type Offering = Omit<Schemas['OfferingReply'], 'form'> & { form: FormDefinition };
export type OrderPromise = Schemas['PromiseReply'];

const MOST = 200;

/** All that this person may order. */
export const offeringsQuery = queryOptions({
  queryKey: ['offerings', 'published'],
  staleTime: 5 * 60_000,
  queryFn: async ({ signal }) => (await body<Schemas['OfferingPage']>(api.GET('/offerings', { params: { query: { status: ['published'], limit: MOST } }, signal }))).items,
});

export const offeringQuery = (id: string) =>
  queryOptions({ queryKey: ['offerings', id], staleTime: 60_000, queryFn: ({ signal }) => body<Offering>(api.GET('/offerings/{id}', { params: { path: { id } }, signal }) as never) });

export const promiseQuery = (id: string, answers: Record<string, unknown>, requesterId: string | null) =>
  queryOptions({
    queryKey: ['offerings', id, 'promise', requesterId, answers],
    staleTime: 30_000,
    retry: false,
    queryFn: ({ signal }) => body<OrderPromise>(api.POST('/offerings/{id}/promise', { params: { path: { id } }, body: { answers, ...(requesterId === null ? {} : { requesterId }) }, signal })),
  });

export const order = (id: string, key: string, what: Schemas['OrderBody']): Promise<Schemas['PlacedOrderReply']> => body(api.POST('/offerings/{id}/order', { params: { path: { id } }, headers: { 'Idempotency-Key': key }, body: what }));

const names = ({ items }: { items: { id: string; name: string }[] }): { value: string; label: string }[] => items.map(({ id, name }) => ({ value: id, label: name }));
const listed = { limit: MOST } as const;

/** Records from which a field of a form is chosen, as far as this person sees them. */
export const recordsQuery = (of: 'configurationItem' | 'service' | 'location' | 'department', personId: string) =>
  queryOptions({
    queryKey: ['form-records', of, personId],
    staleTime: 30 * 60_000,
    queryFn: async ({ signal }) => {
      switch (of) {
        case 'configurationItem': return names(await body<Schemas['ItemPage']>(api.GET('/configuration-items', { params: { query: { ...listed, assignedToId: personId } }, signal })));
        case 'service': return names(await body<Schemas['ServicePage']>(api.GET('/services', { params: { query: { ...listed, status: ['live'] } }, signal })));
        case 'location': return names(await body<Schemas['LocationPage']>(api.GET('/locations', { params: { query: listed }, signal })));
        case 'department': return names(await body<Schemas['DepartmentPage']>(api.GET('/departments', { params: { query: listed }, signal })));
      }
    },
  });
