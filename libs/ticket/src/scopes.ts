import type { Actor, Scope } from '@opora/platform';
import type { TicketFacts } from './domain/ticket';

/** Writes one value as a parameter and answers its placeholder. */
type Place = (value: unknown) => string;

/**
 * One scope of `security.md` D.1 as SQL over a ticket row and as a test of its facts: one truth, told twice, and a test with random tickets compares both.
 * `ids` are selects of ticket ids, for readers whose tickets are few (requesters, suppliers): they are gathered instead of testing each ticket.
 */
interface ScopeRule {
  /** Holds for `restricted` tickets too. */
  passesRestricted?: boolean;
  sql(t: string, actor: Actor, place: Place): string;
  ids(actor: Actor, place: Place): string[];
  test(ticket: TicketFacts, actor: Actor): boolean;
}

const never: ScopeRule = { sql: () => 'false', ids: () => [], test: () => false };
const everything = (holds: (actor: Actor) => boolean): Pick<ScopeRule, 'sql' | 'ids' | 'test'> => ({
  sql: (_t, actor) => String(holds(actor)),
  ids: (actor) => (holds(actor) ? ['select x.id from ticket x'] : []),
  test: (_ticket, actor) => holds(actor),
});
const personsTickets = (where: string): string => `select x.id from ticket x where x.requester_id in (select p.id from person p where ${where})`;
const OPEN_AND_CLOSED = ["x.phase <> 'closed'", "x.phase = 'closed'"];

function byGroup(right: 'view' | 'work' | 'manage'): ScopeRule {
  const shares = right === 'view';
  return {
    passesRestricted: right !== 'view',
    sql: (t, actor, place) => {
      const groups = place(actor.groupIds(right));
      return shares ? `(${t}.group_id = any(${groups}::uuid[]) or ${t}.id in (select s.ticket_id from ticket_share s where s.open and s.group_id = any(${groups}::uuid[])))` : `${t}.group_id = any(${groups}::uuid[])`;
    },
    ids: (actor, place) => {
      const groups = place(actor.groupIds(right));
      return [
        ...OPEN_AND_CLOSED.map((phase) => `select x.id from ticket x where x.group_id = any(${groups}::uuid[]) and ${phase}`),
        ...(shares ? [`select s.ticket_id from ticket_share s where s.open and s.group_id = any(${groups}::uuid[])`] : []),
      ];
    },
    test: (ticket, actor) => {
      const groups = actor.groupIds(right);
      return (ticket.groupId !== null && groups.includes(ticket.groupId)) || (shares && ticket.sharedGroupIds.some((id) => groups.includes(id)));
    },
  };
}

/** `apr`, `aut`, `self`, `res` and `pub` are answered by what they are about (an approval, a message, an article), never by a ticket. */
const SCOPES: Readonly<Record<Scope, ScopeRule>> = {
  all: everything(() => true),
  brk: { ...everything((actor) => actor.breakGlass), passesRestricted: true },
  rqr: {
    passesRestricted: true,
    sql: (t, actor, place) => `${t}.requester_id = ${place(actor.personId)}`,
    ids: (actor, place) => [`select x.id from ticket x where x.requester_id = ${place(actor.personId)}`],
    test: (ticket, actor) => ticket.requesterId === actor.personId,
  },
  own: {
    sql: (t, actor, place) => {
      const me = place(actor.personId);
      return `(${t}.requester_id = ${me} or (${t}.reporter_id = ${me} and ${t}.reporter_as = 'requester') or ${t}.id in (select w.ticket_id from ticket_watcher w where w.person_id = ${me} and w.participant))`;
    },
    ids: (actor, place) => {
      const me = place(actor.personId);
      return [
        `select x.id from ticket x where x.requester_id = ${me}`,
        `select x.id from ticket x where x.reporter_id = ${me} and x.reporter_id <> x.requester_id and x.reporter_as = 'requester'`,
        `select w.ticket_id from ticket_watcher w where w.person_id = ${me} and w.participant`,
      ];
    },
    test: (ticket, actor) => ticket.requesterId === actor.personId || (ticket.reporterId === actor.personId && ticket.reporterAs === 'requester') || ticket.participant,
  },
  dep: {
    sql: (t, actor, place) => (actor.departmentIds.length === 0 ? 'false' : `${t}.requester_id in (select p.id from person p where p.department_id = any(${place(actor.departmentIds)}::uuid[]))`),
    ids: (actor, place) => (actor.departmentIds.length === 0 ? [] : [personsTickets(`p.department_id = any(${place(actor.departmentIds)}::uuid[])`)]),
    test: (ticket, actor) => ticket.requesterDepartmentId !== null && actor.departmentIds.includes(ticket.requesterDepartmentId),
  },
  gv: byGroup('view'),
  gw: byGroup('work'),
  gm: byGroup('manage'),
  asg: {
    passesRestricted: true,
    sql: (t, actor, place) => {
      const me = place(actor.personId);
      return `(${t}.assignee_id = ${me} or ${t}.id in (select s.ticket_id from ticket_share s where s.open and s.person_id = ${me}))`;
    },
    ids: (actor, place) => {
      const me = place(actor.personId);
      return [...OPEN_AND_CLOSED.map((phase) => `select x.id from ticket x where x.assignee_id = ${me} and ${phase}`), `select s.ticket_id from ticket_share s where s.open and s.person_id = ${me}`];
    },
    test: (ticket, actor) => ticket.assigneeId === actor.personId || ticket.sharedPersonIds.includes(actor.personId),
  },
  sup: {
    sql: (t, actor, place) => {
      if (actor.supplierId === null) return 'false';
      const supplier = place(actor.supplierId);
      return `(${t}.group_id in (select g.id from support_group g where g.supplier_id = ${supplier}) or ${t}.id in (select s.ticket_id from ticket_share s join support_group g on g.id = s.group_id where s.open and g.supplier_id = ${supplier}))`;
    },
    ids: (actor, place) => {
      if (actor.supplierId === null) return [];
      const supplier = place(actor.supplierId);
      return [
        ...OPEN_AND_CLOSED.map((phase) => `select x.id from ticket x where x.group_id = any(array(select g.id from support_group g where g.supplier_id = ${supplier})) and ${phase}`),
        `select s.ticket_id from ticket_share s join support_group g on g.id = s.group_id where s.open and g.supplier_id = ${supplier}`,
      ];
    },
    test: (ticket, actor) => actor.supplierId !== null && (ticket.groupSupplierId === actor.supplierId || ticket.sharedSupplierIds.includes(actor.supplierId)),
  },
  line: {
    sql: (t, actor, place) => `${t}.requester_id in (select p.id from person p where p.manager_id = ${place(actor.personId)})`,
    ids: (actor, place) => [personsTickets(`p.manager_id = ${place(actor.personId)}`)],
    test: (ticket, actor) => ticket.requesterManagerId === actor.personId,
  },
  apr: never,
  aut: never,
  self: never,
  res: never,
  pub: never,
};

const READ = 'ticket.read';
const READ_RESTRICTED = 'ticket.readRestricted';
const READ_PRIVATE = 'message.readPrivate';
const READ_SUMMARY = 'ticket.readSummary';

/** Kinds whose reading is its own permission (`access.read`); told by their processes at start. */
const readPermissions = new Map<string, string>();

export function readsBy(kind: string, permission: string | undefined): void {
  if (permission === undefined || permission === READ) readPermissions.delete(kind);
  else readPermissions.set(kind, permission);
}

const readPermissionOf = (kind: string): string => readPermissions.get(kind) ?? READ;

/** The permission reaches this ticket in some scope; a `restricted` ticket only by those that pass, or where it may be read (`security.md` D.1). */
export function permitted(actor: Actor, permission: string, ticket: TicketFacts): boolean {
  const holding = [...actor.scopes(permission)].filter((scope) => SCOPES[scope].test(ticket, actor));
  if (holding.length === 0) return false;
  return !ticket.restricted || holding.some((scope) => SCOPES[scope].passesRestricted) || [...actor.scopes(READ_RESTRICTED)].some((scope) => SCOPES[scope].test(ticket, actor));
}

/** Whether the actor may know of the ticket at all. */
export const visible = (actor: Actor, ticket: TicketFacts): boolean => permitted(actor, readPermissionOf(ticket.kind), ticket);

/** SQL predicate of `permitted`; pushes its parameters. */
export function reaches(actor: Actor, permission: string, t: string, params: unknown[]): string {
  const place: Place = (value) => `$${params.push(value)}`;
  const scopes = [...actor.scopes(permission)];
  const held = anyOf(scopes, actor, t, place);
  if (held === 'false') return 'false';
  const mark = params.length;
  const beyond = [...new Set([...scopes.filter((scope) => SCOPES[scope].passesRestricted), ...actor.scopes(READ_RESTRICTED)])].map((scope) => SCOPES[scope].sql(t, actor, place)).filter((sql) => sql !== 'false');
  if (beyond.includes('true')) {
    params.length = mark;
    return held;
  }
  const limit = `(not ${t}.restricted${beyond.map((sql) => ` or ${sql}`).join('')})`;
  return held === 'true' ? limit : `(${held} and ${limit})`;
}

function anyOf(scopes: readonly Scope[], actor: Actor, t: string, place: Place): string {
  if (scopes.includes('all') || (scopes.includes('brk') && actor.breakGlass)) return 'true';
  if (actor.face === 'staff' || actor.face === 'auditor') {
    const parts = scopes.map((scope) => SCOPES[scope].sql(t, actor, place)).filter((sql) => sql !== 'false');
    return parts.length === 0 ? 'false' : `(${parts.join(' or ')})`;
  }
  const ids = scopes.flatMap((scope) => SCOPES[scope].ids(actor, place));
  return ids.length === 0 ? 'false' : `${t}.id in (${ids.join(' union all ')})`;
}

/** SQL predicate of `visible`: what every list, count, search and stream of tickets is and-ed with. */
export function visibleTo(actor: Actor, t: string, params: unknown[]): string {
  const usual = reaches(actor, READ, t, params);
  if (readPermissions.size === 0) return usual;
  const special = [...readPermissions].map(([kind, permission]) => `(${t}.kind = $${params.push(kind)} and ${reaches(actor, permission, t, params)})`);
  return `((${t}.kind <> all($${params.push([...readPermissions.keys()])}::text[]) and ${usual}) or ${special.join(' or ')})`;
}

/** How the actor meets this ticket: what is shown of it follows from this alone (`security.md` D.4). */
export type Projection = 'staff' | 'supplier' | 'requester';

export function projectionOf(actor: Actor, ticket: TicketFacts): Projection {
  if (actor.face === 'requester' || actor.face === 'supplier') return actor.face;
  return permitted(actor, READ_PRIVATE, ticket) ? 'staff' : 'requester';
}

/** SQL predicate of `projectionOf(…) = 'staff'`. */
export function staffView(actor: Actor, t: string, params: unknown[]): string {
  return actor.face === 'requester' || actor.face === 'supplier' ? 'false' : reaches(actor, READ_PRIVATE, t, params);
}

/** Whatever the actor may see, the actor meets as staff: then one predicate answers for both. */
export function meetsAllAsStaff(actor: Actor): boolean {
  if (actor.face === 'requester' || actor.face === 'supplier' || readPermissions.size > 0) return false;
  const [seen, met] = [actor.scopes(READ), actor.scopes(READ_PRIVATE)];
  const passing = (scopes: ReadonlySet<Scope>): Scope[] => [...scopes].filter((scope) => SCOPES[scope].passesRestricted);
  return seen.has('all') && met.has('all') && passing(seen).every((scope) => met.has(scope));
}

/** SQL predicate: the reference, title, service and state may be shown, nothing of its people or messages. */
export const summaryVisibleTo = (actor: Actor, t: string, params: unknown[]): string => reaches(actor, READ_SUMMARY, t, params);
