import type { Tx } from '@opora/platform';
import { type CorrelationFacts, type LiveGroup, STORM_SECONDS, groupName, stormKey } from '../domain';

export interface GroupRow extends LiveGroup {
  incidentId: string | null;
  incidentState: string | null;
  incidentPhase: string | null;
  incidentEndedAt: Date | null;
  merged: boolean;
  joinedAt: Date;
  toldAt: Date;
  windowSeconds: number;
  reopenSeconds: number;
}

const COLUMNS = `g.id, g.rule_id as "ruleId", g.key, g.source_id as "sourceId", g.storm, g.opened_at as "openedAt", g.incident_id as "incidentId", t.state as "incidentState", t.phase as "incidentPhase",
  coalesce(t.resolved_at, t.closed_at) as "incidentEndedAt", m.merged_into_id is not null as merged, g.joined_at as "joinedAt", g.told_at as "toldAt", g.window_seconds as "windowSeconds", g.reopen_seconds as "reopenSeconds"`;
const FROM = `from alert_group g left join ticket m on m.id = g.incident_id left join ticket t on t.id = coalesce(m.merged_into_id, m.id)`;

/** Alerts may join while the last one is recent and the incident is open, or so lately resolved that it would be reopened. */
export function joinable(group: GroupRow, now: Date): boolean {
  if (now.getTime() - group.joinedAt.getTime() > group.windowSeconds * 1000) return false;
  if (group.incidentPhase === null) return false;
  if (group.incidentPhase === 'closed') return false;
  return group.incidentPhase !== 'resolved' || (group.incidentEndedAt !== null && now.getTime() - group.incidentEndedAt.getTime() <= group.reopenSeconds * 1000);
}

/** Groups that the keys name and those of the source, locked; those that nobody may join any more are closed, so that their keys are free. */
export async function groupsFor(tx: Tx, sourceId: string, keys: readonly { ruleId: string; key: string }[], topologyGroups: readonly string[]): Promise<{ rows: Map<string, GroupRow>; facts: Omit<CorrelationFacts, 'byTopology'> }> {
  const found = await tx.rows<GroupRow>(
    `select ${COLUMNS} ${FROM} where g.closed_at is null and (g.id = any($4::uuid[]) or (g.rule_id is null and g.key = $5) or (g.rule_id, g.key) in (select * from unnest($2::uuid[], $3::text[]))
       or g.id in (select id from alert_group where source_id = $1 and closed_at is null order by opened_at desc limit 20)) order by g.id for update of g`,
    [sourceId, keys.map(({ ruleId }) => ruleId), keys.map(({ key }) => key), topologyGroups, stormKey(sourceId)],
  );
  const live = found.filter((group) => joinable(group, tx.now));
  const dead = found.filter((group) => !live.includes(group)).map(({ id }) => id);
  if (dead.length > 0) await tx.run('update alert_group set closed_at = $2 where id = any($1::uuid[])', [dead, tx.now]);
  const since = new Date(tx.now.getTime() - STORM_SECONDS * 1000);
  const counts = await tx.one<{ groups: number; alerts: number; events: number }>(
    `select (select count(*) from alert_group where source_id = $1 and opened_at > $2) as groups, (select count(*) from (select 1 from alert where source_id = $1 and opened_at > $2 limit 1000) n) as alerts,
       (select coalesce(sum(case when minute_at > $2 then minute_events + last_minute_events when minute_at > $2::timestamptz - interval '1 minute' then minute_events else 0 end), 0)::int from event_source_pulse where source_id = $1) as events`,
    [sourceId, since],
  );
  return {
    rows: new Map(live.map((group) => [group.id, group])),
    facts: {
      sourceId,
      byKey: new Map(live.map((group) => [groupName(group.ruleId, group.key), group])),
      ofSource: live.filter((group) => group.sourceId === sourceId).sort((a, b) => b.openedAt.getTime() - a.openedAt.getTime()),
      newGroups: counts?.groups ?? 0,
      newAlerts: counts?.alerts ?? 0,
      events: counts?.events ?? 0,
    },
  };
}
