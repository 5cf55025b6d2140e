import type { Sql } from '@opora/platform';
import type { AlertFacts, AlertState, Suppression } from '../domain';

/** An alert about which something has to be decided, with what is known of its incident. */
export interface DueAlert extends AlertFacts {
  id: string;
  state: AlertState;
  link: string | null;
  openedAt: Date;
  clearedAt: Date | null;
  flips: Date[];
  groupId: string | null;
  incidentId: string | null;
  incidentState: string | null;
  incidentPhase: string | null;
  incidentEndedAt: Date | null;
  merged: boolean;
  reopenSeconds: number | null;
  suppressed: Suppression | null;
  /** By which it was judged before. */
  ruleId: string | null;
}

export const DUE = `
  select a.id, a.source_id as "sourceId", a.dedup_key as "dedupKey", a.state, a.severity, a.title, a.text, a.link, a.labels, a.service_id as "serviceId", a.item_id as "itemId", a.opened_at as "openedAt", a.cleared_at as "clearedAt",
    a.flips, a.group_id as "groupId", a.incident_id as "incidentId", t.state as "incidentState", t.phase as "incidentPhase", coalesce(t.resolved_at, t.closed_at) as "incidentEndedAt", m.merged_into_id is not null as merged,
    g.reopen_seconds as "reopenSeconds", a.suppressed, a.rule_id as "ruleId"
  from alert a left join ticket m on m.id = a.incident_id left join ticket t on t.id = coalesce(m.merged_into_id, m.id) left join alert_group g on g.id = a.group_id
  where a.source_id = $1 and a.decide_at <= $2 order by a.decide_at, a.id limit $3 for no key update of a`;

/** What is decided about one alert. */
export interface Verdict {
  id: string;
  state: string;
  decideAt: Date | null;
  suppressed: Suppression | null;
  suppressedBy: string | null;
  ruleId: string | null;
  groupId: string | null;
  incidentId: string | null;
}

export async function writeVerdicts(sql: Sql, verdicts: readonly Verdict[]): Promise<void> {
  if (verdicts.length === 0) return;
  await sql.run(
    `update alert a set decide_at = x."decideAt", suppressed = x.suppressed, suppressed_by = x."suppressedBy", rule_id = coalesce(x."ruleId", a.rule_id), group_id = x."groupId", incident_id = x."incidentId", version = a.version + 1
     from json_to_recordset($1::json) as x(id uuid, "decideAt" timestamptz, suppressed text, "suppressedBy" uuid, "ruleId" uuid, "groupId" uuid, "incidentId" uuid) where a.id = x.id`,
    [JSON.stringify(verdicts)],
  );
}

/** As it stands, with nothing more to decide. */
export const settled = (alert: DueAlert, more: Partial<Verdict> = {}): Verdict => ({
  id: alert.id, state: alert.state, decideAt: null, suppressed: null, suppressedBy: null, ruleId: null, groupId: alert.groupId, incidentId: alert.incidentId, ...more,
});
