import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { mayBeSignedIn, meQuery } from '../../shared/api';
import { currentLocale, loadTexts } from '../../shared/i18n';
import { landing, rootRoute, signedIn } from './root';
import { ownAddress } from './search';

const texts = (): Promise<void> => loadTexts(currentLocale(), ['auth']);

const home = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async ({ context, location }) => {
    throw redirect({ to: landing(await signedIn(context, location)) });
  },
});

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search): { next?: string | undefined } => ({ next: ownAddress(search['next']) }),
  beforeLoad: async ({ context, search }) => {
    const [me] = await Promise.all([mayBeSignedIn() ? context.queryClient.ensureQueryData(meQuery) : null, texts()]);
    if (me) throw redirect({ href: search.next ?? landing(me) });
  },
  component: lazyRouteComponent(() => import('../../pages/auth/sign-in'), 'SignInPage'),
});

const askReset = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  beforeLoad: texts,
  component: lazyRouteComponent(() => import('../../pages/auth/reset'), 'AskResetPage'),
});

const reset = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password/$token',
  beforeLoad: texts,
  component: lazyRouteComponent(() => import('../../pages/auth/reset'), 'NewPasswordPage'),
});

const welcome = createRoute({
  getParentRoute: () => rootRoute,
  path: '/welcome/$token',
  beforeLoad: texts,
  component: lazyRouteComponent(() => import('../../pages/auth/reset'), 'WelcomePage'),
});

const survey = createRoute({
  getParentRoute: () => rootRoute,
  path: '/survey/$token',
  beforeLoad: () => loadTexts(currentLocale(), ['auth', 'survey']),
  component: lazyRouteComponent(() => import('../../pages/auth/survey'), 'SurveyPage'),
});

const approvalLink = createRoute({
  getParentRoute: () => rootRoute,
  path: '/a/$token',
  beforeLoad: () => loadTexts(currentLocale(), ['auth', 'approvals']),
  component: lazyRouteComponent(() => import('../../pages/auth/approval-link'), 'ApprovalLinkPage'),
});

export const openRoutes = [home, signIn, askReset, reset, welcome, survey, approvalLink];
