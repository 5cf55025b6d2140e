import { type Qualifiers, type Refusal, type Standing, authorityOf, conflict, forbidden, invalid, unknownReference } from '@opora/kit';
import { REQUEST_LIFECYCLE, type RequestCommand } from './lifecycle';
import type { RequestHoldReason, RequestState, ServiceRequest } from './request';

/** As much of a request as "who may do what now" needs; a row of a list has it. */
export type Commandable = Pick<ServiceRequest, 'state' | 'requesterId' | 'assigneeId' | 'fulfilledById'>;

/** What a cell of `security.md` D.3 says beyond its scope. Suppliers do what is given to them; they send nothing away. */
const QUALIFIERS: Qualifiers<RequestCommand, Commandable> = {
  assign: (_, who) => !who.external,
  accept: (request, who) => who.worksInGroup && request.assigneeId !== who.personId,
  decline: (_, who) => !who.external,
  reopen: (_, who) => !who.external,
  confirm: (request, who) => request.fulfilledById !== who.personId && !who.standsInForRequester,
  reject: (request, who) => request.requesterId === who.personId,
};

export const { allowedCommands, authorised, stateAllows } = authorityOf<RequestState, RequestCommand, Commandable>(REQUEST_LIFECYCLE, QUALIFIERS);

/** Bodies of the commands, as the rules see them. */
export interface CommandInput {
  assign: { groupId?: string | undefined; assigneeId?: string | undefined; reason?: string | undefined };
  accept: object;
  hold: { reason: RequestHoldReason; until?: Date | undefined; message?: string | undefined };
  resume: { because?: 'answer' | 'time' };
  approve: object;
  refuse: { reason: string; expired?: boolean };
  decline: { reason: string };
  fulfil: { text: string; articleId?: string | undefined; byPlan?: boolean };
  confirm: { rating?: number | undefined; comment?: string | undefined };
  reject: { reason: string };
  reopen: { reason: string };
  close: object;
  withdraw: { reason?: string | undefined };
}

export interface Facts {
  now: Date;
  standing: Standing;
  /** assign: where it would go, as far as the references are known. */
  target?: { group: { id: string; line: number } | null; assignee: { id: string; works: boolean } | null; routedAssigneeId: string | null };
  /** fulfil: the group in which the one who fulfils works, for a request that no group has. */
  ownGroup?: { id: string; line: number } | null;
  /** fulfil: the named article exists for the caller. */
  articleKnown?: boolean;
}

export interface Changes {
  state?: RequestState;
  groupId?: string | null;
  assigneeId?: string | null;
  line?: number | null;
  holdReason?: RequestHoldReason | null;
  holdUntil?: Date | null;
  reopenCount?: number;
  fulfilment?: { text: string; byId: string; at: Date; articleId: string | null } | null;
  /** Why it was rejected or taken back. */
  endReason?: string | null;
  rating?: { score: number; comment: string | null; byId: string; at: Date };
}

export interface Decision {
  changes: Changes;
  entry: { kind: string; reason?: string; data: Record<string, unknown> };
  /** A public message that goes to the requester at once. */
  say: string | null;
}

/** Journal kind of each command. */
export const ENTRY_KINDS: Readonly<Record<RequestCommand, string>> = {
  assign: 'request.assigned', accept: 'request.accepted', hold: 'request.held', resume: 'request.resumed', approve: 'request.approved', refuse: 'request.refused', decline: 'request.declined', fulfil: 'request.fulfilled',
  confirm: 'request.confirmed', reject: 'request.returned', reopen: 'request.reopened', close: 'request.closed', withdraw: 'request.withdrawn',
};

const decision = (command: RequestCommand, changes: Changes, { reason, data = {}, say = null }: { reason?: string | undefined; data?: Record<string, unknown>; say?: string | null } = {}): Decision => ({
  changes, entry: { kind: ENTRY_KINDS[command], ...(reason === undefined ? {} : { reason }), data }, say,
});

type Handlers = { [C in RequestCommand]: (request: ServiceRequest, input: CommandInput[C], facts: Facts) => Decision | Refusal };

const awake = { holdReason: null, holdUntil: null } as const;
const worded = (text: string | undefined, pointer: string): Refusal | null => (text?.trim() ? null : invalid(pointer, 'required'));

const HANDLERS: Handlers = {
  assign: (request, { groupId, assigneeId, reason }, { target }) => {
    if (groupId === undefined && assigneeId === undefined) return invalid('/groupId', 'request.assign.target_required');
    if (!target?.group) return groupId === undefined ? invalid('/assigneeId', 'request.assign.not_a_member') : unknownReference('/groupId');
    if (assigneeId !== undefined && !target.assignee) return unknownReference('/assigneeId');
    if (target.assignee && !target.assignee.works) return invalid('/assigneeId', 'request.assign.not_a_member');
    return decision('assign', { state: 'fulfilling', ...awake, groupId: target.group.id, line: target.group.line, assigneeId: target.assignee?.id ?? target.routedAssigneeId }, { reason, data: request.groupId === null ? {} : { fromGroupId: request.groupId } });
  },
  accept: (_, __, { standing }) => decision('accept', { assigneeId: standing.personId }),
  hold: (_, { reason, until, message }, { now }) => {
    if (reason === 'requester' && !message?.trim()) return invalid('/message', 'request.hold.question_required');
    if (reason === 'scheduled' && !until) return invalid('/until', 'request.hold.until_required');
    if (until && until.getTime() <= now.getTime()) return invalid('/until', 'request.hold.until_in_future');
    return decision('hold', { state: 'on_hold', holdReason: reason, holdUntil: until ?? null }, { data: { holdReason: reason }, say: message?.trim() ? message : null });
  },
  resume: (_, { because }) => decision('resume', { state: 'fulfilling', ...awake }, { data: because ? { because } : {} }),
  approve: () => decision('approve', { state: 'fulfilling' }),
  refuse: (_, { reason, expired }) => decision('refuse', { state: 'rejected', endReason: reason }, { reason, data: expired ? { expired: true } : {} }),
  decline: (_, { reason }) => worded(reason, '/reason') ?? decision('decline', { state: 'rejected', ...awake, endReason: reason }, { reason }),
  fulfil: (request, { text, articleId, byPlan }, { now, standing, ownGroup, articleKnown }) => {
    if (articleId !== undefined && !articleKnown) return unknownReference('/articleId');
    const missing = worded(text, '/text');
    if (missing) return missing;
    const adopted = request.groupId === null && ownGroup ? { groupId: ownGroup.id, line: ownGroup.line, assigneeId: standing.personId } : {};
    const taken = request.groupId !== null && request.assigneeId === null && standing.worksInGroup ? { assigneeId: standing.personId } : {};
    return decision(
      'fulfil',
      { state: 'fulfilled', ...awake, ...adopted, ...taken, fulfilment: { text, byId: standing.personId, at: now, articleId: articleId ?? null } },
      { data: { text, ...(byPlan ? { byPlan: true } : {}) } },
    );
  },
  confirm: (request, { rating, comment }, { now, standing }) => {
    const byRequester = standing.personId === request.requesterId;
    if (!byRequester && rating !== undefined) return invalid('/rating', 'read_only');
    if (!byRequester && comment !== undefined) return invalid('/comment', 'read_only');
    if (comment !== undefined && rating === undefined) return invalid('/rating', 'request.confirm.rating_required');
    return decision('confirm', { state: 'closed', ...(rating === undefined ? {} : { rating: { score: rating, comment: comment ?? null, byId: standing.personId, at: now } }) }, { data: byRequester ? {} : { byPhone: true } });
  },
  reject: (request, { reason }) => worded(reason, '/reason') ?? decision('reject', { state: 'fulfilling', fulfilment: null, reopenCount: request.reopenCount + 1 }, { reason }),
  reopen: (request, { reason }) => worded(reason, '/reason') ?? decision('reopen', { state: 'fulfilling', fulfilment: null, reopenCount: request.reopenCount + 1 }, { reason }),
  close: () => decision('close', { state: 'closed' }),
  withdraw: (_, { reason }) => decision('withdraw', { state: 'cancelled', endReason: reason ?? null }, { reason }),
};

/** What a command does to a request, or why not: who may (403), what the state allows (409), what the body must hold (422), in this order. */
export function decide<C extends RequestCommand>(request: ServiceRequest, command: C, input: CommandInput[C], facts: Facts): Decision | Refusal {
  if (!authorised(request, command, facts.standing)) return forbidden(REQUEST_LIFECYCLE.commands[command].permission);
  if (!stateAllows(request, command, facts.standing.system)) return conflict('request.state', { state: request.state, command, allowedCommands: allowedCommands(request, facts.standing) });
  return HANDLERS[command](request, input, facts);
}
