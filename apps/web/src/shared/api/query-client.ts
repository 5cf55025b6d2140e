import { type Mutation, MutationCache, QueryClient } from '@tanstack/react-query';
import { isApiError } from './problem';

/** Told of an act that waited for the connection and was refused when it was sent: the place where it was begun may be long gone. */
let onLateRefusal: (error: unknown) => void = () => undefined;
export function whenRefusedLate(act: (error: unknown) => void): void {
  onLateRefusal = act;
}
const waited = new WeakSet<Mutation<unknown, unknown, unknown, unknown>>();
const mutationCache = new MutationCache({ onError: (error, _given, _kept, mutation) => waited.has(mutation) && onLateRefusal(error) });
mutationCache.subscribe((event) => event.type === 'updated' && event.action.type === 'pause' && waited.add(event.mutation));

/** The stream keeps what is shown fresh, so nothing is asked again by itself within a minute. */
export const queryClient = new QueryClient({
  mutationCache,
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: true,
      retry: (count, error) => count < 2 && isApiError(error) && (error.status === 0 || error.status >= 500),
      retryDelay: (attempt) => Math.min(1000 * 3 ** attempt, 10_000),
    },
    mutations: {
      retry: (count, error) => count < 3 && isApiError(error) && (error.status === 0 || error.status === 503) && error.code !== 'timeout',
      retryDelay: (attempt) => [1_000, 3_000, 10_000][attempt] ?? 10_000,
    },
  },
});
