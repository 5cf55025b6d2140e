import type { Sql } from '@opora/platform';

/** How far an outage is followed over dependencies. */
const DEPTH = 8;
const DEPENDENCIES = `('runs_on', 'depends_on', 'part_of')`;

export interface Topology {
  /** Item → all that it depends on, itself not among them. */
  above: ReadonlyMap<string, ReadonlySet<string>>;
  /** Item → open alert of something that it depends on. */
  down: ReadonlyMap<string, { alertId: string; itemId: string }>;
  /** Item → live outage of something that it depends on, or that depends on it. */
  groups: ReadonlyMap<string, string>;
}

export async function topologyOf(sql: Sql, itemIds: readonly string[], now: Date): Promise<Topology> {
  const ids = [...new Set(itemIds)];
  if (ids.length === 0) return { above: new Map(), down: new Map(), groups: new Map() };
  const rows = await sql.rows<{ start: string; id: string; up: boolean; alertId: string | null; blocks: boolean; groupId: string | null }>(
    `with recursive up(start, id, depth) as (select i, i, 0 from unnest($1::uuid[]) i union select up.start, r.to_id, up.depth + 1 from up join ci_relation r on r.from_id = up.id and r.type in ${DEPENDENCIES} where up.depth < ${DEPTH}),
       low(start, id, depth) as (select i, i, 0 from unnest($1::uuid[]) i union select low.start, r.from_id, low.depth + 1 from low join ci_relation r on r.to_id = low.id and r.type in ${DEPENDENCIES} where low.depth < ${DEPTH}),
       near as (select start, id, true as up, min(depth) as depth from up where depth > 0 group by start, id union all select start, id, false, min(depth) from low where depth > 0 group by start, id)
     select n.start, n.id, n.up, a.id as "alertId", coalesce(a.severity = 'exception', false) as blocks, g.id as "groupId"
     from near n left join alert a on a.item_id = n.id and a.state <> 'cleared' left join alert_group g on g.id = a.group_id and g.closed_at is null and g.joined_at + make_interval(secs => g.window_seconds) >= $2
     order by n.start, n.up desc, n.depth desc, a.opened_at`,
    [ids, now],
  );
  const above = new Map<string, Set<string>>();
  const down = new Map<string, { alertId: string; itemId: string }>();
  const groups = new Map<string, string>();
  for (const { start, id, up, alertId, blocks, groupId } of rows) {
    if (up) above.set(start, (above.get(start) ?? new Set<string>()).add(id));
    if (up && alertId !== null && blocks && !down.has(start)) down.set(start, { alertId, itemId: id });
    if (groupId !== null && !groups.has(start)) groups.set(start, groupId);
  }
  return { above, down, groups };
}
