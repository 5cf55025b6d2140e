import { queryOptions } from '@tanstack/react-query';
import { api, body, type Me, may, raw, type Schemas } from '../../shared/api';
import { otherLayout, referenceIn } from './meant';

export interface Hit {
  kind: 'ticket' | 'person' | 'service' | 'item';
  id: string;
  title: string;
  hint: string;
  /** Where it leads; null where there is no page for it. */
  to: string | null;
}

async function tickets(q: string, limit: number, signal: AbortSignal): Promise<Hit[]> {
  const { items } = await body<Schemas['SearchPage']>(api.GET('/search', { params: { query: { q, limit, prefix: 'true' } }, signal }));
  return items.map((hit) => ({ kind: 'ticket', id: hit.id, title: `${hit.reference} ${hit.title}`, hint: hit.service?.name ?? '', to: hit.access === 'full' ? `/desk/t/${hit.reference}` : null }));
}

const list = async <T>(path: string, signal: AbortSignal): Promise<T[]> => ((await (await raw(path, { signal })).json()) as { items: T[] }).items;
const none = (): Hit[] => [];

/** Over all that this person may find; the other keyboard layout is tried where this one finds no ticket. */
export const searchQuery = (me: Me, q: string, limit: number) =>
  queryOptions({
    queryKey: ['search', q, limit],
    enabled: q.trim().length > 1,
    staleTime: 15_000,
    queryFn: async ({ signal }): Promise<Hit[]> => {
      const word = encodeURIComponent(q.trim());
      const [found, people, services, items] = await Promise.all([
        tickets(q.trim(), limit, signal).then((hits) => (hits.length > 0 || referenceIn(q) ? hits : tickets(otherLayout(q.trim()), limit, signal))).catch(none),
        may(me, 'person.card') ? list<Schemas['PersonReply']>(`/people?active=true&limit=${limit}&q=${word}`, signal).then((all) => all.map((one): Hit => ({ kind: 'person', id: one.id, title: one.displayName, hint: [one.departmentName, one.phone, one.email].filter(Boolean).join(' · '), to: `/desk/views/all?f=requesterId:${one.id}` }))).catch(none) : [],
        may(me, 'service.read') ? list<Schemas['ServiceReply']>(`/services?limit=${limit}&q=${word}`, signal).then((all) => all.map((one): Hit => ({ kind: 'service', id: one.id, title: one.name, hint: '', to: `/desk/views/open?f=serviceId:${one.id}` }))).catch(none) : [],
        may(me, 'ci.read') ? list<Schemas['ItemReply']>(`/configuration-items?limit=${limit}&q=${word}`, signal).then((all) => all.map((one): Hit => ({ kind: 'item', id: one.id, title: one.name, hint: one.class, to: null }))).catch(none) : [],
      ]);
      return [...found, ...people, ...services, ...items];
    },
  });
