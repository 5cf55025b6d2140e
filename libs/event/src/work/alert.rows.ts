import type { Sql } from '@opora/platform';
import type { FoldedAlert } from '../domain';

export interface LoadedAlert extends FoldedAlert {
  incidentPhase: string | null;
  incidentEndedAt: Date | null;
  quietSeconds: number | null;
}

/** The alerts of these keys, locked for the batch. */
export const LOAD = `
  select a.id, a.dedup_key as "dedupKey", a.state, a.severity, a.title, a.text, a.link, a.service, a.items, a.labels, a.count, a.first_seen_at as "firstSeenAt", a.last_seen_at as "lastSeenAt", a.opened_at as "openedAt",
    a.triggered_at as "triggeredAt", a.cleared_at as "clearedAt", a.acknowledged_at as "acknowledgedAt", a.acknowledged_by_id as "acknowledgedById", a.flips, a.decide_at as "decideAt",
    t.phase as "incidentPhase", coalesce(t.resolved_at, t.closed_at) as "incidentEndedAt", g.quiet_seconds as "quietSeconds"
  from alert a left join ticket m on m.id = a.incident_id left join ticket t on t.id = coalesce(m.merged_into_id, m.id) left join alert_group g on g.id = a.group_id
  where a.source_id = $1 and a.dedup_key = any($2) order by a.id for no key update of a`;

const WRITE = `
  insert into alert (id, source_id, dedup_key, state, severity, title, text, link, service, items, labels, service_id, item_id, count, first_seen_at, last_seen_at, opened_at, triggered_at, cleared_at, acknowledged_at,
    acknowledged_by_id, flips, decide_at)
  select id, $1, "dedupKey", state, severity, title, text, link, service, array(select json_array_elements_text(items)), labels, "serviceId", "itemId", count, "firstSeenAt", "lastSeenAt", "openedAt", "triggeredAt", "clearedAt",
    "acknowledgedAt", "acknowledgedById", array(select json_array_elements_text(flips)::timestamptz), "decideAt"
  from json_to_recordset($2::json) as x(id uuid, "dedupKey" text, state text, severity text, title text, text text, link text, service text, items json, labels jsonb, "serviceId" uuid, "itemId" uuid, count bigint,
    "firstSeenAt" timestamptz, "lastSeenAt" timestamptz, "openedAt" timestamptz, "triggeredAt" timestamptz, "clearedAt" timestamptz, "acknowledgedAt" timestamptz, "acknowledgedById" uuid, flips json, "decideAt" timestamptz)
  on conflict (id) do update set state = excluded.state, severity = excluded.severity, title = excluded.title, text = excluded.text, link = excluded.link, service = excluded.service, items = excluded.items, labels = excluded.labels,
    service_id = coalesce(excluded.service_id, alert.service_id), item_id = coalesce(excluded.item_id, alert.item_id), count = excluded.count, last_seen_at = excluded.last_seen_at, opened_at = excluded.opened_at,
    triggered_at = excluded.triggered_at, cleared_at = excluded.cleared_at, acknowledged_at = excluded.acknowledged_at, acknowledged_by_id = excluded.acknowledged_by_id, flips = excluded.flips, decide_at = excluded.decide_at,
    version = alert.version + 1`;

export async function writeAlerts(sql: Sql, sourceId: string, alerts: readonly (FoldedAlert & { serviceId: string | null; itemId: string | null })[]): Promise<void> {
  if (alerts.length > 0) await sql.run(WRITE, [sourceId, JSON.stringify(alerts)]);
}

/** Facts for the stream: ids and states alone, of so many at most. */
const TOLD = 50;

export function changedEvent(sourceId: string, alerts: readonly { id: string; state: string }[]): { topic: string; key: string; payload: Record<string, unknown> } {
  return { topic: 'alert.changed', key: sourceId, payload: { sourceId, alerts: alerts.slice(0, TOLD).map(({ id, state }) => ({ id, state })), changed: alerts.length } };
}
