import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { announcementsQuery } from '../../features/portal-ticket/announcements';
import { myOpenTickets } from '../../features/portal-ticket/mine';
import { currentLocale, loadTexts, type Part } from '../../shared/i18n';
import { OutsideShell } from '../pages';
import { enterShell, rootRoute } from './root';
import { oneOf, word } from './search';

const PATIENCE_MS = 400;

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
  // Asked for while the screen's program is still on its way. An outage stands above everything: it is waited for a moment, so that it does not push down what is being read.
  loader: async ({ context: { queryClient } }) => {
    void queryClient.prefetchQuery(myOpenTickets);
    await Promise.race([queryClient.prefetchQuery(announcementsQuery), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  },
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
  beforeLoad: ({ params }) => {
    // Access requests have a page of their own.
    if (/^ACC-/i.test(params.ref)) throw redirect({ to: '/portal/access/$ref', params });
  },
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

const texts = (...parts: Part[]) => (): Promise<void> => loadTexts(currentLocale(), parts);

const catalog = createRoute({
  getParentRoute: () => shell,
  path: 'catalog',
  beforeLoad: texts('catalog'),
  validateSearch: (search): { q?: string | undefined } => ({ q: word(search['q']) }),
  component: lazyRouteComponent(() => import('../../pages/portal/catalog'), 'CatalogPage'),
});

const offering = createRoute({
  getParentRoute: () => shell,
  path: 'catalog/$offering',
  beforeLoad: texts('catalog'),
  component: lazyRouteComponent(() => import('../../pages/portal/offering'), 'OfferingPage'),
});

const accessTexts = { beforeLoad: (): Promise<void> => loadTexts(currentLocale(), ['access', 'ticket']) };
const access = createRoute({ getParentRoute: () => shell, path: 'access', ...accessTexts, component: lazyRouteComponent(() => import('../../pages/portal/access'), 'AccessPage') });
const accessNew = createRoute({ getParentRoute: () => shell, path: 'access/new', ...accessTexts, validateSearch: (search): { text?: string | undefined } => ({ text: word(search['text']) }), component: lazyRouteComponent(() => import('../../pages/portal/access-new'), 'AskAccessPage') });
const accessReview = createRoute({ getParentRoute: () => shell, path: 'access/recertifications/$id', ...accessTexts, component: lazyRouteComponent(() => import('../../pages/portal/access-review'), 'AccessReviewPage') });
const accessRequest = createRoute({ getParentRoute: () => shell, path: 'access/$ref', ...accessTexts, component: lazyRouteComponent(() => import('../../pages/portal/access-request'), 'AccessRequestPage') });

export const portalRoutes = shell.addChildren([home, report, tickets, ticket, sent, outages, approvals, approval, catalog, offering, access, accessNew, accessReview, accessRequest]);
