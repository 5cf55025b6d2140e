import { queryOptions } from '@tanstack/react-query';
import { api, body, type Schemas } from '../../shared/api';

/** Banners that concern this person now; the stream says when to ask again, and a minute is the most that a promise may be stale. */
export const announcementsQuery = queryOptions({
  queryKey: ['announcements'],
  refetchInterval: 60_000,
  queryFn: async ({ signal }) => (await body<Schemas['AnnouncementList']>(api.GET('/announcements', { signal }))).items,
});
