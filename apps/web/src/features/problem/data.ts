import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { api, body, idempotencyKey, ifMatch, raw, type Schemas } from '../../shared/api';

export type Problem = Schemas['ProblemReply'];
export type MassAnswer = Schemas['MassReply'];
export type Proposed = Schemas['ProblemProposalReply'];
export type KnownError = Schemas['KnownErrorReply'];
export type Technique = Schemas['AnalyseProblem']['technique'];

/** Lists begin with `tickets`, one problem with `ticket` and its reference: the stream refreshes them by these. */
export const problemsQuery = (open: boolean) =>
  queryOptions({
    queryKey: ['tickets', 'problems', open],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Schemas['ProblemPage']> => (await (await raw(`/problems?${open ? 'phase=new&phase=active' : 'phase=resolved&phase=closed'}&limit=100`, { signal })).json()) as Schemas['ProblemPage'],
  });
export const problemQuery = (reference: string) => queryOptions({ queryKey: ['ticket', reference, 'problem'], queryFn: ({ signal }) => body<Problem>(api.GET('/problems/{id}', { params: { path: { id: reference } }, signal })) });
export const proposedQuery = queryOptions({ queryKey: ['tickets', 'problem-proposals'], queryFn: async ({ signal }) => (await body<Schemas['ProblemProposalList']>(api.GET('/problem-proposals', { signal }))).items });
export const knownQuery = (q: string) =>
  queryOptions({ queryKey: ['tickets', 'known-errors', q], placeholderData: keepPreviousData, queryFn: async ({ signal }) => (await body<Schemas['KnownErrorList']>(api.GET('/known-errors', { params: { query: q === '' ? {} : { q } }, signal }))).items });

export const register = (title: string, description: string): Promise<Problem> => body(api.POST('/problems', { headers: { 'Idempotency-Key': idempotencyKey() }, body: { title, ...(description === '' ? {} : { description }) } }));

async function send<T>(path: string, sent: object, version: number | '*'): Promise<T> {
  const answer = await raw(path, { method: 'POST', headers: { 'content-type': 'application/json', ...ifMatch(version), 'idempotency-key': idempotencyKey() }, body: JSON.stringify(sent) });
  return (await answer.json()) as T;
}

/** A command of a problem; its new state is shown when it is there. */
export function useProblemCommand({ id, reference, version }: Pick<Problem, 'id' | 'reference' | 'version'>): <T = Problem>(command: string, sent: object) => Promise<T> {
  const client = useQueryClient();
  return async (command, sent) => {
    const answer = await send(`/problems/${id}/${command}`, sent, version);
    await client.invalidateQueries({ queryKey: ['ticket', reference] });
    await client.invalidateQueries({ queryKey: ['tickets'] });
    return answer as never;
  };
}

/** An answer to a proposal, or a look for more of them. */
export function useProposals(): (path: string, sent?: object) => Promise<Schemas['ProblemProposalAnswered']> {
  const client = useQueryClient();
  return async (path, sent = {}) => {
    const answer = await send<Schemas['ProblemProposalAnswered']>(`/problem-proposals/${path}`, sent, '*');
    await client.invalidateQueries({ queryKey: ['tickets'] });
    return answer;
  };
}
