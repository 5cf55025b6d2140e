import { queryOptions } from '@tanstack/react-query';
import { api, body, raw, type Schemas } from '../../shared/api';
import type { IncidentRow } from './queries';

export type Proposal = Schemas['ProposalReply'];
export type Announcement = Schemas['AnnouncementReply'];
export type Level = 'high' | 'medium' | 'low';

/** What a person chose instead of what is proposed; left out = as proposed. */
export interface Choice {
  serviceId?: string | undefined;
  categoryId?: string | null | undefined;
  impact?: Level | undefined;
  urgency?: Level | undefined;
  groupId?: string | undefined;
  assigneeId?: string | undefined;
}

export const post = async <T>(path: string, given: unknown, headers: Record<string, string> = {}): Promise<T> => {
  const answer = await raw(path, { method: 'POST', headers: { 'Content-Type': 'application/json', 'If-Match': '*', ...headers }, body: JSON.stringify(given) });
  return (answer.status === 204 ? undefined : await answer.json()) as T;
};

/** Service, category, levels and group for a text, each with its reason. */
export const proposalQuery = (title: string, requesterId: string | null, { serviceId, categoryId }: Choice = {}, description = '') =>
  queryOptions({
    queryKey: ['proposals', title, requesterId, serviceId ?? null, categoryId ?? null, description],
    enabled: title.trim().length > 2,
    staleTime: 60_000,
    queryFn: (): Promise<Proposal> =>
      post('/tickets/proposals', {
        title: title.trim().slice(0, 300), ...(description === '' ? {} : { description: description.slice(0, 20_000) }), ...(requesterId === null ? {} : { requesterId }), ...(serviceId ? { serviceId } : {}), ...(serviceId && categoryId ? { categoryId } : {}),
      }),
  });

/** Fields of a registration or a change that follow from a proposal and what was chosen: what the server would do by itself is left to it. */
export function chosenFields(proposal: Proposal | undefined, choice: Choice): { serviceId?: string; categoryId?: string; impact?: Level; urgency?: Level; groupId?: string; assigneeId?: string } {
  const serviceId = choice.serviceId ?? proposal?.service?.value.id;
  const ofService = choice.serviceId === undefined || choice.serviceId === proposal?.service?.value.id;
  const categoryId = choice.categoryId === undefined ? (ofService ? proposal?.category?.value.id : undefined) : (choice.categoryId ?? undefined);
  const level = (which: 'impact' | 'urgency'): Level | undefined => choice[which] ?? (proposal?.[which].source === 'similar' ? proposal[which].value : undefined);
  const [impact, urgency, groupId] = [level('impact'), level('urgency'), choice.groupId];
  return { ...(serviceId ? { serviceId } : {}), ...(categoryId ? { categoryId } : {}), ...(impact ? { impact } : {}), ...(urgency ? { urgency } : {}), ...(groupId ? { groupId } : {}), ...(choice.assigneeId ? { assigneeId: choice.assigneeId } : {}) };
}

const OPEN = new Set(['new', 'active', 'waiting']);

/** Open tickets like a text, for "is it known already?". */
export const similarOpenQuery = (title: string, serviceId: string | null) =>
  queryOptions({
    queryKey: ['similar', title, serviceId],
    enabled: title.trim().length > 3,
    queryFn: async (): Promise<Schemas['SimilarHit'][]> => (await post<Schemas['SimilarList']>('/tickets/similar', { title: title.trim().slice(0, 300), ...(serviceId ? { serviceId } : {}) })).items.filter(({ phase }) => OPEN.has(phase)),
  });

export const similarToQuery = (reference: string) =>
  queryOptions({ queryKey: ['ticket', reference, 'similar'], queryFn: async (): Promise<Schemas['SimilarHit'][]> => (await body(api.GET('/tickets/{id}/similar', { params: { path: { id: reference } } }))).items });

export const openOfQuery = (requesterId: string | null) =>
  queryOptions({
    queryKey: ['tickets', 'of', requesterId],
    enabled: requesterId !== null,
    queryFn: async (): Promise<IncidentRow[]> => ((await (await raw(`/tickets?requesterId=${requesterId}&phase=new&phase=active&phase=waiting&phase=resolved&sort=-createdAt&limit=8`)).json()) as Schemas['IncidentPage']).items,
  });

export const announcementsQuery = queryOptions({ queryKey: ['announcements'], staleTime: 60_000, queryFn: async (): Promise<Announcement[]> => (await body(api.GET('/announcements', {}))).items });
