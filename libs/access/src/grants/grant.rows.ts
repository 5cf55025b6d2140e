import { notFound } from '@opora/kit';
import type { Sql, Tx } from '@opora/platform';
import type { GrantFold } from '../domain';

/** A grant as the register keeps it, with what carrying out a decision about it needs. */
export interface GrantRow extends GrantFold {
  id: string;
  personId: string;
  personName: string;
  entitlementId: string;
  entitlementName: string;
  resourceId: string;
  resourceName: string;
  ownerId: string;
  groupId: string;
  provisioning: 'task' | 'webhook';
  webhookId: string | null;
  serviceId: string | null;
  removalHours: number;
  requestId: string;
  grantedAt: Date;
  sodRuleIds: string[];
  events: number;
  version: number;
}

const SELECT = `select a.id, a.person_id as "personId", p.display_name as "personName", a.entitlement_id as "entitlementId", e.name_uk as "entitlementName", r.id as "resourceId", r.name_uk as "resourceName", r.owner_id as "ownerId",
  r.group_id as "groupId", r.provisioning, r.webhook_id as "webhookId", r.service_id as "serviceId", r.removal_hours as "removalHours", a.request_id as "requestId", a.state, a.pending, a.ending, a.granted_at as "grantedAt",
  a.until_at as "untilAt", a.ended_at as "endedAt", a.sod_rule_ids as "sodRuleIds", a.events, a.version
  from access_grant a join person p on p.id = a.person_id join entitlement e on e.id = a.entitlement_id join access_resource r on r.id = e.resource_id`;

/** Locked in the order of their ids, so that two who decide about several never wait for each other in a circle. */
export const lockGrants = (tx: Tx, where: string, params: readonly unknown[]): Promise<GrantRow[]> => tx.rows<GrantRow>(`${SELECT} where ${where} order by a.id for update of a`, params);

export async function lockGrant(tx: Tx, id: string): Promise<GrantRow> {
  const [grant] = await lockGrants(tx, 'a.id = $1', [id]);
  if (!grant) throw notFound();
  return grant;
}

export const grantsWhere = (sql: Sql, where: string, params: readonly unknown[]): Promise<GrantRow[]> => sql.rows<GrantRow>(`${SELECT} where ${where} order by a.id`, params);
