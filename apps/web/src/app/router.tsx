import { createRouter } from '@tanstack/react-router';
import { isApiError, queryClient } from '../shared/api';
import { FailedPage, ForbiddenPage, NotFoundPage } from './pages';
import { adminRoutes } from './routes/admin';
import { deskRoutes } from './routes/desk';
import { insightRoutes } from './routes/insight';
import { openRoutes } from './routes/open';
import { portalRoutes } from './routes/portal';
import { rootRoute } from './routes/root';
import { sharedRoutes } from './routes/shared';

const routeTree = rootRoute.addChildren([...openRoutes, sharedRoutes, portalRoutes, deskRoutes, insightRoutes, adminRoutes]);

export const router = createRouter({
  routeTree,
  context: { queryClient },
  // A hover or a touch is a promise: the page's code and data are fetched then.
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 150,
  scrollRestoration: true,
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: ({ error, reset }) => (isApiError(error, 403) ? <ForbiddenPage error={error} /> : isApiError(error, 404) ? <NotFoundPage /> : <FailedPage error={error} onRetry={reset} />),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
