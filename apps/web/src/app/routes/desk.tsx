import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { RegisterSearch } from '../../features/access/register';
import type { AlertSearch } from '../../features/events/data';
import { placesTickets } from '../../shared/api';
import { currentLocale, loadTexts, type Part } from '../../shared/i18n';
import { OutsideShell } from '../pages';
import { enterShell, rootRoute } from './root';
import { oneOf, word } from './search';

const shell = createRoute({
  getParentRoute: () => rootRoute,
  path: '/desk',
  beforeLoad: enterShell('desk', ['ticket', 'desk']),
  component: lazyRouteComponent(() => import('../shells/desk'), 'DeskShell'),
  errorComponent: OutsideShell,
});

const texts = (...parts: Part[]) => (): Promise<void> => loadTexts(currentLocale(), parts);

/** A dispatcher begins with what has no place yet, everybody else with their own work (ux.md §1.1). */
const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: ({ context }) => {
    throw redirect({ to: placesTickets(context.me) ? '/desk/triage' : '/desk/my' });
  },
});

const triage = createRoute({
  getParentRoute: () => shell,
  path: 'triage',
  beforeLoad: texts('triage'),
  validateSearch: (search): { channel?: string | undefined; q?: string | undefined; ref?: string | undefined } => ({ channel: word(search['channel']), q: word(search['q']), ref: word(search['ref']) }),
  component: lazyRouteComponent(() => import('../../pages/desk/triage'), 'TriagePage'),
});

const mine = createRoute({
  getParentRoute: () => shell,
  path: 'my',
  beforeLoad: texts('queue'),
  component: lazyRouteComponent(() => import('../../pages/desk/my'), 'MyPage'),
});

const queue = createRoute({
  getParentRoute: () => shell,
  path: 'views/$view',
  beforeLoad: texts('queue'),
  validateSearch: (search): { f?: string | undefined; q?: string | undefined; sort?: string | undefined; cols?: string | undefined } => ({ f: word(search['f']), q: word(search['q']), sort: word(search['sort']), cols: word(search['cols']) }),
  component: lazyRouteComponent(() => import('../../pages/desk/queue'), 'QueuePage'),
});

const ticket = createRoute({
  getParentRoute: () => shell,
  path: 't/$ref',
  beforeLoad: async ({ params }) => {
    // Access requests have a page of their own.
    if (/^ACC-/i.test(params.ref)) throw redirect({ to: '/desk/access/$ref', params });
    await texts('work', 'macros')();
  },
  component: lazyRouteComponent(() => import('../../pages/desk/ticket'), 'TicketPage'),
});

const major = createRoute({
  getParentRoute: () => shell,
  path: 'major/$ref',
  beforeLoad: texts('work', 'macros'),
  component: lazyRouteComponent(() => import('../../pages/desk/major'), 'MajorPage'),
});

const search = createRoute({
  getParentRoute: () => shell,
  path: 'search',
  beforeLoad: texts('queue'),
  validateSearch: (given): { q?: string | undefined } => ({ q: word(given['q']) }),
  component: lazyRouteComponent(() => import('../../pages/desk/search'), 'SearchPage'),
});

const SHOWN = ['verify', 'words', 'work', 'approving', 'removals'] as const;
const access = createRoute({
  getParentRoute: () => shell,
  path: 'access',
  beforeLoad: texts('access'),
  validateSearch: (search): { show?: (typeof SHOWN)[number] | undefined } => ({ show: oneOf(search['show'], SHOWN) }),
  component: lazyRouteComponent(() => import('../../pages/desk/access'), 'AccessPage'),
});
const accessGrants = createRoute({
  getParentRoute: () => shell,
  path: 'access/grants',
  beforeLoad: texts('access'),
  validateSearch: (search): RegisterSearch => ({
    q: word(search['q']), resource: word(search['resource']), state: oneOf(search['state'], ['pending', 'over', 'all']), risk: oneOf(search['risk'], ['high', 'medium', 'low']), ends: oneOf(String(search['ends'] ?? ''), ['30']), left: oneOf(search['left'], ['yes']),
    sod: oneOf(search['sod'], ['yes']), asOf: word(search['asOf']), grant: word(search['grant']),
  }),
  component: lazyRouteComponent(() => import('../../pages/desk/access-grants'), 'AccessGrantsPage'),
});
const accessNew = createRoute({ getParentRoute: () => shell, path: 'access/new', beforeLoad: texts('access'), component: lazyRouteComponent(() => import('../../pages/desk/access-new'), 'AskAccessPage') });
const accessCampaigns = createRoute({ getParentRoute: () => shell, path: 'access/recertifications', beforeLoad: texts('access'), component: lazyRouteComponent(() => import('../../pages/desk/access-campaigns'), 'AccessCampaignsPage') });
const accessReview = createRoute({ getParentRoute: () => shell, path: 'access/recertifications/$id', beforeLoad: texts('access'), component: lazyRouteComponent(() => import('../../pages/desk/access-review'), 'AccessReviewPage') });
const accessDrift = createRoute({ getParentRoute: () => shell, path: 'access/drift', beforeLoad: texts('access'), component: lazyRouteComponent(() => import('../../pages/desk/access-drift'), 'AccessDriftPage') });
const accessRequest = createRoute({ getParentRoute: () => shell, path: 'access/$ref', beforeLoad: texts('access'), component: lazyRouteComponent(() => import('../../pages/desk/access-request'), 'AccessRequestPage') });

const events = createRoute({
  getParentRoute: () => shell,
  path: 'events',
  beforeLoad: texts('events'),
  validateSearch: (given): AlertSearch => ({
    state: word(given['state']), severity: word(given['severity']), source: word(given['source']), service: word(given['service']), quiet: oneOf(given['quiet'], ['yes']), group: oneOf(given['group'], ['yes']), q: word(given['q']),
  }),
  component: lazyRouteComponent(() => import('../../pages/desk/events'), 'EventsPage'),
});

const eventAlert = createRoute({
  getParentRoute: () => shell,
  path: 'events/alerts/$id',
  beforeLoad: texts('events'),
  component: lazyRouteComponent(() => import('../../pages/desk/event-alert'), 'EventAlertPage'),
});

const eventStream = createRoute({
  getParentRoute: () => shell,
  path: 'events/stream',
  beforeLoad: texts('events'),
  validateSearch: (given): { source?: string | undefined; q?: string | undefined } => ({ source: word(given['source']), q: word(given['q']) }),
  component: lazyRouteComponent(() => import('../../pages/desk/event-stream'), 'EventStreamPage'),
});

const eventRules = createRoute({
  getParentRoute: () => shell,
  path: 'events/rules',
  beforeLoad: texts('events'),
  validateSearch: (given): { id?: string | undefined } => ({ id: word(given['id']) }),
  component: lazyRouteComponent(() => import('../../pages/desk/event-rules'), 'EventRulesPage'),
});

const eventWindows = createRoute({
  getParentRoute: () => shell,
  path: 'events/windows',
  beforeLoad: texts('events'),
  validateSearch: (given): { when?: 'over' | undefined; id?: string | undefined } => ({ when: oneOf(given['when'], ['over']), id: word(given['id']) }),
  component: lazyRouteComponent(() => import('../../pages/desk/event-windows'), 'EventWindowsPage'),
});

const problems = createRoute({
  getParentRoute: () => shell,
  path: 'problems',
  beforeLoad: texts('problems'),
  validateSearch: (search): { tab?: 'over' | 'proposed' | undefined } => ({ tab: oneOf(search['tab'], ['over', 'proposed'] as const) }),
  component: lazyRouteComponent(() => import('../../pages/desk/problems'), 'ProblemsPage'),
});
const problem = createRoute({ getParentRoute: () => shell, path: 'problems/$ref', beforeLoad: texts('problems'), component: lazyRouteComponent(() => import('../../pages/desk/problem'), 'ProblemPage') });
const knownErrors = createRoute({ getParentRoute: () => shell, path: 'known-errors', beforeLoad: texts('problems'), component: lazyRouteComponent(() => import('../../pages/desk/known-errors'), 'KnownErrorsPage') });

export const deskRoutes = shell.addChildren([home, triage, mine, queue, ticket, major, search, problems, problem, knownErrors, access, accessGrants, accessNew, accessCampaigns, accessReview, accessDrift, accessRequest, events, eventAlert, eventStream, eventRules, eventWindows]);
