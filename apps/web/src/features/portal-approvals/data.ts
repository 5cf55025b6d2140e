import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import { api, body, idempotencyKey, type Schemas } from '../../shared/api';

export type Card = Schemas['ApprovalCard'];
export type Show = 'asked' | 'answered';

const PAGE = 50;

export const approvalsQuery = (state: Show) =>
  infiniteQueryOptions({
    queryKey: ['notifications', 'approvals', state],
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Schemas['ApprovalCardPage']) => nextCursor,
    queryFn: ({ signal, pageParam }) => body<Schemas['ApprovalCardPage']>(api.GET('/me/approvals', { params: { query: { state, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } }, signal })),
  });

/** For the navigation and the home page. Under `notifications`, so that the stream refreshes it when somebody asks. */
export const waitingApprovals = queryOptions({
  queryKey: ['notifications', 'approvals', 'waiting'],
  queryFn: ({ signal }) => body<Schemas['ApprovalCardPage']>(api.GET('/me/approvals', { params: { query: { limit: 10 } }, signal })),
});

export const approvalQuery = (id: string) =>
  queryOptions({ queryKey: ['notifications', 'approval', id], queryFn: ({ signal }) => body<Card>(api.GET('/me/approvals/{voteId}', { params: { path: { voteId: id } }, signal })) });

/** Answers, and shows the card as it then stands. */
export function useAnswer(card: Card): (answer: 'approved' | 'refused', reason: string) => Promise<void> {
  const client = useQueryClient();
  return async (answer, reason) => {
    const said = reason.trim();
    const after = await body<Card>(
      api.POST('/tickets/{id}/approvals/{voteId}/answer', { params: { path: { id: card.ticketId, voteId: card.id } }, headers: { 'Idempotency-Key': idempotencyKey() }, body: { answer, ...(said === '' ? {} : { reason: said }) } }),
    );
    client.setQueryData(['notifications', 'approval', card.id], after);
    await client.invalidateQueries({ queryKey: ['notifications', 'approvals'] });
  };
}

/** Hands the answer over to somebody else; whoever was asked can take it back until then. */
export function useHandOver(card: Card): (personId: string, reason: string) => Promise<void> {
  const client = useQueryClient();
  return async (personId, reason) => {
    const said = reason.trim();
    const init = { params: { path: { id: card.ticketId, voteId: card.id } }, headers: { 'Idempotency-Key': idempotencyKey() }, body: { personId, ...(said === '' ? {} : { reason: said }) } };
    const after = await body<Card>(api.POST('/tickets/{id}/approvals/{voteId}/delegate', init));
    client.setQueryData(['notifications', 'approval', card.id], after);
    await client.invalidateQueries({ queryKey: ['notifications', 'approvals'] });
  };
}

export const linkQuery = (token: string) => queryOptions({ queryKey: ['approval-link', token], retry: false, queryFn: ({ signal }) => body<Card>(api.GET('/approval-links/{token}', { params: { path: { token } }, signal })) });

export const answerByLink = (token: string, answer: 'approved' | 'refused', reason: string): Promise<Card> =>
  body(api.POST('/approval-links/{token}', { params: { path: { token } }, body: { answer, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) } }));
