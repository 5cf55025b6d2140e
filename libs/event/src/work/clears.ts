import type { Tx } from '@opora/platform';
import { flapsUntil } from '../domain';
import { type DueAlert, type Verdict, settled } from './due';
import type { EventIncidents } from './incidents';

interface Standing {
  id: string;
  incidentId: string | null;
  merged: boolean;
  resolves: boolean;
  quietSeconds: number;
  open: boolean;
  lastId: string;
  lastAt: Date;
}

/* What is kept quiet for another reason does not hold the incident open; what flaps does. */
const STANDING = `
  select g.id, g.incident_id as "incidentId", m.merged_into_id is not null as merged, g.resolves, g.quiet_seconds as "quietSeconds",
    exists (select 1 from alert o where o.group_id = g.id and o.state <> 'cleared' and coalesce(o.suppressed, '') not in ('dependency', 'maintenance')) as open, l.id as "lastId", l.cleared_at as "lastAt"
  from alert_group g left join ticket m on m.id = g.incident_id
    cross join lateral (select a.id, a.cleared_at from alert a where a.group_id = g.id and a.cleared_at is not null order by a.cleared_at desc, a.id limit 1) l where g.id = any($1::uuid[]) order by g.id for update of g`;

/** Clear alerts: when all of an outage have kept still for the quiet period, its incident is resolved; the last one to clear wakes the question again. */
export async function clearedGroups(tx: Tx, incidents: EventIncidents, alerts: readonly DueAlert[]): Promise<Verdict[]> {
  if (alerts.length === 0) return [];
  const verdicts = new Map(alerts.map((alert) => [alert.id, settled(alert)]));
  const restless = new Set<string>();
  for (const alert of alerts) {
    const until = flapsUntil(alert.flips, tx.now);
    if (until === null) continue;
    verdicts.set(alert.id, settled(alert, { suppressed: 'flapping', decideAt: until }));
    if (alert.groupId !== null) restless.add(alert.groupId);
  }
  const groupIds = [...new Set(alerts.flatMap(({ groupId }) => (groupId === null || restless.has(groupId) ? [] : [groupId])))];
  const groups = groupIds.length === 0 ? [] : await tx.rows<Standing>(STANDING, [groupIds]);
  for (const group of groups) {
    if (group.open || !group.resolves || group.incidentId === null || group.merged) continue;
    const due = new Date(group.lastAt.getTime() + group.quietSeconds * 1000);
    if (due <= tx.now) await incidents.resolve(tx, group.incidentId);
    else if (verdicts.has(group.lastId)) verdicts.set(group.lastId, { ...(verdicts.get(group.lastId) as Verdict), decideAt: due });
    else await tx.run('update alert set decide_at = $2 where id = $1', [group.lastId, due]);
  }
  return [...verdicts.values()];
}
