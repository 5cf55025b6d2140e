import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { shellsOf } from '../../shared/api';
import { currentLocale, loadTexts } from '../../shared/i18n';
import { OutsideShell } from '../pages';
import { rootRoute, signedIn } from './root';
import { oneOf, word } from './search';

/** Pages of every shell: they keep the frame of the shell that the person was in. */
const frame = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shared',
  beforeLoad: async ({ context, location }) => {
    const [me] = await Promise.all([signedIn(context, location), loadTexts(currentLocale(), ['portal', 'me', 'notes'])]);
    return { me };
  },
  component: lazyRouteComponent(() => import('../shells/shared'), 'SharedShell'),
  errorComponent: OutsideShell,
});

const me = createRoute({
  getParentRoute: () => frame,
  path: '/me',
  validateSearch: (search): { tab?: 'security' | 'look' | 'tokens' | 'notifications' | undefined } => ({ tab: oneOf(search['tab'], ['security', 'look', 'tokens', 'notifications']) }),
  component: lazyRouteComponent(() => import('../../pages/me/profile'), 'ProfilePage'),
});

const notifications = createRoute({
  getParentRoute: () => frame,
  path: '/notifications',
  validateSearch: (search): { why?: 'watching' | 'all' | undefined } => ({ why: oneOf(search['why'], ['watching', 'all']) }),
  component: lazyRouteComponent(() => import('../../pages/notifications/notifications'), 'NotificationsPage'),
});

/** A reference opens anywhere: each person in the shell that fits them. */
const anyTicket = createRoute({
  getParentRoute: () => frame,
  path: '/t/$ref',
  beforeLoad: ({ context, params }) => {
    // Access requests have a page of their own in either shell.
    if (/^ACC-/i.test(params.ref)) throw redirect({ to: shellsOf(context.me).includes('desk') ? '/desk/access/$ref' : '/portal/access/$ref', params });
    if (shellsOf(context.me).includes('desk')) throw redirect({ href: `/desk/t/${encodeURIComponent(params.ref)}` });
    throw redirect({ to: '/portal/tickets/$ref', params });
  },
});

/** One search page, in the frame of those who work there. */
const anySearch = createRoute({
  getParentRoute: () => frame,
  path: '/search',
  validateSearch: (search): { q?: string | undefined } => ({ q: word(search['q']) }),
  beforeLoad: ({ context, search }) => {
    throw shellsOf(context.me).includes('desk') ? redirect({ to: '/desk/search', search }) : redirect({ to: '/portal/tickets' });
  },
});

export const sharedRoutes = frame.addChildren([me, notifications, anySearch, anyTicket]);
