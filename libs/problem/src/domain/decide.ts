import { type Qualifiers, type Refusal, type Standing, authorityOf, conflict, forbidden, invalid, unknownReference } from '@opora/kit';
import { PROBLEM_LIFECYCLE, type ProblemCommand } from './lifecycle';
import type { Audience, Problem, ProblemState, Technique } from './problem';

/** As much of a problem as "who may do what now" needs; a row of a list has it. */
export interface Commandable {
  state: ProblemState;
  hasWorkaround: boolean;
}

/** What the state alone does not say; the words of `security.md` D.3 beyond scopes stand with `publish`. */
const QUALIFIERS: Qualifiers<ProblemCommand, Commandable> = {};

export const { allowedCommands: inState, authorised, stateAllows } = authorityOf<ProblemState, ProblemCommand, Commandable>(PROBLEM_LIFECYCLE, QUALIFIERS);

const NEEDS_WORKAROUND: readonly ProblemCommand[] = ['publish', 'broadcast'];

/** Exactly the commands that the server takes from this person now (`security.md` I28): without a workaround there is nothing to publish or send. */
export const allowedCommands = (problem: Commandable, who: Standing): ProblemCommand[] => inState(problem, who).filter((command) => problem.hasWorkaround || !NEEDS_WORKAROUND.includes(command));

/** Bodies of the commands, as the rules see them. */
export interface CommandInput {
  assign: { groupId?: string | undefined; assigneeId?: string | undefined; reason?: string | undefined };
  investigate: object;
  analyse: { technique: Technique; found: object };
  recordCause: { text: string };
  recordWorkaround: { text: string };
  publish: { audience: Audience | null };
  broadcast: { sent: number; failed: number };
  fix: { plan: string };
  resolve: { text: string };
  resolveIncidents: { resolved: number; failed: number };
  reopen: { reason: string };
  close: { note?: string | undefined };
  cancel: { reason: string };
}
export type DecidedCommand = keyof CommandInput;

export interface Facts {
  now: Date;
  standing: Standing;
  /** publish: to employees asks for more than to the staff (`security.md` D.3: gw / gm). */
  leadsGroup: boolean;
  /** assign: where it would go, as far as the references are known. */
  target?: { group: { id: string; line: number } | null; assignee: { id: string; works: boolean } | null; routedAssigneeId: string | null };
}

export interface Changes {
  state?: ProblemState;
  groupId?: string | null;
  assigneeId?: string | null;
  line?: number | null;
  reopenCount?: number;
  own: Readonly<Record<string, unknown>>;
  hasWorkaround?: boolean;
}

export interface Decision {
  changes: Changes;
  entry: { kind: string; reason?: string; data: Record<string, unknown> };
  say: null;
}

/** Journal kind of each command. */
export const ENTRY_KINDS: Readonly<Record<ProblemCommand, string>> = {
  classify: 'problem.classified', assign: 'problem.assigned', investigate: 'problem.investigated', analyse: 'problem.analysed', recordCause: 'problem.cause_recorded', recordWorkaround: 'problem.workaround_recorded',
  publish: 'problem.published', broadcast: 'problem.broadcast', fix: 'problem.fixing', resolve: 'problem.resolved', resolveIncidents: 'problem.incidents_resolved', reopen: 'problem.reopened', close: 'problem.closed', cancel: 'problem.cancelled',
};

const decision = (command: DecidedCommand, { own = {}, ...changes }: Partial<Changes>, { reason, data = {} }: { reason?: string | undefined; data?: Record<string, unknown> } = {}): Decision => ({
  changes: { ...changes, own }, entry: { kind: ENTRY_KINDS[command], ...(reason === undefined ? {} : { reason }), data }, say: null,
});

const worded = (text: string, pointer: string): Refusal | null => (text.trim() ? null : invalid(pointer, 'required'));
/** A documented cause or workaround makes a known error; one whose fix is under way stays there. */
const known = ({ state }: Problem): ProblemState => (state === 'fixing' ? 'fixing' : 'known_error');

const HANDLERS: { [C in DecidedCommand]: (problem: Problem, input: CommandInput[C], facts: Facts) => Decision | Refusal } = {
  assign: (problem, { groupId, assigneeId, reason }, { target }) => {
    if (groupId === undefined && assigneeId === undefined) return invalid('/groupId', 'problem.assign.target_required');
    if (!target?.group) return groupId === undefined ? invalid('/assigneeId', 'problem.assign.not_a_member') : unknownReference('/groupId');
    if (assigneeId !== undefined && !target.assignee) return unknownReference('/assigneeId');
    if (target.assignee && !target.assignee.works) return invalid('/assigneeId', 'problem.assign.not_a_member');
    return decision('assign', { groupId: target.group.id, line: target.group.line, assigneeId: target.assignee?.id ?? target.routedAssigneeId }, { reason, data: problem.groupId === null ? {} : { fromGroupId: problem.groupId } });
  },
  investigate: (problem, _, { standing }) => decision('investigate', { state: 'investigating', ...(problem.assigneeId === null && standing.worksInGroup ? { assigneeId: standing.personId } : {}) }),
  analyse: (problem, { technique, found }) => decision('analyse', { own: { technique, analysis: JSON.stringify({ ...problem.analysis, [technique]: found }) } }, { data: { technique } }),
  recordCause: (problem, { text }, { now, standing }) => worded(text, '/text') ?? decision('recordCause', { state: known(problem), own: { cause: text, cause_at: now, cause_by_id: standing.personId } }, { data: { text } }),
  /** Other words are another workaround: what was published has to be published again, what was sent can be sent again. */
  recordWorkaround: (problem, { text }, { now, standing }) =>
    worded(text, '/text') ??
    decision(
      'recordWorkaround',
      { state: known(problem), hasWorkaround: true, own: { workaround: text, workaround_at: now, workaround_by_id: standing.personId, workaround_version: problem.workaroundVersion + 1, published: null, published_at: null } },
      { data: { text } },
    ),
  publish: (problem, { audience }, { now, leadsGroup }) => {
    if (problem.workaround === null) return invalid('', 'problem.workaround_required');
    if ((audience === 'employees' || problem.published === 'employees') && !leadsGroup) return forbidden('problem.publishWorkaround');
    return decision('publish', { own: { published: audience, published_at: audience === null ? null : now } }, { data: { audience } });
  },
  broadcast: (_, { sent, failed }) => decision('broadcast', {}, { data: { sent, failed } }),
  fix: (_, { plan }) => worded(plan, '/plan') ?? decision('fix', { state: 'fixing', own: { fix_plan: plan } }, { data: { plan } }),
  resolve: (_, { text }, { now, standing }) => worded(text, '/text') ?? decision('resolve', { state: 'resolved', own: { resolution_text: text, resolved_by_id: standing.personId, resolution_at: now } }, { data: { text } }),
  resolveIncidents: (_, { resolved, failed }) => decision('resolveIncidents', {}, { data: { resolved, failed } }),
  reopen: (problem, { reason }) =>
    worded(reason, '/reason') ?? decision('reopen', { state: 'investigating', reopenCount: problem.reopenCount + 1, own: { resolution_text: null, resolved_by_id: null, resolution_at: null } }, { reason }),
  close: (_, { note }) => decision('close', { state: 'closed', own: { closing_note: note ?? null } }, { data: note === undefined ? {} : { note } }),
  cancel: (_, { reason }) => worded(reason, '/reason') ?? decision('cancel', { state: 'cancelled', own: { end_reason: reason } }, { reason }),
};

/** Who may (403), and what the state allows (409); the same for commands with a body and for mass acts before they begin. */
export function refusalOf(problem: Problem, command: ProblemCommand, standing: Standing): Refusal | null {
  const seen = { state: problem.state, hasWorkaround: problem.workaround !== null };
  if (!authorised(seen, command, standing)) return forbidden(PROBLEM_LIFECYCLE.commands[command].permission);
  if (allowedCommands(seen, standing).includes(command)) return null;
  return conflict(stateAllows(seen, command, standing.system) ? 'problem.workaround_required' : 'problem.state', { state: problem.state, command, allowedCommands: allowedCommands(seen, standing) });
}

/** What a command does to a problem, or why not: who may (403), what the state allows (409), what the body must hold (422), in this order. */
export function decide<C extends DecidedCommand>(problem: Problem, command: C, input: CommandInput[C], facts: Facts): Decision | Refusal {
  return refusalOf(problem, command, facts.standing) ?? HANDLERS[command](problem, input, facts);
}
