import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, Outlet, redirect } from '@tanstack/react-router';
import { ApiError, landingOf, type Me, meQuery, rememberShell, type Shell, shellsOf } from '../../shared/api';
import { currentLocale, loadTexts, type Part } from '../../shared/i18n';
import { NotFoundOutside, OutsideShell } from '../pages';

export interface RouterContext {
  queryClient: QueryClient;
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Outlet, errorComponent: OutsideShell, notFoundComponent: NotFoundOutside });

/** Whoever is not signed in goes to the sign-in and comes back to the same address. */
export async function signedIn({ queryClient }: RouterContext, location: { href: string }): Promise<Me> {
  const me = await queryClient.ensureQueryData(meQuery);
  if (!me) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
  return me;
}

/** `beforeLoad` of a shell: its texts, and whether this person has it at all. */
export const enterShell =
  (shell: Shell, parts: readonly Part[]) =>
  async ({ context, location, preload }: { context: RouterContext; location: { href: string }; preload: boolean }): Promise<{ me: Me }> => {
    const [me] = await Promise.all([signedIn(context, location), loadTexts(currentLocale(), [...parts, 'notes'])]);
    if (!shellsOf(me).includes(shell)) throw new ApiError({ status: 403, code: 'forbidden', message: '' });
    if (!preload) rememberShell(shell);
    return { me };
  };

export const landing = (me: Me): `/${Shell}` => `/${landingOf(me)}`;
