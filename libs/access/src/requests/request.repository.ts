import type { Tx } from '@opora/platform';
import type { OwnRow, Ticket } from '@opora/ticket';
import type { AccessRequest, AccessState, Decision, Purpose, Verification } from '../domain';

/** The process's own row beside the ticket's, as JSON: instants are text. */
export interface AccessRow {
  purpose: Purpose;
  entitlement_id: string | null;
  from_at: string | null;
  until_at: string | null;
  grant_id: string | null;
  sod_rule_ids: string[];
  in_target: boolean;
  exception_reason: string | null;
  verification: Verification | null;
  failed: boolean;
}

/** Claimed and read together with its ticket. */
export const OWN_ROW: OwnRow = { join: 'join access_request i on i.ticket_id = t.id', select: 'to_jsonb(i)' };

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

export function toRequest(ticket: Ticket, row: AccessRow): AccessRequest {
  return {
    id: ticket.id, reference: ticket.reference, state: ticket.state as AccessState, purpose: row.purpose, requesterId: ticket.requesterId, reporterId: ticket.reporterId, entitlementId: row.entitlement_id,
    fromAt: instant(row.from_at), untilAt: instant(row.until_at), verification: row.verification, inTarget: row.in_target, failed: row.failed,
  };
}

/** WITH-term for whatever a decision changes in the own row; none where it changes nothing there. `$1` is the ticket. */
export function ownTerms({ set }: Decision, now: Date, params: unknown[]): string[] {
  const columns: Record<string, unknown> = {
    ...(set.entitlementId === undefined ? {} : { entitlement_id: set.entitlementId }),
    ...(set.fromAt === undefined ? {} : { from_at: set.fromAt }),
    ...(set.untilAt === undefined ? {} : { until_at: set.untilAt }),
    ...(set.verification === undefined ? {} : { verification: set.verification }),
    ...(set.verifiedBy === undefined ? {} : { verified_by: set.verifiedBy, verified_at: now }),
    ...(set.verificationNote === undefined ? {} : { verification_note: set.verificationNote }),
    ...(set.failed === undefined ? {} : { failed: set.failed }),
  };
  const entries = Object.entries(columns);
  return entries.length === 0 ? [] : [`access_row as (update access_request set ${entries.map(([column, value]) => `${column} = $${params.push(value)}`).join(', ')} where ticket_id = $1)`];
}

/** Facts of a list row: what `allowedCommands` needs beyond the ticket's columns. */
export interface CommandFacts {
  purpose: Purpose;
  failed: boolean;
}

/** An entitlement with all that asking for it has to know. */
export interface Wanted {
  id: string;
  name: string;
  resourceId: string;
  resourceName: string;
  risk: 'high' | 'medium' | 'low';
  maxDays: number | null;
  approvals: ('line_manager' | 'resource_owner')[];
  ownerId: string;
  groupId: string;
  line: number;
  provisioning: 'task' | 'webhook';
  webhookId: string | null;
  removalHours: number;
  serviceId: string | null;
  restricted: boolean;
  active: boolean;
}

export const wanted = (tx: Pick<Tx, 'one'>, id: string, locale: 'uk' | 'en'): Promise<Wanted | null> =>
  tx.one<Wanted>(
    `select e.id, e.name_${locale} as name, r.id as "resourceId", r.name_${locale} as "resourceName", coalesce(e.risk, r.risk) as risk, e.max_days as "maxDays", e.approvals, r.owner_id as "ownerId", r.group_id as "groupId", g.line, r.provisioning,
       r.webhook_id as "webhookId", r.removal_hours as "removalHours", r.service_id as "serviceId", coalesce(s.restricted, false) as restricted, e.active and r.active as active
     from entitlement e join access_resource r on r.id = e.resource_id join support_group g on g.id = r.group_id left join service s on s.id = r.service_id where e.id = $1`,
    [id],
  );

export async function ownRow(tx: Pick<Tx, 'one'>, ticketId: string): Promise<AccessRow> {
  const row = await tx.one<{ own: AccessRow }>('select to_jsonb(i) as own from access_request i where i.ticket_id = $1', [ticketId]);
  if (!row) throw new Error(`the access request ${ticketId} has no row of its own`);
  return row.own;
}
