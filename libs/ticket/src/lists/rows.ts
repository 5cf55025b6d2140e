import type { Actor } from '@opora/platform';
import { versionFor } from '../domain/projection';
import { type BriefTicket, selectTicket } from '../kernel/columns';
import type { Projection } from '../scopes';
import type { GroupRef, NamedRef, NextClock, PersonRef, TicketRow, ViewerRef } from './reply.dto';

/** Names of what a ticket refers to. */
interface Names {
  requesterName: string | null;
  requesterEmail: string | null;
  requesterPhone: string | null;
  requesterVip: boolean | null;
  requesterDepartment: string | null;
  assigneeName: string | null;
  assigneeEmail: string | null;
  serviceName: string | null;
  categoryName: string | null;
  groupName: string | null;
  groupLabel: string | null;
  groupLine: number | null;
}

/** A ticket with the names of what it refers to. */
export type Named = BriefTicket & Names;

export interface ListedRow extends Named {
  seenVersion: number | null;
  hasDraft: boolean;
  viewers: ViewerRef[];
}

const SLA_METRICS = new Set(['response', 'resolution', 'fulfilment', 'approval']);
const UC_METRICS = new Set(['supplier_response', 'supplier_resolution']);

/** Columns with names in the reader's language; `$1` is the reader. */
export function namedColumns(locale: 'uk' | 'en', select: (me: string) => string = selectTicket): string {
  return `${select('$1')}, rq.display_name as "requesterName", rq.email as "requesterEmail", rq.phone as "requesterPhone", rq.vip as "requesterVip", dp.name_${locale} as "requesterDepartment",
    asg.display_name as "assigneeName", asg.email as "assigneeEmail", sv.name_${locale} as "serviceName", ct.name_${locale} as "categoryName", sg.name_${locale} as "groupName",
    sg.public_label_${locale} as "groupLabel", sg.line as "groupLine"`;
}

export const NAMED_JOINS =
  'left join person rq on rq.id = t.requester_id left join support_group sg on sg.id = t.group_id left join department dp on dp.id = rq.department_id left join person asg on asg.id = t.assignee_id left join service sv on sv.id = t.service_id left join category ct on ct.id = t.category_id';

const CUSTOMERS_DESK = { uk: 'Служба підтримки замовника', en: 'Customer’s desk' };

export const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const named = (id: string | null, name: string | null): NamedRef | null => (id === null ? null : { id, name: name ?? '' });

function requesterOf(row: Named, actor: Actor, projection: Projection): PersonRef {
  const person: PersonRef = { id: row.requesterId, displayName: row.requesterName ?? '' };
  const whole = projection === 'staff' || row.requesterId === actor.personId;
  if (!whole) return person;
  return {
    ...person,
    ...(row.requesterEmail === null ? {} : { email: row.requesterEmail }),
    ...(row.requesterPhone === null ? {} : { phone: row.requesterPhone }),
    ...(row.requesterDepartment === null ? {} : { department: row.requesterDepartment }),
    ...(projection === 'staff' ? { vip: row.requesterVip ?? false } : {}),
  };
}

function groupOf(row: Named, actor: Actor, projection: Projection): GroupRef | null {
  if (row.groupId === null) return null;
  if (projection === 'requester') return { id: row.groupId, name: row.groupLabel ?? row.groupName ?? '' };
  if (projection === 'supplier' && row.groupSupplierId !== actor.supplierId) return { id: row.groupId, name: CUSTOMERS_DESK[actor.locale] };
  return { id: row.groupId, name: row.groupName ?? '', ...(row.groupLine === null ? {} : { line: row.groupLine }) };
}

function assigneeOf(row: Named, actor: Actor, projection: Projection): PersonRef | null {
  if (row.assigneeId === null || (projection === 'supplier' && row.groupSupplierId !== actor.supplierId)) return null;
  return { id: row.assigneeId, displayName: row.assigneeName ?? '', ...(projection === 'staff' && row.assigneeEmail !== null ? { email: row.assigneeEmail } : {}) };
}

/** What rows and resources share, as the projection shows it (`security.md` D.4). */
export function baseOf(row: Named, actor: Actor, projection: Projection, allowedCommands: string[]): Omit<TicketRow, 'nextClock' | 'unread' | 'hasDraft' | 'viewers'> {
  return {
    id: row.id, kind: row.kind, reference: row.reference, title: row.title, state: row.state, phase: row.phase, stateReason: row.stateReason, stateUntil: iso(row.stateUntil), priority: row.priority,
    channel: row.channel, requester: requesterOf(row, actor, projection), service: named(row.serviceId, row.serviceName), category: named(row.categoryId, row.categoryName),
    group: groupOf(row, actor, projection), assignee: assigneeOf(row, actor, projection), createdAt: row.createdAt.toISOString(),
    updatedAt: (projection === 'staff' ? row.updatedAt : row.publicUpdatedAt).toISOString(), resolvedAt: iso(row.resolvedAt), closedAt: iso(row.closedAt), reopenCount: row.reopenCount,
    version: versionFor(projection, row), allowedCommands,
    ...(projection === 'staff'
      ? { impact: row.impact, urgency: row.urgency, line: row.line, reassignmentCount: row.reassignmentCount, tags: [...row.tags], restricted: row.restricted }
      : {}),
  };
}

function nextClockOf(row: Named, projection: Projection): NextClock | null {
  if (row.nextDueAt === null || row.nextDueMetric === null) return null;
  if (projection === 'requester' && !SLA_METRICS.has(row.nextDueMetric)) return null;
  if (projection === 'supplier' && !UC_METRICS.has(row.nextDueMetric)) return null;
  return { metric: row.nextDueMetric, dueAt: row.nextDueAt.toISOString(), state: row.nextDueState ?? 'running' };
}

function unreadOf(row: ListedRow, actor: Actor, projection: Projection): boolean {
  const by = projection === 'staff' ? row.updatedBy : row.publicUpdatedBy;
  return by !== actor.personId && (row.seenVersion ?? 0) < versionFor(projection, row);
}

export function rowOf(row: ListedRow, actor: Actor, projection: Projection, allowedCommands: string[]): TicketRow {
  return {
    ...baseOf(row, actor, projection, allowedCommands),
    nextClock: nextClockOf(row, projection),
    unread: unreadOf(row, actor, projection),
    hasDraft: row.hasDraft,
    viewers: projection === 'staff' ? row.viewers.filter((viewer) => viewer.id !== actor.personId) : [],
  };
}
