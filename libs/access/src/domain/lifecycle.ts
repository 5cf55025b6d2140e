import { type Lifecycle, defineLifecycle } from '@opora/kit';
import { ACCESS, type AccessState } from './request';

export const ACCESS_COMMANDS = ['specify', 'verify', 'approve', 'refuse', 'reject', 'provision', 'retry', 'finish', 'confirm', 'reopen', 'close', 'cancel', 'stop'] as const;
export type AccessCommand = (typeof ACCESS_COMMANDS)[number];

/** `domain.md` §7: the one truth for the guard, `allowedCommands`, the process documents and the tests. `submit` makes the request and is no command on one. */
export const ACCESS_LIFECYCLE: Lifecycle<AccessState, AccessCommand> = defineLifecycle<AccessState, AccessCommand>({
  kind: ACCESS,
  prefix: 'ACC',
  initial: ['submitted', 'verifying', 'approving', 'provisioning'],
  states: {
    submitted: { phase: 'new' },
    verifying: { phase: 'active' },
    approving: { phase: 'waiting' },
    provisioning: { phase: 'active', taken: true },
    granted: { phase: 'resolved' },
    closed: { phase: 'closed', final: true },
    rejected: { phase: 'closed', final: true, refused: true },
    cancelled: { phase: 'closed', final: true },
  },
  commands: {
    specify: { from: ['submitted'], to: ['verifying', 'approving'], permission: 'access.specify', by: ['person'], requires: ['entitlementId', 'until where the right or a segregation rule asks for one'] },
    verify: { from: ['verifying'], to: 'approving', permission: 'access.verify', by: ['person'], requires: ['method', 'somebody else than the requester'] },
    approve: { from: ['approving'], to: ['provisioning', 'granted'], permission: 'access.approve', by: ['system'], requires: ['all approvals'] },
    refuse: { from: ['approving'], to: 'rejected', permission: 'access.approve', by: ['system'], requires: ['a refusal or the expiry of an approval'] },
    reject: { from: ['submitted', 'verifying'], to: 'rejected', permission: 'access.verify', by: ['person'], requires: ['reason', 'somebody else than the requester'] },
    provision: { from: ['provisioning'], to: ['granted', 'closed'], permission: 'access.provision', by: ['person', 'system'], requires: ['somebody else than the requester'] },
    retry: { from: ['provisioning'], to: 'same', permission: 'access.provision', by: ['person'], requires: ['the target refused the last attempt'] },
    finish: { from: ['provisioning'], to: 'closed', permission: 'access.provision', by: ['system'], requires: ['nothing left to do in the target'] },
    confirm: { from: ['granted'], to: 'closed', permission: 'access.confirm', by: ['person'] },
    reopen: { from: ['granted'], to: 'provisioning', permission: 'access.reopen', by: ['person'], requires: ['reason'] },
    close: { from: ['granted'], to: 'closed', permission: 'access.close', by: ['system'] },
    cancel: { from: ['submitted', 'verifying', 'approving'], to: 'cancelled', permission: 'access.cancel', by: ['person', 'system'], requires: ['reason'] },
    stop: { from: ['provisioning'], to: 'cancelled', permission: 'access.stop', by: ['system'], requires: ['the person has left'] },
  },
});
