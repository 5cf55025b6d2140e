import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { type Figures, figuresOf } from './load';

const LEAD_SECONDS = 3;
const SECONDS = 10;
const PATIENCE_MS = 60_000;

/**
 * Lets levels of running clocks fall due, as many in each of ten seconds, and takes from the database when the transaction that acted on each was committed. A tenth are breaches.
 * @returns lag of the commits behind the instants, milliseconds; `requests` is their number
 */
export async function levelLag(client: Client, count: number): Promise<Figures & { most: number }> {
  const { rows: chosen } = await client.query<{ id: string; level: number }>(
    `update clock_level l set due_at = date_trunc('second', now()) + make_interval(secs => ${LEAD_SECONDS} + x.place % ${SECONDS})
     from (select clock_id, level, (row_number() over ())::int as place from (
         (select l.clock_id, l.level from clock_level l where l.fired_at is null and l.due_at > now() + interval '1 day' and l.level between 1 and 3 order by md5(l.clock_id::text) limit $1)
         union all (select l.clock_id, l.level from clock_level l where l.fired_at is null and l.due_at > now() + interval '1 day' and l.level = 0 order by md5(l.clock_id::text || '0') limit $2)) y) x
     where l.clock_id = x.clock_id and l.level = x.level returning l.clock_id as id, l.level`,
    [Math.ceil(count * 0.9), Math.floor(count * 0.1)],
  );
  const ids = chosen.map(({ id }) => id);
  const levels = chosen.map(({ level }) => level);
  const waits = async (): Promise<number> =>
    ((await client.query<{ n: number }>('select count(*)::int as n from unnest($1::uuid[], $2::int[]) x(id, level) join clock_level l on l.clock_id = x.id and l.level = x.level where l.fired_at is null', [ids, levels])).rows[0] as { n: number }).n;
  await delay((LEAD_SECONDS + SECONDS) * 1000);
  for (let waited = 0; (await waits()) > 0 && waited < PATIENCE_MS; waited += 500) await delay(500);
  const { rows } = await client.query<{ lag: number | null }>(
    `select extract(epoch from case when l.fired_at is null then now() else pg_xact_commit_timestamp(l.xmin) end - l.due_at)::float8 * 1000 as lag
     from unnest($1::uuid[], $2::int[]) x(id, level) join clock_level l on l.clock_id = x.id and l.level = x.level`,
    [ids, levels],
  );
  const lags = rows.map(({ lag }) => lag ?? Number.NaN);
  return { ...figuresOf(lags, SECONDS * 1000), most: Math.max(...lags) };
}

export async function runningClocks(client: Client): Promise<number> {
  return ((await client.query<{ n: number }>('select count(*)::int as n from clock where stopped_at is null')).rows[0] as { n: number }).n;
}
