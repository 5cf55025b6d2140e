import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { InsightSearch } from '../../features/insight/data';
import { may } from '../../shared/api';
import { OutsideShell } from '../pages';
import { enterShell, rootRoute } from './root';
import { oneOf, word } from './search';

const shell = createRoute({
  getParentRoute: () => rootRoute,
  path: '/insight',
  beforeLoad: enterShell('insight', ['insight', 'ticket']),
  component: lazyRouteComponent(() => import('../shells/insight'), 'InsightShell'),
  errorComponent: OutsideShell,
});

const day = (value: unknown): string | undefined => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined);
const id = (value: unknown): string | undefined => (typeof value === 'string' && /^(?:[0-9a-f-]{36}|none)$/i.test(value) ? value : undefined);

/** What is asked of a report: all of it can be sent to a colleague. */
const asked = (search: Record<string, unknown>): InsightSearch => ({
  from: day(search['from']), to: day(search['to']), service: id(search['service']), group: id(search['group']), department: id(search['department']), priority: oneOf(String(search['priority']), ['1', '2', '3', '4', '5']),
  channel: oneOf(search['channel'], ['portal', 'email', 'phone', 'walk_in', 'chat', 'event', 'api']), by: oneOf(search['by'], ['service', 'group', 'priority', 'department', 'month']), of: oneOf(search['of'], ['resolved']), sort: word(search['sort']),
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: asked,
  beforeLoad: ({ context }) => {
    if (!may(context.me, 'report.operational')) throw redirect({ to: '/insight/sla' });
  },
  component: lazyRouteComponent(() => import('../../pages/insight/home'), 'HomePage'),
});
const sla = createRoute({ getParentRoute: () => shell, path: 'sla', validateSearch: asked, component: lazyRouteComponent(() => import('../../pages/insight/sla'), 'SlaPage') });
const backlog = createRoute({ getParentRoute: () => shell, path: 'backlog', validateSearch: asked, component: lazyRouteComponent(() => import('../../pages/insight/backlog'), 'BacklogPage') });
const load = createRoute({ getParentRoute: () => shell, path: 'load', validateSearch: asked, component: lazyRouteComponent(() => import('../../pages/insight/load'), 'LoadPage') });
const operators = createRoute({ getParentRoute: () => shell, path: 'operators', validateSearch: asked, component: lazyRouteComponent(() => import('../../pages/insight/operators'), 'OperatorsPage') });

/** The tickets behind a figure: `f` is the query that the report named. */
const tickets = createRoute({
  getParentRoute: () => shell,
  path: 'tickets',
  validateSearch: (search): { f?: string | undefined; sort?: string | undefined } => ({ f: word(search['f']), sort: word(search['sort']) }),
  component: lazyRouteComponent(() => import('../../pages/insight/tickets'), 'TicketsPage'),
});

export const insightRoutes = shell.addChildren([home, sla, backlog, load, operators, tickets]);
