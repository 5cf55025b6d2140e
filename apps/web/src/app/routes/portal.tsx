import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { OutsideShell } from '../pages';
import { enterShell, rootRoute } from './root';
import { oneOf, word } from './search';

const shell = createRoute({
  getParentRoute: () => rootRoute,
  path: '/portal',
  beforeLoad: enterShell('portal', ['portal', 'follow', 'approvals']),
  component: lazyRouteComponent(() => import('../shells/portal'), 'PortalShell'),
  errorComponent: OutsideShell,
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('../../pages/portal/home'), 'HomePage'),
});

const report = createRoute({
  getParentRoute: () => shell,
  path: 'new',
  validateSearch: (search): { text?: string | undefined; followUpOf?: string | undefined } => ({ text: word(search['text']), followUpOf: word(search['followUpOf']) }),
  component: lazyRouteComponent(() => import('../../pages/portal/report'), 'ReportPage'),
});

const tickets = createRoute({
  getParentRoute: () => shell,
  path: 'tickets',
  validateSearch: (search): { show?: 'closed' | 'all' | undefined; q?: string | undefined } => ({ show: oneOf(search['show'], ['closed', 'all']), q: word(search['q']) }),
  component: lazyRouteComponent(() => import('../../pages/portal/tickets'), 'TicketsPage'),
});

const ticket = createRoute({
  getParentRoute: () => shell,
  path: 'tickets/$ref',
  component: lazyRouteComponent(() => import('../../pages/portal/ticket'), 'TicketPage'),
});

const sent = createRoute({
  getParentRoute: () => shell,
  path: 'tickets/$ref/sent',
  component: lazyRouteComponent(() => import('../../pages/portal/sent'), 'SentPage'),
});

const outages = createRoute({
  getParentRoute: () => shell,
  path: 'outages',
  component: lazyRouteComponent(() => import('../../pages/portal/outages'), 'OutagesPage'),
});

const approvals = createRoute({
  getParentRoute: () => shell,
  path: 'approvals',
  validateSearch: (search): { show?: 'answered' | undefined } => ({ show: oneOf(search['show'], ['answered']) }),
  component: lazyRouteComponent(() => import('../../pages/portal/approvals'), 'ApprovalsPage'),
});

const approval = createRoute({
  getParentRoute: () => shell,
  path: 'approvals/$id',
  component: lazyRouteComponent(() => import('../../pages/portal/approval'), 'ApprovalPage'),
});

export const portalRoutes = shell.addChildren([home, report, tickets, ticket, sent, outages, approvals, approval]);
