import { PERMISSIONS, type RoleKey, type Scope } from '@opora/platform';

/** A ticket of the fixture (`security.md` D.2), as the table of scopes looks at it. */
export interface TicketObject {
  name: string;
  requester: string;
  department: string;
  group: string;
  supplier?: string;
  participant?: string;
  restricted?: boolean;
}

/** Somebody with one role alone. */
export interface Holder {
  key: string;
  role: RoleKey;
  department?: string;
  supplier?: string;
  departmentGrant?: boolean;
  groups?: Readonly<Record<string, 'view' | 'work' | 'manage'>>;
}

const AT_LEAST = { gv: ['view', 'work', 'manage'], gw: ['work', 'manage'], gm: ['manage'] } as const;
const PASSES_RESTRICTED: readonly Scope[] = ['rqr', 'asg', 'gw', 'gm', 'apr'];
const CELLS = new Map(PERMISSIONS.map(({ permission, cells }) => [permission, cells]));

/** D.1's table of scopes, written from the page and not from the code that it judges. No ticket of the fixture has an assignee, a task or an approval. */
function holds(scope: Scope, who: Holder, ticket: TicketObject): boolean {
  switch (scope) {
    case 'all': return true;
    case 'rqr': return ticket.requester === who.key;
    case 'own': return ticket.requester === who.key || ticket.participant === who.key;
    case 'dep': return who.departmentGrant === true && who.department === ticket.department && !ticket.restricted;
    case 'gv': case 'gw': case 'gm': return (AT_LEAST[scope] as readonly string[]).includes(who.groups?.[ticket.group] ?? '');
    case 'sup': return who.supplier !== undefined && who.supplier === ticket.supplier;
    default: return false;
  }
}

export const scopesOf = (permission: string, who: Holder): readonly Scope[] => CELLS.get(permission)?.[who.role] ?? [];

export function may(permission: string, who: Holder, ticket: TicketObject): boolean {
  const held = scopesOf(permission, who).filter((scope) => holds(scope, who, ticket));
  if (held.length === 0 || !ticket.restricted) return held.length > 0;
  return held.some((scope) => PASSES_RESTRICTED.includes(scope)) || scopesOf('ticket.readRestricted', who).some((scope) => holds(scope, who, ticket));
}

/** Status that the page asks for; null for "allowed", where the state decides the rest. */
export function refusal(permission: string, who: Holder, ticket: TicketObject): 403 | 404 | null {
  if (scopesOf(permission, who).length === 0) return 403;
  if (may(permission, who, ticket)) return null;
  return may('ticket.read', who, ticket) ? 403 : 404;
}
