import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { currentLocale, loadTexts } from '../../shared/i18n';
import { OutsideShell } from '../pages';
import { enterShell, rootRoute } from './root';
import { oneOf, word } from './search';

const shell = createRoute({
  getParentRoute: () => rootRoute,
  path: '/admin',
  beforeLoad: enterShell('admin', ['admin', 'agreements']),
  component: lazyRouteComponent(() => import('../shells/admin'), 'AdminShell'),
  errorComponent: OutsideShell,
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('../../pages/admin/home'), 'HomePage'),
});

/** A list with what is chosen in it. */
const directory = (search: Record<string, unknown>): { id?: string | undefined; q?: string | undefined; off?: 'yes' | undefined } => ({ id: word(search['id']), q: word(search['q']), off: oneOf(search['off'], ['yes']) });

const people = createRoute({ getParentRoute: () => shell, path: 'people', validateSearch: directory, component: lazyRouteComponent(() => import('../../pages/admin/people'), 'PeoplePage') });
const groups = createRoute({ getParentRoute: () => shell, path: 'groups', validateSearch: directory, component: lazyRouteComponent(() => import('../../pages/admin/groups'), 'GroupsPage') });
const services = createRoute({ getParentRoute: () => shell, path: 'services', validateSearch: directory, component: lazyRouteComponent(() => import('../../pages/admin/services'), 'ServicesPage') });
const accessTexts = { beforeLoad: (): Promise<void> => loadTexts(currentLocale(), ['access', 'systems']) };
const access = createRoute({ getParentRoute: () => shell, path: 'access', validateSearch: directory, ...accessTexts, component: lazyRouteComponent(() => import('../../pages/admin/access'), 'AccessPage') });
const sod = createRoute({ getParentRoute: () => shell, path: 'sod', validateSearch: directory, ...accessTexts, component: lazyRouteComponent(() => import('../../pages/admin/sod'), 'SodPage') });
const catalog = createRoute({ getParentRoute: () => shell, path: 'catalog', validateSearch: directory, beforeLoad: () => loadTexts(currentLocale(), ['offer', 'catalog']), component: lazyRouteComponent(() => import('../../pages/admin/catalog'), 'CatalogPage') });
const calendars = createRoute({ getParentRoute: () => shell, path: 'calendars', validateSearch: directory, component: lazyRouteComponent(() => import('../../pages/admin/calendars'), 'CalendarsPage') });
const agreements = createRoute({ getParentRoute: () => shell, path: 'agreements', validateSearch: directory, component: lazyRouteComponent(() => import('../../pages/admin/agreements'), 'AgreementsPage') });
const macros = createRoute({ getParentRoute: () => shell, path: 'macros', validateSearch: directory, beforeLoad: () => loadTexts(currentLocale(), ['macros', 'ticket', 'desk']), component: lazyRouteComponent(() => import('../../pages/admin/macros'), 'MacrosPage') });
const settings = createRoute({ getParentRoute: () => shell, path: 'settings', component: lazyRouteComponent(() => import('../../pages/admin/settings'), 'SettingsPage') });
const mail = createRoute({
  getParentRoute: () => shell,
  path: 'mail',
  validateSearch: (search): { state?: 'unsent' | 'failed' | 'queued' | 'sent' | 'skipped' | undefined; q?: string | undefined } => ({ state: oneOf(search['state'], ['unsent', 'failed', 'queued', 'sent', 'skipped']), q: word(search['q']) }),
  component: lazyRouteComponent(() => import('../../pages/admin/mail'), 'MailPage'),
});

const imports = createRoute({
  getParentRoute: () => shell,
  path: 'imports',
  validateSearch: (search): { id?: string | undefined } => ({ id: word(search['id']) }),
  beforeLoad: () => loadTexts(currentLocale(), ['imports']),
  component: lazyRouteComponent(() => import('../../pages/admin/imports'), 'ImportsPage'),
});

const integrations = createRoute({
  getParentRoute: () => shell,
  path: 'integrations',
  validateSearch: (search): { tab?: 'tokens' | undefined; state?: 'waiting' | 'dead' | 'delivered' | 'cancelled' | undefined; id?: string | undefined; q?: string | undefined; off?: 'yes' | undefined } => ({ ...directory(search), tab: oneOf(search['tab'], ['tokens']), state: oneOf(search['state'], ['waiting', 'dead', 'delivered', 'cancelled']) }),
  beforeLoad: () => loadTexts(currentLocale(), ['integrations']),
  component: lazyRouteComponent(() => import('../../pages/admin/integrations'), 'IntegrationsPage'),
});

const eventSources = createRoute({ getParentRoute: () => shell, path: 'event-sources', validateSearch: directory, beforeLoad: () => loadTexts(currentLocale(), ['eventSources']), component: lazyRouteComponent(() => import('../../pages/admin/event-sources'), 'EventSourcesPage') });

export const adminRoutes = shell.addChildren([home, people, groups, services, catalog, calendars, agreements, macros, mail, integrations, imports, settings, access, sod, eventSources]);
