import type { Pool } from 'pg';

/** A level of a running clock that falls due while something is broken. */
export interface DueLevel {
  clockId: string;
  level: number;
}

/** Lets levels of running clocks fall due one after another from now on (security.md B.2, load L1). The breach itself is left alone: it is judged by the ledger. */
export async function makeDue(pool: Pool, count: number, everyMilliseconds: number): Promise<DueLevel[]> {
  const { rows } = await pool.query<DueLevel>(
    `update clock_level l set due_at = now() + make_interval(secs => x.place * $2 / 1000.0)
       from (select clock_id, level, row_number() over (order by md5(clock_id::text || level)) as place from clock_level where fired_at is null and level > 0 and due_at > now() + interval '5 minutes' order by 3 limit $1) x
      where l.clock_id = x.clock_id and l.level = x.level returning l.clock_id as "clockId", l.level`,
    [count, everyMilliseconds],
  );
  return rows;
}

const ACTED = `select x.clock_id as "clockId", x.level, l.fired_at is not null as fired, l.fired_at < l.due_at as early,
    (select count(*) from outbox o where o.topic = 'sla.level' and o.payload->>'clockId' = x.clock_id::text and (o.payload->>'level')::int = x.level) as told,
    (select count(*) from journal j where j.kind = 'sla.level' and j.data->>'clockId' = x.clock_id::text and (j.data->>'level')::int = x.level) as entries
  from unnest($1::uuid[], $2::int[]) x(clock_id, level) join clock_level l on l.clock_id = x.clock_id and l.level = x.level`;

/** Each of them acted once, was told once and stands once in its timeline (I13, I14); what did otherwise, one line each. */
export async function levelFaults(pool: Pool, levels: readonly DueLevel[]): Promise<string[]> {
  const { rows } = await pool.query<DueLevel & { fired: boolean; early: boolean | null; told: number; entries: number }>(ACTED, [levels.map(({ clockId }) => clockId), levels.map(({ level }) => level)]);
  return rows.flatMap(({ clockId, level, fired, early, told, entries }) => (fired && early !== true && told === 1 && entries === 1 ? [] : [`level ${level} of ${clockId}: ${fired ? (early ? 'acted early' : 'acted') : 'did not act'}, told ${told} times, ${entries} entries`]));
}
