import type { InvariantCheck } from '@opora/kit';

/** Promises about events: nothing accepted is lost or doubled, one outage has one incident. */
export const eventChecks: InvariantCheck[] = [
  {
    id: 'I9.alert-counts',
    title: 'An alert counts exactly the events of its key that were folded since it was first seen',
    run: async (snapshot) =>
      (
        await snapshot.rows<{ id: string; count: number; most: number; least: number }>(
          `select a.id, a.count, n.most, n.least from (select * from alert where first_seen_at > now() - interval '80 days' order by last_seen_at desc limit 2000) a cross join lateral (
             select count(*) as most, count(*) filter (where e.received_at > a.first_seen_at or e.status <> 'resolved') as least from event e
             where e.source_id = a.source_id and hashtext(e.dedup_key) = hashtext(a.dedup_key) and e.dedup_key = a.dedup_key and e.received_at >= a.first_seen_at
               and not exists (select 1 from event_waiting w where w.source_id = e.source_id and w.event_id = e.id) and not exists (select 1 from event_parked k where k.source_id = e.source_id and k.event_id = e.id)) n
           where a.count > n.most or a.count < n.least`,
        )
      )
        .slice(0, 20)
        .map(({ id, count, most, least }) => `alert ${id} counts ${count}, there are ${least === most ? most : `${least} to ${most}`} events`),
  },
  {
    id: 'E1.alert-groups',
    title: 'An outage has one incident, of channel event, and its alerts name the same',
    run: async (snapshot) =>
      (
        await snapshot.rows<{ id: string; what: string }>(
          `select g.id, 'has no incident' as what from alert_group g where g.incident_id is null
           union all select a.id, 'names another incident than its outage' from alert a join alert_group g on g.id = a.group_id where a.incident_id is distinct from g.incident_id
           union all select t.id, 'was opened for two outages' from alert_group g join ticket t on t.id = g.incident_id group by t.id having count(*) > 1 limit 20`,
        )
      ).map(({ id, what }) => `${id} ${what}`),
  },
];
