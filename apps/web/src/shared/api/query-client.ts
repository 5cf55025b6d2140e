import { QueryClient } from '@tanstack/react-query';
import { isApiError } from './problem';

/** The stream keeps what is shown fresh, so nothing is asked again by itself within a minute. */
export const queryClient = new QueryClient({
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
