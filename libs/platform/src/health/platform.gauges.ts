import { statfs } from 'node:fs/promises';
import type { Clock } from '../clock/clock';
import type { Config } from '../config/config';
import type { Database } from '../db/database';
import type { Sql } from '../db/sql';
import { type GaugeSpec, labelled, single } from './gauge';

/** What every installation has, whatever its modules. */
export const platformGauges: readonly GaugeSpec[] = [
  { name: 'opora_outbox_pending', help: 'Outbox rows not yet relayed', read: single('select count(*) as value from outbox where relayed_at is null') },
  { name: 'opora_outbox_oldest_seconds', help: 'Age of the oldest outbox row not yet relayed', read: single('select coalesce(extract(epoch from clock_timestamp() - min(at)), 0) as value from outbox where relayed_at is null') },
  { name: 'opora_deliveries_owed', help: 'Deliveries to handlers on their way', read: single('select count(*) as value from outbox_delivery where parked_at is null') },
  { name: 'opora_dead_letters', help: 'Deliveries that were given up and wait for somebody', labels: ['handler'], read: labelled('select handler, count(*) as value from outbox_delivery where parked_at is not null group by handler') },
  { name: 'opora_timers_overdue', help: 'Timers that should have acted ten seconds ago', read: single(`select count(*) as value from timer where fired_at is null and coalesce(retry_at, due_at) < clock_timestamp() - interval '10 seconds'`) },
  { name: 'opora_db_size_bytes', help: 'Size of the database', read: single('select pg_database_size(current_database()) as value') },
  { name: 'opora_quarantined', help: '1 while a restored copy is in quarantine', read: single('select count(*) as value from quarantine') },
];

/** What a process knows of itself. */
export const processGauges = (database: Database, config: Config, clock: Clock): readonly GaugeSpec[] => [
  { name: 'opora_clock_skew_seconds', help: 'Clock of this process before (+) or behind (-) the database’s', read: async (sql) => [{ value: await clockSkewSeconds(sql, clock) }] },
  {
    name: 'opora_db_pool',
    help: 'Connections of this process’s pool, by state, and callers that wait for one',
    labels: ['state'],
    read: async () => {
      const { totalCount, idleCount, waitingCount } = database.pool;
      return Object.entries({ busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount }).map(([state, value]) => ({ value, labels: { state } }));
    },
  },
  {
    name: 'opora_disk_free_bytes',
    help: 'Room on the volume of the data folder',
    labels: ['volume'],
    read: async () => {
      const { bavail, bsize } = await statfs(config.dataDir);
      return [{ value: bavail * bsize, labels: { volume: 'data' } }];
    },
  },
];

/** Seconds; half of the way to the database and back counts for neither. */
export async function clockSkewSeconds(sql: Sql, clock: Clock): Promise<number> {
  const asked = clock.real().getTime();
  const row = await sql.one<{ at: number }>('select extract(epoch from clock_timestamp()) * 1000 as at');
  const middle = (asked + clock.real().getTime()) / 2;
  return row ? (middle - Number(row.at)) / 1000 : 0;
}
