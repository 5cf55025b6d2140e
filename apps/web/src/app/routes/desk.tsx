import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { enterShell, rootRoute } from './root';

const shell = createRoute({
  getParentRoute: () => rootRoute,
  path: '/desk',
  beforeLoad: enterShell('desk', ['ticket', 'desk']),
  component: lazyRouteComponent(() => import('../shells/desk'), 'DeskShell'),
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('../../pages/desk/home'), 'HomePage'),
});

export const deskRoutes = shell.addChildren([home]);
