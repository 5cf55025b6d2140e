import type { Schemas } from '@opora/client';
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { api, body, setCsrfToken } from './client';
import { isApiError } from './problem';

export type Me = Schemas['MeReply'];

const HINT = 'opora.signed-in';
/** Somebody was signed in here: worth asking on a page that works without. The cookie itself cannot be read. */
export function mayBeSignedIn(): boolean {
  try {
    return localStorage.getItem(HINT) !== null;
  } catch {
    return true;
  }
}
function hint(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(HINT, '1');
    else localStorage.removeItem(HINT);
  } catch {
    /* Asked each time then. */
  }
}

/** Who is here; null for nobody. Permissions follow from the server's answer, never from a role's name. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: Infinity,
  // Asked even where the browser thinks that it is offline: without an answer no page can be drawn, and waiting would show nothing at all.
  networkMode: 'always',
  retry: (count, error) => count < 2 && navigator.onLine && isApiError(error) && (error.status === 0 || error.status >= 500),
  queryFn: async (): Promise<Me | null> => {
    try {
      const me = await body(api.GET('/me', {}));
      setCsrfToken(me.csrfToken);
      hint(true);
      last = me;
      return me;
    } catch (error) {
      if (!isApiError(error, 401)) throw error;
      hint(false);
      return null;
    }
  },
});

/** A shell is still on the screen for a moment after signing out. */
let last: Me | null = null;

/** Only below a shell, where somebody is signed in. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  const me = data ?? last;
  if (!me) throw new Error('useMe outside of a shell');
  return me;
}

export const may = (me: Me, permission: string): boolean => (me.permissions[permission]?.length ?? 0) > 0;
export const useMay = (permission: string): boolean => may(useMe(), permission);

/** Finds tickets of all their place: begins with triage. */
export const placesTickets = (me: Me): boolean => me.face === 'staff' && (me.permissions['incident.assign']?.includes('all') ?? false);

export type Shell = 'portal' | 'desk' | 'insight' | 'admin';

const everywhere = (me: Me, permissions: readonly string[]): boolean => permissions.some((permission) => me.permissions[permission]?.includes('all'));

/** Leads a group whose figures are theirs to see. */
const leads = (me: Me): boolean => (me.permissions['report.sla']?.includes('gm') ?? false) && me.groups.some(({ right }) => right === 'manage');

/** Shells that make sense for this person, by permissions. */
export function shellsOf(me: Me): Shell[] {
  const shells: Shell[] = [];
  if (me.face !== 'supplier' && me.face !== 'auditor' && may(me, 'ticket.register')) shells.push('portal');
  if (may(me, 'ticket.viewers')) shells.push('desk');
  if (everywhere(me, ['report.operatorActivity', 'report.sla', 'journal.verify']) || leads(me)) shells.push('insight');
  if (everywhere(me, ['settings.read', 'settings.write', 'role.write', 'group.write', 'service.write', 'agreement.write'])) shells.push('admin');
  return shells.length > 0 ? shells : ['portal'];
}

const LAST_SHELL = 'opora.shell';
export function rememberShell(shell: Shell): void {
  try {
    localStorage.setItem(LAST_SHELL, shell);
  } catch {
    /* The landing follows from the permissions then. */
  }
}

/** Where `/` leads: the last shell, else where this person's work is. */
export function landingOf(me: Me): Shell {
  const shells = shellsOf(me);
  let last: string | null = null;
  try {
    last = localStorage.getItem(LAST_SHELL);
  } catch {
    last = null;
  }
  const kept = shells.find((shell) => shell === last);
  if (kept) return kept;
  const first = everywhere(me, ['report.operatorActivity']) ? (['insight', 'desk', 'admin', 'portal'] as const) : (['desk', 'insight', 'admin', 'portal'] as const);
  return first.find((shell) => shells.includes(shell)) ?? 'portal';
}

const KEPT_OVER_SIGN_OUT = ['opora.locale', 'opora.theme', 'opora.density', 'opora.nav-folded'];

/** The server has the browser wipe what this person left (drafts, on a shared computer); how the pages look is nobody's secret and stays. */
export async function signOut(client: QueryClient): Promise<void> {
  const kept = KEPT_OVER_SIGN_OUT.map((key) => [key, localStorage.getItem(key)] as const);
  await api.POST('/auth/logout', {}).catch(() => undefined);
  for (const [key, value] of kept) if (value !== null) localStorage.setItem(key, value);
  hint(false);
  setCsrfToken(null);
  client.clear();
  client.setQueryData(meQuery.queryKey, null);
}
