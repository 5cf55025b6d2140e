export const ACCESS = 'access';

export const ACCESS_STATES = ['submitted', 'verifying', 'approving', 'provisioning', 'granted', 'closed', 'rejected', 'cancelled'] as const;
export type AccessState = (typeof ACCESS_STATES)[number];

/**
 * What a ticket of this process is about: a right asked for, a later end of one that is held, or what has to be done in the target system because somebody decided about rights that are held.
 * The last three are opened by the system or by who decided; nobody asks for them with a form.
 */
export const PURPOSES = ['grant', 'extend', 'remove', 'suspend', 'resume'] as const;
export type Purpose = (typeof PURPOSES)[number];
export const asksFor = (purpose: Purpose): boolean => purpose === 'grant' || purpose === 'extend';

/** How the identity of who asked was made sure of (`domain.md` §7). `session`: they asked signed in; whoever may ask for others asked signed in too. */
export const VERIFICATIONS = ['session', 'call_back', 'in_person', 'document', 'video', 'manager'] as const;
export type Verification = (typeof VERIFICATIONS)[number];

/** An access request as its rules see it. */
export interface AccessRequest {
  id: string;
  reference: string;
  state: AccessState;
  purpose: Purpose;
  /** Whose access it is. */
  requesterId: string;
  reporterId: string;
  entitlementId: string | null;
  fromAt: Date | null;
  untilAt: Date | null;
  verification: Verification | null;
  /** The right is in the target already, found there by an import: nothing is left to be carried out. */
  inTarget: boolean;
  /** Another attempt is possible: the target did not take the last one. */
  failed: boolean;
}
