import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { OutsideShell } from '../pages';
import { enterShell, rootRoute } from './root';

const shell = createRoute({
  getParentRoute: () => rootRoute,
  path: '/admin',
  beforeLoad: enterShell('admin', ['admin']),
  component: lazyRouteComponent(() => import('../shells/admin'), 'AdminShell'),
  errorComponent: OutsideShell,
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('../../pages/admin/home'), 'HomePage'),
});

export const adminRoutes = shell.addChildren([home]);
