import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { OutsideShell } from '../pages';
import { enterShell, rootRoute } from './root';

const shell = createRoute({
  getParentRoute: () => rootRoute,
  path: '/insight',
  beforeLoad: enterShell('insight', ['insight']),
  component: lazyRouteComponent(() => import('../shells/insight'), 'InsightShell'),
  errorComponent: OutsideShell,
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('../../pages/insight/home'), 'HomePage'),
});

export const insightRoutes = shell.addChildren([home]);
