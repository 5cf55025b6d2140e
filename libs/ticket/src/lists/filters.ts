import { PHASES, invalid } from '@opora/kit';
import type { Actor } from '@opora/platform';
import { reaches, staffView } from '../scopes';
import type { TicketListQuery } from './list.dto';

/** Who may ask by a filter: by what a face does not see, it may not filter either (`security.md` BO-11). */
type Reach = 'all' | 'insiders' | 'staff';

export interface Ask {
  actor: Actor;
  values: readonly string[];
  /** The whole query, for filters that are told by several names (`answeredBy` within `actFrom`…`actTo`). */
  query: Partial<TicketListQuery>;
  params: unknown[];
  place(value: unknown): string;
}

export interface ListFilter {
  reach: Reach;
  /** A condition over the ticket `t`. */
  sql(ask: Ask): string;
}
type Filter = ListFilter;

/** As the index `ticket_due` has it: tickets without a running clock come last. */
export const DUE = "coalesce(t.next_due_at, '9999-12-31T00:00:00Z'::timestamptz)";

/** Filters over what modules above keep (clocks, resolutions): named here, since there is one list; answered there. */
const FOREIGN = ['outcome', 'major', 'resolvedBy', 'answeredBy', 'reopenedOf', 'loggedBy', 'firstContact', 'rating'] as const;
export type ForeignFilter = (typeof FOREIGN)[number];
type Name = Exclude<keyof TicketListQuery, 'limit' | 'cursor' | 'sort' | 'q' | 'count' | ForeignFilter>;

const foreign = new Map<ForeignFilter, ListFilter>();

/** Told by their modules at start. */
export const answersFilter = (name: ForeignFilter, filter: ListFilter): void => void foreign.set(name, filter);

const oneOf = (column: string, reach: Reach = 'all', type = 'text'): Filter => ({ reach, sql: ({ values, place }) => `${column} = any(${place(values)}::${type}[])` });

/** Identifiers and words that stand for some: `@me`, `@my_groups`, `none`. */
const ids = (column: string, reach: Reach = 'all'): Filter => ({
  reach,
  sql: ({ actor, values, place }) => {
    const known = values.flatMap((value) => (value === '@me' ? [actor.personId] : value === '@my_groups' ? actor.groupIds('view') : value === 'none' ? [] : [value]));
    if (known.length === 0 && values.includes('none')) return `${column} is null`;
    const match = known.length === 1 ? `${column} = ${place(known[0])}::uuid` : `${column} = any(${place(known)}::uuid[])`;
    return values.includes('none') ? `(${column} is null or ${match})` : match;
  },
});

const instant = (column: string, comparison: '>=' | '<', reach: Reach = 'all'): Filter => ({ reach, sql: ({ values, place }) => `${column} ${comparison} ${place(values[0])}::timestamptz` });
const within = (select: (placeholder: string) => string, reach: Reach): Filter => ({
  reach,
  sql: ({ actor, values, place }) => `t.id in (${select(place(values.map((value) => (value === '@me' ? actor.personId : value))))})`,
});
const flag = (whenTrue: (ask: Ask) => string, reach: Reach): Filter => ({ reach, sql: (ask) => (ask.values[0] === 'true' ? whenTrue(ask) : `not (${whenTrue(ask)})`) });

/** `1-10`: Mondays from ten to eleven, in the reader's time zone. */
const hour = (column: string): Filter => ({
  reach: 'staff',
  sql: ({ actor, values, place }) => {
    const local = `${column} at time zone ${place(actor.timeZone)}::text`;
    return `extract(isodow from ${local})::int * 100 + extract(hour from ${local})::int = any(${place(values.map((value) => { const [day, at] = value.split('-').map(Number); return (day ?? 0) * 100 + (at ?? 0); }))}::int[])`;
  },
});

/** When the work on it ended: resolved, or closed without a solution. As the index `ticket_ended` has it. */
export const ENDED = 'coalesce(t.resolved_at, t.closed_at)';

/** Open phases by those that are not wanted: the planner would take `<> 'closed'` and a list of open ones for two independent conditions and expect a tenth of what there is. */
const butFor = (values: readonly string[]): string => PHASES.filter((phase) => !values.includes(phase)).map((phase) => `t.phase <> '${phase}'`).join(' and ');

const FILTERS: Readonly<Record<Name, Filter>> = {
  kind: oneOf('t.kind'),
  state: oneOf('t.state'),
  stateReason: oneOf('t.state_reason'),
  phase: { reach: 'all', sql: ({ values, place }) => (values.length > 1 && !values.includes('closed') ? butFor(values) : `${values.includes('closed') ? '' : "t.phase <> 'closed' and "}t.phase = any(${place(values)}::text[])`) },
  priority: oneOf('t.priority', 'all', 'smallint'),
  serviceId: ids('t.service_id'),
  categoryId: ids('t.category_id'),
  requesterId: ids('t.requester_id'),
  channel: oneOf('t.channel'),
  createdFrom: instant('t.created_at', '>='),
  createdTo: instant('t.created_at', '<'),
  updatedFrom: instant('t.updated_at', '>=', 'staff'),
  updatedTo: instant('t.updated_at', '<', 'staff'),
  resolvedFrom: { reach: 'all', sql: ({ values, place }) => { const at = place(values[0]); return `${ENDED} >= ${at}::timestamptz and t.resolved_at >= ${at}::timestamptz`; } },
  resolvedTo: { reach: 'all', sql: ({ values, place }) => { const at = place(values[0]); return `${ENDED} < ${at}::timestamptz and t.resolved_at < ${at}::timestamptz`; } },
  closedFrom: instant('t.closed_at', '>='),
  closedTo: instant('t.closed_at', '<'),
  hasDraft: flag(({ actor, place }) => `t.id in (select d.ticket_id from draft d where d.person_id = ${place(actor.personId)})`, 'insiders'),
  unread: flag(
    ({ actor, place }) => {
      const me = place(actor.personId);
      return `t.updated_by <> ${me}::uuid and not exists (select 1 from ticket_seen se where se.ticket_id = t.id and se.person_id = ${me} and se.version >= t.version)`;
    },
    'staff',
  ),
  groupId: ids('t.group_id', 'insiders'),
  assigneeId: ids('t.assignee_id', 'insiders'),
  impact: oneOf('t.impact', 'staff'),
  urgency: oneOf('t.urgency', 'staff'),
  reporterId: ids('t.reporter_id', 'staff'),
  watcherId: within((p) => `select w.ticket_id from ticket_watcher w where w.person_id = any(${p}::uuid[])`, 'staff'),
  tag: { reach: 'staff', sql: ({ values, place }) => `t.tags && ${place(values)}::text[]` },
  line: oneOf('t.line', 'staff', 'smallint'),
  locationId: ids('t.location_id', 'staff'),
  configurationItemId: within((p) => `select c.ticket_id from ticket_ci c where c.ci_id = any(${p}::uuid[])`, 'staff'),
  parentId: ids('t.parent_id', 'staff'),
  departmentId: ids('t.requester_department_id', 'staff'),
  dueState: oneOf('t.next_due_state', 'staff'),
  dueMetric: oneOf('t.next_due_metric', 'staff'),
  dueFrom: { reach: 'staff', sql: ({ values, place }) => `${DUE} >= ${place(values[0])}::timestamptz and t.next_due_at is not null` },
  dueTo: instant(DUE, '<', 'staff'),
  triage: flag(
    () => `(t.phase = 'new' and not exists (select 1 from ticket_triage x where x.ticket_id = t.id and x.snoozed_until is not null) or t.id in (select x.ticket_id from ticket_triage x where x.returned_at is not null and x.snoozed_until is null) and t.phase <> 'closed')`,
    'staff',
  ),
  restricted: flag(() => 't.restricted', 'staff'),
  endedFrom: instant(ENDED, '>=', 'staff'),
  endedTo: instant(ENDED, '<', 'staff'),
  openAt: { reach: 'staff', sql: ({ values, place }) => { const at = place(values[0]); return `t.created_at < ${at}::timestamptz and (${ENDED} is null or ${ENDED} >= ${at}::timestamptz)`; } },
  registeredHour: hour('t.created_at'),
  resolvedHour: hour('t.resolved_at'),
  reporterAs: oneOf('t.reporter_as', 'staff'),
  reassignedFrom: { reach: 'staff', sql: ({ values, place }) => `t.reassignment_count >= ${place(values[0])}::int` },
  /* What a report counts, and so what its figures open. */
  permission: { reach: 'insiders', sql: ({ actor, values, params }) => `(${values.map((permission) => reaches(actor, permission, 't', params)).join(' or ')})` },
  actFrom: { reach: 'staff', sql: () => 'true' },
  actTo: { reach: 'staff', sql: () => 'true' },
};

export const mayUse = (actor: Actor, reach: Reach): boolean =>
  reach === 'all' || actor.face === 'staff' || actor.face === 'auditor' || (reach === 'insiders' && actor.face === 'supplier');

/**
 * Conditions of a list; values become parameters. A filter by what only staff see looks only at tickets that the actor meets as staff.
 * @throws Refusal 422 `unknown_filter` naming the parameter
 */
export function filterConditions(actor: Actor, query: Partial<TicketListQuery>, params: unknown[]): string[] {
  const conditions: string[] = [];
  let asStaff = false;
  for (const name of [...(Object.keys(FILTERS) as Name[]), ...FOREIGN]) {
    const value = query[name];
    if (value === undefined) continue;
    const filter = Object.hasOwn(FILTERS, name) ? FILTERS[name as Name] : foreign.get(name as ForeignFilter);
    if (!filter || !mayUse(actor, filter.reach)) throw invalid(`/${name}`, 'unknown_filter');
    asStaff ||= filter.reach === 'staff' || (filter.reach === 'insiders' && actor.face !== 'supplier');
    conditions.push(filter.sql({ actor, values: Array.isArray(value) ? value : [value], query, params, place: (one) => `$${params.push(one)}` }));
  }
  if (asStaff) conditions.push(staffView(actor, 't', params));
  return conditions.filter((condition) => condition !== 'true');
}
