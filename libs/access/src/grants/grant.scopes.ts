import type { Actor } from '@opora/platform';

/** Which grants a permission reaches, as SQL over `a` (the grant), `r` (its resource) and `p` (its person); pushes its parameters (`security.md` D.1: self, line, res). */
export function grantsReached(actor: Actor, permission: string, params: unknown[]): string {
  const scopes = actor.scopes(permission);
  if (scopes.has('all')) return 'true';
  const me = (): string => `$${params.push(actor.personId)}`;
  const parts = [
    ...(scopes.has('self') ? [`a.person_id = ${me()}`] : []),
    ...(scopes.has('line') ? [`p.manager_id = ${me()}`] : []),
    ...(scopes.has('res') ? [`r.owner_id = ${me()}`] : []),
  ];
  return parts.length === 0 ? 'false' : `(${parts.join(' or ')})`;
}

export interface Reached {
  personId: string;
  managerId: string | null;
  ownerId: string;
}

/** The same of one grant that is known. */
export function reachesGrant(actor: Actor, permission: string, { personId, managerId, ownerId }: Reached): boolean {
  const scopes = actor.scopes(permission);
  return scopes.has('all') || (scopes.has('self') && personId === actor.personId) || (scopes.has('line') && managerId === actor.personId) || (scopes.has('res') && ownerId === actor.personId);
}
