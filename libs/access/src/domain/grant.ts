/** Life of a grant (`domain.md` §7): person × entitlement, from–until. */
export const GRANT_STATES = ['active', 'suspended', 'revoked', 'expired'] as const;
export type GrantState = (typeof GRANT_STATES)[number];

export const GRANT_ACTIONS = ['remove', 'suspend', 'resume'] as const;
export type GrantAction = (typeof GRANT_ACTIONS)[number];
export type GrantEnd = 'revoked' | 'expired';

/**
 * What is known of a grant. `state` says what the target system was told to have done, `pending` what was decided and is not done there yet: a right that should be gone and is not is never shown as
 * revoked (`security.md` AP-10).
 */
export interface GrantFold {
  state: GrantState;
  pending: GrantAction | null;
  /** What the grant becomes once it is removed. */
  ending: GrantEnd | null;
  untilAt: Date | null;
  endedAt: Date | null;
}

export type GrantEvent =
  | { kind: 'granted'; at: Date; untilAt: Date | null }
  | { kind: 'extended'; at: Date; untilAt: Date | null }
  | { kind: 'asked'; at: Date; action: 'suspend' | 'resume' }
  | { kind: 'ending'; at: Date; end: GrantEnd }
  | { kind: 'done'; at: Date; action: GrantAction }
  | { kind: 'certified'; at: Date };

export const HELD: readonly GrantState[] = ['active', 'suspended'];
export const isHeld = ({ state }: Pick<GrantFold, 'state'>): boolean => HELD.includes(state);

/**
 * The grant after one more event; null where such an event cannot follow. A removal that was asked for supersedes a suspension under way; nothing follows an end.
 */
export function next(grant: GrantFold | null, event: GrantEvent): GrantFold | null {
  if (grant === null) return event.kind === 'granted' ? { state: 'active', pending: null, ending: null, untilAt: event.untilAt, endedAt: null } : null;
  if (!isHeld(grant)) return null;
  switch (event.kind) {
    case 'granted':
      return null;
    case 'extended':
      return grant.pending === 'remove' || (event.untilAt !== null && event.untilAt <= event.at) ? null : { ...grant, untilAt: event.untilAt };
    case 'asked':
      return grant.pending === null && grant.state === (event.action === 'suspend' ? 'active' : 'suspended') ? { ...grant, pending: event.action } : null;
    case 'ending':
      if (grant.pending === 'remove' || (event.end === 'expired' && (grant.untilAt === null || grant.untilAt > event.at))) return null;
      return { ...grant, pending: 'remove', ending: event.end };
    case 'done':
      if (grant.pending !== event.action) return null;
      if (event.action === 'remove') return { ...grant, state: grant.ending ?? 'revoked', pending: null, endedAt: event.at };
      return { ...grant, state: event.action === 'suspend' ? 'suspended' : 'active', pending: null };
    case 'certified':
      return grant.pending === 'remove' ? null : grant;
  }
}

/** @throws Error where the events could never have followed one another: a history that is not one */
export function fold(events: readonly GrantEvent[]): GrantFold {
  let grant: GrantFold | null = null;
  for (const [i, event] of events.entries()) {
    const after = next(grant, event);
    if (after === null) throw new Error(`event ${i + 1} of the grant (${event.kind}) cannot follow`);
    grant = after;
  }
  if (grant === null) throw new Error('a grant without events');
  return grant;
}
