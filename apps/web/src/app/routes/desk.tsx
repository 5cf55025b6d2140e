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

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('../../pages/desk/home'), 'HomePage'),
});

export const deskRoutes = shell.addChildren([home]);
