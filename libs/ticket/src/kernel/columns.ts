import type { Ticket, TicketField, TicketPatch } from '../domain/ticket';

type OwnField = Exclude<keyof Ticket, 'participant' | 'sharedGroupIds' | 'sharedPersonIds' | 'sharedSupplierIds' | 'requesterDepartmentId' | 'requesterManagerId' | 'groupSupplierId'>;

const snake = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Columns of `ticket` in the order in which they are written. */
export const FIELDS: readonly OwnField[] = [
  'id', 'kind', 'reference', 'title', 'description', 'state', 'stateReason', 'stateUntil', 'phase', 'channel', 'requesterId', 'reporterId', 'reporterAs', 'serviceId', 'categoryId', 'impact', 'urgency',
  'priority', 'priorityReason', 'groupId', 'assigneeId', 'line', 'tags', 'customFields', 'commandFacts', 'restricted', 'locationId', 'contact', 'parentId', 'mergedIntoId', 'reassignmentCount', 'reopenCount',
  'firstResponseAt', 'createdAt', 'updatedAt', 'publicUpdatedAt', 'updatedBy', 'publicUpdatedBy', 'resolvedAt', 'closedAt', 'version', 'publicVersion', 'supplierVersion', 'nextDueAt', 'nextDueMetric',
  'nextDueState', 'importedFrom', 'importKey',
];

export const columnOf = (field: OwnField | TicketField | keyof TicketPatch): string => snake(field);

const own = FIELDS.map((field) => `t.${snake(field)} as "${field}"`).join(', ');

const scopeColumns = (me: string): string => `rq.department_id as "requesterDepartmentId", rq.manager_id as "requesterManagerId", sg.supplier_id as "groupSupplierId",
    exists (select 1 from ticket_watcher w where w.ticket_id = t.id and w.person_id = ${me} and w.participant) as participant`;

/** Own columns and what scopes need; `$me` is the placeholder of the person who asks. */
export const selectTicket = (me: string): string => `${own}, ${scopeColumns(me)}, ${SHARES}`;

/** Fields that no row of a list shows and no scope asks for. */
const LONG: ReadonlySet<string> = new Set(['description', 'customFields', 'priorityReason', 'contact', 'locationId', 'parentId', 'firstResponseAt', 'importedFrom', 'importKey']);
export type BriefTicket = Omit<Ticket, 'customFields' | 'priorityReason' | 'contact' | 'locationId' | 'parentId' | 'firstResponseAt' | 'importedFrom' | 'importKey'>;

const nullIfEmpty = (columns: string): string => columns.replace(/array\((select [^]*?)\) as "/g, 'nullif(array($1), \'{}\') as "');

/** What a row of a list needs; reading fifty rows spends its time on values, so empty lists come as null. */
export const selectBrief = (me: string): string =>
  `${FIELDS.filter((field) => !LONG.has(field) && field !== 'tags').map((field) => `t.${snake(field)} as "${field}"`).join(', ')}, left(t.description, 1000) as description, nullif(t.tags, '{}') as tags, ${scopeColumns(me)}, ${nullIfEmpty(SHARES)}`;

/** Joins that `selectTicket` needs. */
export const TICKET_JOINS = 'left join person rq on rq.id = t.requester_id left join support_group sg on sg.id = t.group_id';

export const SHARES = `array(select s.group_id from ticket_share s where s.ticket_id = t.id and s.open and s.group_id is not null) as "sharedGroupIds",
    array(select s.person_id from ticket_share s where s.ticket_id = t.id and s.open and s.person_id is not null) as "sharedPersonIds",
    array(select g.supplier_id from ticket_share s join support_group g on g.id = s.group_id where s.ticket_id = t.id and s.open and g.supplier_id is not null) as "sharedSupplierIds"`;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const REFERENCE = /^[A-Z]{2,6}-\d{6,12}$/;

/** By which column a ticket is addressed; null where the text can address none (`security.md` BO-15). */
export function addressOf(idOrReference: string): 'id' | 'reference' | null {
  if (UUID.test(idOrReference)) return 'id';
  return REFERENCE.test(idOrReference) ? 'reference' : null;
}

/** By the reference that it has, or had before it was converted. */
const OWN_OR_FORMER = 'r.id = coalesce((select x.id from ticket x where x.reference = $1), (select a.ticket_id from ticket_alias a where a.reference = $1))';

/** The ticket addressed, or the survivor of its merges. `$1` is the address. */
export const found = (by: 'id' | 'reference', follow: boolean): string =>
  follow ? `t.id = (select coalesce(r.merged_into_id, r.id) from ticket r where ${by === 'id' ? 'r.id = $1' : OWN_OR_FORMER})` : `t.${by} = $1`;
