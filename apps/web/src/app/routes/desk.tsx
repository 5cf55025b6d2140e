import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { OutsideShell } from '../pages';
import { enterShell, rootRoute } from './root';

const shell = createRoute({
  getParentRoute: () => rootRoute,
  path: '/desk',
  beforeLoad: enterShell('desk', ['ticket', 'desk']),
  component: lazyRouteComponent(() => import('../shells/desk'), 'DeskShell'),
  errorComponent: OutsideShell,
});

type View = 'open' | 'mine' | 'groups' | 'new' | 'resolved';
const VIEWS: readonly View[] = ['open', 'mine', 'groups', 'new', 'resolved'];

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: (search): { view?: View; sort?: string; q?: string } => ({
    ...(VIEWS.includes(search['view'] as View) ? { view: search['view'] as View } : {}),
    ...(typeof search['sort'] === 'string' ? { sort: search['sort'] } : {}),
    ...(typeof search['q'] === 'string' && search['q'] !== '' ? { q: search['q'] } : {}),
  }),
  component: lazyRouteComponent(() => import('../../pages/desk/home'), 'HomePage'),
});

const ticket = createRoute({
  getParentRoute: () => shell,
  path: 't/$ref',
  component: lazyRouteComponent(() => import('../../pages/desk/ticket'), 'TicketPage'),
});

export const deskRoutes = shell.addChildren([home, ticket]);
