import { Refusal, conflict, forbidden, invalid } from '@opora/kit';
import { allowedCommands, authorised, type Standing, stateAllows } from './authority';
import type { AccessCommand } from './lifecycle';
import { type AccessRequest, type AccessState, asksFor, type Verification, VERIFICATIONS } from './request';

/** Bodies of the commands, as the rules see them. */
export interface CommandInput {
  specify: { entitlementId: string; fromAt: Date | null; untilAt: Date | null; reason?: string | undefined };
  verify: { method: Verification; note?: string | undefined };
  approve: object;
  refuse: { reason: string | null; expired: boolean };
  reject: { reason: string };
  provision: { note?: string | undefined };
  retry: object;
  finish: object;
  confirm: object;
  reopen: { reason: string };
  close: object;
  cancel: { reason: string };
  stop: { reason: string };
}

export interface Facts {
  now: Date;
  standing: Standing;
  /** specify: the identity of who asked is sure already. */
  identityKnown?: boolean;
}

export interface Decision {
  state: AccessState;
  set: Partial<Pick<AccessRequest, 'entitlementId' | 'fromAt' | 'untilAt' | 'verification' | 'failed'>> & { verifiedBy?: string; verificationNote?: string | null };
  entry: { kind: string; reason?: string | undefined; data?: Record<string, unknown> };
}

type Handler<C extends AccessCommand> = (request: AccessRequest, input: CommandInput[C], facts: Facts) => Decision | Refusal;

export function stateRefusal(request: AccessRequest, command: AccessCommand, { standing }: Pick<Facts, 'standing'>): Refusal {
  return conflict('access.state', { state: request.state, command, allowedCommands: allowedCommands(request, standing) });
}

const moved = (kind: string, state: AccessState, rest: { set?: Decision['set']; reason?: string | undefined; data?: Record<string, unknown> } = {}): Decision => ({
  state, set: rest.set ?? {}, entry: { kind: `access.${kind}`, ...(rest.reason === undefined ? {} : { reason: rest.reason }), ...(rest.data ? { data: rest.data } : {}) },
});

const withReason =
  <C extends 'reject' | 'reopen' | 'cancel' | 'stop'>(kind: string, state: AccessState, set?: Decision['set']): Handler<C> =>
  (_, { reason }) =>
    reason.trim() ? moved(kind, state, { reason, ...(set ? { set } : {}) }) : invalid('/reason', 'required');

const HANDLERS: { [C in AccessCommand]: Handler<C> } = {
  specify: (_, { entitlementId, fromAt, untilAt, reason }, { identityKnown }) =>
    moved('specified', identityKnown ? 'approving' : 'verifying', { set: { entitlementId, fromAt, untilAt, ...(identityKnown ? { verification: 'session' } : {}) }, reason, data: { entitlementId } }),
  verify: (_, { method, note }, { standing }) =>
    VERIFICATIONS.includes(method) && method !== 'session'
      ? moved('verified', 'approving', { set: { verification: method, verifiedBy: standing.personId, verificationNote: note ?? null }, data: { method } })
      : invalid('/method', 'not_one_of', { values: VERIFICATIONS.filter((one) => one !== 'session') }),
  approve: ({ purpose, inTarget }) => moved('approved', purpose === 'extend' || inTarget ? 'granted' : 'provisioning'),
  refuse: (_, { reason, expired }) => moved(expired ? 'unanswered' : 'refused', 'rejected', { reason: reason ?? undefined }),
  reject: withReason('rejected', 'rejected'),
  provision: ({ purpose }, { note }) => moved('provisioned', asksFor(purpose) ? 'granted' : 'closed', { set: { failed: false }, reason: note }),
  retry: (request) => moved('retried', request.state, { set: { failed: false } }),
  finish: () => moved('finished', 'closed', { set: { failed: false } }),
  confirm: ({ requesterId }, _, { standing }) => moved('confirmed', 'closed', { data: standing.personId === requesterId ? {} : { byPhone: true } }),
  reopen: withReason('reopened', 'provisioning'),
  close: () => moved('closed', 'closed'),
  cancel: withReason('cancelled', 'cancelled'),
  stop: withReason('stopped', 'cancelled'),
};

/** What a command does to a request, or why not: who may (403), what the state allows (409), what the body must hold (422), in this order. */
export function decide<C extends AccessCommand>(request: AccessRequest, command: C, input: CommandInput[C], facts: Facts): Decision | Refusal {
  if (!authorised(request, command, facts.standing)) return forbidden(`access.${command}`);
  if (!stateAllows(request, command, facts.standing.system)) return stateRefusal(request, command, facts);
  return (HANDLERS[command] as Handler<C>)(request, input, facts);
}
