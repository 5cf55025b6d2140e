import { type Lifecycle, defineLifecycle } from '@opora/kit';
import { REQUEST, type RequestState } from './request';

/** `submit` makes the request and is no command on one. */
export const REQUEST_COMMANDS = ['assign', 'accept', 'hold', 'resume', 'approve', 'refuse', 'decline', 'fulfil', 'confirm', 'reject', 'reopen', 'close', 'withdraw'] as const;
export type RequestCommand = (typeof REQUEST_COMMANDS)[number];

/** The life of a request (`domain.md` §6): the one truth for the guard, `allowedCommands`, the process documents and the tests. */
export const REQUEST_LIFECYCLE: Lifecycle<RequestState, RequestCommand> = defineLifecycle<RequestState, RequestCommand>({
  kind: REQUEST,
  prefix: 'REQ',
  initial: ['submitted', 'approving', 'fulfilling'],
  states: {
    submitted: { phase: 'new' },
    approving: { phase: 'waiting' },
    fulfilling: { phase: 'active', taken: true },
    on_hold: { phase: 'waiting' },
    fulfilled: { phase: 'resolved' },
    closed: { phase: 'closed', final: true },
    rejected: { phase: 'closed', final: true, refused: true },
    cancelled: { phase: 'closed', final: true },
  },
  commands: {
    assign: { from: ['submitted', 'fulfilling', 'on_hold'], to: 'fulfilling', permission: 'request.fulfil', by: ['person', 'system'], requires: ['groupId or assigneeId'] },
    accept: { from: ['fulfilling'], to: 'same', permission: 'request.fulfil', by: ['person'], requires: ['membership of the group', 'not yet the assignee'] },
    hold: { from: ['fulfilling'], to: 'on_hold', permission: 'request.fulfil', by: ['person'], requires: ['reason', 'until where reason is scheduled', 'message where reason is requester'] },
    resume: { from: ['on_hold'], to: 'fulfilling', permission: 'request.fulfil', by: ['person', 'system'] },
    approve: { from: ['approving'], to: 'fulfilling', permission: 'approval.answer', by: ['system'], requires: ['all approvals'] },
    refuse: { from: ['approving'], to: 'rejected', permission: 'approval.answer', by: ['system'], requires: ['a refusal with its reason, or the time to answer over'] },
    decline: { from: ['submitted', 'approving', 'fulfilling', 'on_hold'], to: 'rejected', permission: 'request.fulfil', by: ['person'], requires: ['reason'] },
    fulfil: { from: ['submitted', 'fulfilling', 'on_hold'], to: 'fulfilled', permission: 'request.fulfil', by: ['person', 'system'], requires: ['text'] },
    confirm: { from: ['fulfilled'], to: 'closed', permission: 'request.confirm', by: ['person'] },
    reject: { from: ['fulfilled'], to: 'fulfilling', permission: 'request.confirm', by: ['person'], requires: ['reason', 'the requester'] },
    reopen: { from: ['fulfilled'], to: 'fulfilling', permission: 'request.fulfil', by: ['person', 'system'], requires: ['reason'] },
    close: { from: ['fulfilled'], to: 'closed', permission: 'request.close', by: ['system'] },
    withdraw: { from: ['submitted', 'approving'], to: 'cancelled', permission: 'request.withdraw', by: ['person'] },
  },
});
