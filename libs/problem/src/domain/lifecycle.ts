import { type Lifecycle, defineLifecycle } from '@opora/kit';
import { PROBLEM, type ProblemState } from './problem';

/** `register` makes the problem and is no command on one. */
export const PROBLEM_COMMANDS = [
  'classify', 'assign', 'investigate', 'analyse', 'recordCause', 'recordWorkaround', 'publish', 'broadcast', 'fix', 'resolve', 'resolveIncidents', 'reopen', 'close', 'cancel',
] as const;
export type ProblemCommand = (typeof PROBLEM_COMMANDS)[number];

const OPEN = ['new', 'investigating', 'known_error', 'fixing'] as const;
const WORKED = ['investigating', 'known_error', 'fixing'] as const;

/** The life of a problem (`domain.md` §5): the one truth for the guard, `allowedCommands`, the process documents and the tests. */
export const PROBLEM_LIFECYCLE: Lifecycle<ProblemState, ProblemCommand> = defineLifecycle<ProblemState, ProblemCommand>({
  kind: PROBLEM,
  prefix: 'PRB',
  initial: ['new'],
  states: {
    new: { phase: 'new' },
    investigating: { phase: 'active', taken: true },
    known_error: { phase: 'active', taken: true },
    fixing: { phase: 'active', taken: true },
    resolved: { phase: 'resolved' },
    closed: { phase: 'closed', final: true },
    cancelled: { phase: 'closed', final: true },
  },
  commands: {
    classify: { from: OPEN, to: 'same', permission: 'problem.investigate', by: ['person'] },
    assign: { from: OPEN, to: 'same', permission: 'problem.investigate', by: ['person'], requires: ['groupId or assigneeId'] },
    investigate: { from: ['new'], to: 'investigating', permission: 'problem.investigate', by: ['person'] },
    analyse: { from: WORKED, to: 'same', permission: 'problem.analyse', by: ['person'], requires: ['technique and what it found'] },
    recordCause: { from: WORKED, to: ['known_error', 'fixing'], permission: 'problem.recordCause', by: ['person'], requires: ['text'] },
    recordWorkaround: { from: WORKED, to: ['known_error', 'fixing'], permission: 'problem.recordWorkaround', by: ['person'], requires: ['text'] },
    publish: { from: ['known_error', 'fixing', 'resolved'], to: 'same', permission: 'problem.publishWorkaround', by: ['person'], requires: ['a workaround', 'audience'] },
    broadcast: { from: ['known_error', 'fixing'], to: 'same', permission: 'problem.broadcastWorkaround', by: ['person'], requires: ['a workaround', 'linked open incidents'] },
    fix: { from: ['investigating', 'known_error'], to: 'fixing', permission: 'problem.investigate', by: ['person'], requires: ['plan'] },
    resolve: { from: WORKED, to: 'resolved', permission: 'problem.resolve', by: ['person'], requires: ['text'] },
    resolveIncidents: { from: ['resolved'], to: 'same', permission: 'problem.resolveWithIncidents', by: ['person'], requires: ['linked open incidents'] },
    reopen: { from: ['resolved'], to: 'investigating', permission: 'problem.investigate', by: ['person'], requires: ['reason'] },
    close: { from: ['resolved'], to: 'closed', permission: 'problem.close', by: ['person'] },
    cancel: { from: OPEN, to: 'cancelled', permission: 'problem.close', by: ['person'], requires: ['reason'] },
  },
});
