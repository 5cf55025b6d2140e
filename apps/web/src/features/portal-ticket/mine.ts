import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, body, type Schemas } from '../../shared/api';
import { needsYou, plainOf } from './words';

export type Row = Schemas['TicketRow'];
export type Show = 'open' | 'closed' | 'all';

const OPEN: Schemas['TicketRow']['phase'][] = ['new', 'active', 'waiting', 'resolved'];
const PHASES: Readonly<Record<Show, Schemas['TicketRow']['phase'][] | undefined>> = { open: OPEN, closed: ['closed'], all: undefined };

/** For the count in the navigation and the lists of the home page. */
export const myOpenTickets = queryOptions({
  queryKey: ['tickets', 'mine', 'open'],
  queryFn: ({ signal }) => body<Schemas['TicketRowPage']>(api.GET('/tickets', { params: { query: { requesterId: ['@me'], phase: OPEN, sort: '-updatedAt', limit: 50 } }, signal })),
});

/** The next move is this person's: confirm a solution, answer a question. */
export const needsMe = (row: Pick<Row, 'state' | 'phase' | 'stateReason'>): boolean => needsYou(plainOf(row));

const PAGE = 50;
/** `all` holds the tickets where the person only takes part, too. */
export const myTickets = (show: Show, q: string) =>
  infiniteQueryOptions({
    queryKey: ['tickets', 'mine', show, q],
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Schemas['TicketRowPage']) => nextCursor,
    queryFn: ({ signal, pageParam }) => {
      const phase = PHASES[show];
      return body<Schemas['TicketRowPage']>(
        api.GET('/tickets', {
          params: { query: { ...(phase ? { phase } : {}), ...(show === 'all' ? {} : { requesterId: ['@me'] }), ...(q === '' ? { sort: '-updatedAt' } : { q }), ...(pageParam === null ? {} : { cursor: pageParam }), limit: PAGE } },
          signal,
        }),
      );
    },
  });
