import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import { api, body, type Schemas } from '../../shared/api';
import { toast, useRefusal } from '../../shared/ui';

export type Note = Schemas['NotificationReply'];
export type Why = 'me' | 'watching' | 'all';

/** The stream asks for everything under `notifications` again when something new came. */
export const unreadQuery = queryOptions({
  queryKey: ['notifications', 'unread'],
  queryFn: ({ signal }) => body<Schemas['NotificationPage']>(api.GET('/me/notifications', { params: { query: { unread: 'true', limit: 1 } }, signal })),
});

export const notesQuery = (why: Why) =>
  infiniteQueryOptions({
    queryKey: ['notifications', 'list', why],
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Schemas['NotificationPage']) => nextCursor,
    queryFn: ({ signal, pageParam }) => body<Schemas['NotificationPage']>(api.GET('/me/notifications', { params: { query: { limit: 50, ...(why === 'all' ? {} : { why }), ...(pageParam === null ? {} : { cursor: pageParam }) } }, signal })),
  });

export const choicesQuery = queryOptions({ queryKey: ['notification-choices'], queryFn: ({ signal }) => body<Schemas['NotificationChoiceList']>(api.GET('/me/notification-choices', { signal })) });

/** Marks these, or all, as read or unread again; who marks is told where it failed. */
export function useMark(): (ids: readonly string[] | null, read: boolean) => Promise<void> {
  const client = useQueryClient();
  const refusal = useRefusal();
  return async (ids, read) => {
    try {
      await body(api.POST('/me/notifications/read', { body: { read, ...(ids === null ? {} : { ids: [...ids] }) } }));
    } catch (error) {
      toast.fail(refusal(error));
    }
    await client.invalidateQueries({ queryKey: ['notifications'] });
  };
}
