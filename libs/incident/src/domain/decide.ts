import { Refusal, conflict, forbidden, invalid, unknownReference } from '@opora/kit';
import { allowedCommands, authorised, stateAllows } from './authority';
import { type Changes, type CommandInput, type DecidedCommand, type Decision, ENTRY_KINDS, type Facts } from './decision';
import { type Incident, MAJOR_UPDATE_SECONDS } from './incident';
import type { IncidentCommand } from './lifecycle';

type Handler<C extends DecidedCommand> = (incident: Incident, input: CommandInput[C], facts: Facts) => Decision | Refusal;

function decision(command: DecidedCommand, changes: Changes, rest: Partial<Omit<Decision, 'changes'>> & { reason?: string | undefined; data?: Record<string, unknown> } = {}): Decision {
  const { reason, data = {}, visibility = 'public', say = null } = rest;
  return { changes, entry: { kind: ENTRY_KINDS[command], ...(reason === undefined ? {} : { reason }), data }, visibility, say };
}

/** 409 that names the state and what it allows to this caller (`api.md` Errors). */
export function stateRefusal(incident: Incident, command: IncidentCommand, facts: Pick<Facts, 'standing'>, code = 'incident.state'): Refusal {
  return conflict(code, { state: incident.state, command, allowedCommands: allowedCommands(incident, facts.standing) });
}

const assign: Handler<'assign'> = (incident, input, { standing, target }) => {
  if (standing.external && (input.assigneeId !== undefined || (input.groupId ?? incident.previousGroupId) !== incident.previousGroupId)) return forbidden('incident.assign');
  if (!standing.external && input.groupId === undefined && input.assigneeId === undefined) return invalid('/groupId', 'incident.assign.target_required');
  if (!target?.group) return input.groupId === undefined && input.assigneeId !== undefined ? invalid('/assigneeId', 'incident.assign.not_a_member') : unknownReference('/groupId');
  if (input.assigneeId !== undefined && !target.assignee) return unknownReference('/assigneeId');
  if (target.assignee && !target.assignee.works) return invalid('/assigneeId', 'incident.assign.not_a_member');

  const { group } = target;
  const assigneeId = target.assignee?.id ?? target.routedAssigneeId;
  const moved = group.id !== incident.groupId;
  const changedHands = incident.groupId !== null && (moved || (incident.assigneeId !== null && assigneeId !== incident.assigneeId));
  const escalated = incident.line !== null && incident.line !== group.line;
  return decision(
    'assign',
    {
      state: 'assigned',
      groupId: group.id,
      assigneeId,
      line: group.line,
      holdReason: null,
      holdUntil: null,
      reassignmentCount: incident.reassignmentCount + (changedHands ? 1 : 0),
      ...(moved && incident.groupId !== null ? { previousGroupId: incident.groupId } : {}),
      leftFirstLine: incident.leftFirstLine || group.line !== 1,
    },
    {
      reason: input.reason,
      data: { ...(escalated ? { escalation: 'functional', fromLine: incident.line, toLine: group.line } : {}), ...(target.routing ? { routing: target.routing } : {}) },
    },
  );
};

const accept: Handler<'accept'> = (_, __, { standing }) => decision('accept', { state: 'in_progress', assigneeId: standing.personId });

const hold: Handler<'hold'> = (incident, { reason, until, message }, facts) => {
  if (incident.state === 'new' && reason !== 'requester') return stateRefusal(incident, 'hold', facts, 'incident.hold.only_requester_from_new');
  if (reason === 'requester' && !message?.trim()) return invalid('/message', 'incident.hold.question_required');
  if (reason === 'scheduled' && !until) return invalid('/until', 'incident.hold.until_required');
  if (until && until.getTime() <= facts.now.getTime()) return invalid('/until', 'incident.hold.until_in_future');
  return decision('hold', { state: 'on_hold', holdReason: reason, holdUntil: until ?? null }, { data: { holdReason: reason }, say: message?.trim() ? message : null });
};

const resume: Handler<'resume'> = (incident, { because }) =>
  decision('resume', { state: incident.assigneeId === null ? 'assigned' : 'in_progress', holdReason: null, holdUntil: null }, { data: because ? { because } : {} });

const resolve: Handler<'resolve'> = (incident, input, { now, standing, ...facts }) => {
  if (!facts.resolutionCodes?.has(input.code)) return invalid('/code', 'incident.resolve.unknown_code', { allowed: [...(facts.resolutionCodes ?? [])].join(', ') });
  if (!input.text.trim()) return invalid('/text', 'incident.resolve.text_required');
  if (input.articleId !== undefined && !facts.articleKnown) return unknownReference('/articleId');
  if (input.problemId !== undefined && !facts.problemKnown) return unknownReference('/problemId');
  const adopted = incident.groupId === null ? (facts.solverGroup ?? null) : null;
  const line = adopted?.line ?? incident.line;
  const leftFirstLine = incident.leftFirstLine || (line ?? 1) !== 1;
  return decision(
    'resolve',
    {
      state: 'resolved',
      holdReason: null,
      holdUntil: null,
      resolution: {
        code: input.code,
        text: input.text,
        byId: input.followsParent?.resolvedById ?? standing.personId,
        at: now,
        cause: input.cause ?? null,
        articleId: input.articleId ?? null,
        problemId: input.problemId ?? null,
      },
      resolvedAt: now,
      firstContact: !standing.system && !leftFirstLine && incident.reopenCount === 0,
      leftFirstLine,
      ...(adopted ? { groupId: adopted.id, line: adopted.line, assigneeId: standing.personId } : {}),
      ...(incident.groupId !== null && incident.assigneeId === null && standing.worksInGroup ? { assigneeId: standing.personId } : {}),
    },
    { data: { code: input.code, text: input.text, ...(input.followsParent ? { followsParent: input.followsParent.reference } : {}) } },
  );
};

const confirm: Handler<'confirm'> = (incident, { rating, comment }, { now, standing }) => {
  const byRequester = standing.personId === incident.requesterId;
  if (!byRequester && rating !== undefined) return invalid('/rating', 'read_only');
  if (!byRequester && comment !== undefined) return invalid('/comment', 'read_only');
  if (comment !== undefined && rating === undefined) return invalid('/rating', 'incident.confirm.rating_required');
  return decision(
    'confirm',
    { state: 'closed', closedAt: now, ...(rating === undefined ? {} : { rating: { score: rating, comment: comment ?? null, byId: standing.personId, at: now } }) },
    { data: byRequester ? {} : { byPhone: true } },
  );
};

/** Rejecting counts as reopening; the assignee stays where available, else the group has it again (`domain.md` §4). */
const takenUpAgain =
  (command: 'reject' | 'reopen'): Handler<'reject' | 'reopen'> =>
  (incident, { reason }, { assigneeAvailable }) => {
    if (!reason.trim()) return invalid('/reason', 'required');
    return decision(
      command,
      { state: 'in_progress', resolution: null, resolvedAt: null, firstContact: false, reopenCount: incident.reopenCount + 1, ...(assigneeAvailable ? {} : { assigneeId: null }) },
      { reason },
    );
  };

const close: Handler<'close'> = (_, __, { now }) => decision('close', { state: 'closed', closedAt: now });

const cancel: Handler<'cancel'> = (_, { reason }, { now }) =>
  reason.trim() ? decision('cancel', { state: 'cancelled', closedAt: now, holdReason: null, holdUntil: null }, { reason }) : invalid('/reason', 'required');

const major: Handler<'major'> = (incident, { declared, managerId, updateEverySeconds }, facts) => {
  if (!declared) {
    if (managerId !== undefined) return invalid('/managerId', 'incident.major.only_when_declared');
    if (updateEverySeconds !== undefined) return invalid('/updateEverySeconds', 'incident.major.only_when_declared');
    if (!incident.major) return stateRefusal(incident, 'major', facts, 'incident.major.not_declared');
    return decision('major', { major: null, problemWanted: true }, { visibility: 'staff', data: { declared: false, problemWanted: true } });
  }
  if (managerId !== undefined && !facts.managerKnown) return unknownReference('/managerId');
  const every = updateEverySeconds ?? incident.major?.updateEverySeconds ?? MAJOR_UPDATE_SECONDS;
  return decision(
    'major',
    {
      major: {
        declaredAt: incident.major?.declaredAt ?? facts.now,
        declaredById: incident.major?.declaredById ?? facts.standing.personId,
        managerId: managerId ?? incident.major?.managerId ?? facts.standing.personId,
        updateEverySeconds: every,
        nextUpdateAt: new Date(facts.now.getTime() + every * 1000),
      },
      problemWanted: false,
    },
    { visibility: 'staff', data: { declared: true, updateEverySeconds: every } },
  );
};

const HANDLERS: { [C in DecidedCommand]: Handler<C> } = { assign, accept, hold, resume, resolve, confirm, reject: takenUpAgain('reject'), close, reopen: takenUpAgain('reopen'), cancel, major };

/** What a command does to an incident, or why not: who may (403), what the state allows (409), what the body must hold (422), in this order. */
export function decide<C extends DecidedCommand>(incident: Incident, command: C, input: CommandInput[C], facts: Facts): Decision | Refusal {
  if (!authorised(incident, command, facts.standing)) {
    /* A qualifier that only the state fails (a requester's late cancellation) is the state's refusal, not the person's. */
    const byState = command === 'cancel' && facts.standing.permitted('incident.cancel');
    return byState ? stateRefusal(incident, command, facts) : forbidden(`incident.${command}`);
  }
  if (!stateAllows(incident, command, facts.standing.system)) return stateRefusal(incident, command, facts);
  return (HANDLERS[command] as Handler<C>)(incident, input, facts);
}
