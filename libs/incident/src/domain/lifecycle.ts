import { type CommandRule, type Lifecycle, defineLifecycle } from '@opora/kit';
import { INCIDENT, type IncidentState } from './incident';

/** Commands of `domain.md` §4, in the order of its table; `register` makes the incident and is no command on one. */
export const INCIDENT_COMMANDS = ['classify', 'assign', 'accept', 'hold', 'resume', 'resolve', 'confirm', 'reject', 'close', 'reopen', 'cancel', 'major'] as const;
export type IncidentCommand = (typeof INCIDENT_COMMANDS)[number];

export type IncidentRule = CommandRule<IncidentState>;

/** `domain.md` §4 row by row: the one truth for the guard, `allowedCommands`, the process documents and the tests. */
export const INCIDENT_LIFECYCLE: Lifecycle<IncidentState, IncidentCommand> = defineLifecycle<IncidentState, IncidentCommand>({
  kind: INCIDENT,
  prefix: 'INC',
  initial: ['new', 'assigned'],
  states: {
    new: { phase: 'new' },
    assigned: { phase: 'active' },
    in_progress: { phase: 'active', taken: true },
    on_hold: { phase: 'waiting' },
    resolved: { phase: 'resolved' },
    closed: { phase: 'closed', final: true },
    cancelled: { phase: 'closed', final: true },
  },
  commands: {
    classify: { from: ['new', 'assigned', 'in_progress', 'on_hold'], to: 'same', permission: 'incident.classify', by: ['person', 'system'] },
    assign: { from: ['new', 'assigned', 'in_progress', 'on_hold'], to: 'assigned', permission: 'incident.assign', by: ['person', 'system'], requires: ['groupId or assigneeId'] },
    accept: { from: ['assigned'], to: 'in_progress', permission: 'incident.accept', by: ['person'], requires: ['membership of the group'] },
    hold: {
      from: ['new', 'assigned', 'in_progress'],
      to: 'on_hold',
      permission: 'incident.hold',
      by: ['person'],
      requires: ['reason', 'reason requester from new', 'until where reason is scheduled', 'message where reason is requester'],
    },
    resume: { from: ['on_hold'], to: ['in_progress', 'assigned'], permission: 'incident.resume', by: ['person', 'system'] },
    resolve: { from: ['new', 'assigned', 'in_progress', 'on_hold'], to: 'resolved', permission: 'incident.resolve', by: ['person', 'system'], requires: ['code', 'text'] },
    confirm: { from: ['resolved'], to: 'closed', permission: 'incident.confirm', by: ['person'] },
    reject: { from: ['resolved'], to: 'in_progress', permission: 'incident.reject', by: ['person'], requires: ['reason'] },
    close: { from: ['resolved'], to: 'closed', permission: 'incident.close', by: ['system'] },
    reopen: { from: ['resolved'], to: 'in_progress', permission: 'incident.reopen', by: ['person', 'system'], requires: ['reason'] },
    cancel: { from: ['new', 'assigned', 'in_progress', 'on_hold'], to: 'cancelled', permission: 'incident.cancel', by: ['person'], requires: ['reason'] },
    major: { from: ['new', 'assigned', 'in_progress', 'on_hold', 'resolved'], to: 'same', permission: 'incident.major', by: ['person'], requires: ['declared'] },
  },
});
