import { EmbeddedPostgres } from '@opora/embedded-postgres';
import { Client } from 'pg';
import { Failure } from './failure';
import type { DataFolder } from './folder';

const NAME = 'opora';
const CONNECT_TIMEOUT = 5_000;

/* What a small server of 2 cores and a few GB gives without being asked; a large installation brings its own PostgreSQL. */
export const SETTINGS = {
  shared_buffers: '256MB', effective_cache_size: '1GB', work_mem: '8MB', maintenance_work_mem: '128MB', max_connections: 120, random_page_cost: 1.1,
  wal_level: 'minimal', max_wal_senders: 0, max_wal_size: '1GB', wal_compression: 'on', checkpoint_completion_target: 0.9, jit: 'off', log_min_messages: 'warning', log_checkpoints: 'off',
};

export interface OpenDatabase {
  url: string;
  /** The server of our own, where DATABASE_URL names none. */
  embedded: EmbeddedPostgres | null;
  close(): Promise<void>;
}

/** The database that the settings name: one of the user's own, or the embedded one of this data folder. */
export async function openDatabase(databaseUrl: string, folder: () => DataFolder, living: 'adopt' | 'stop'): Promise<OpenDatabase> {
  if (databaseUrl !== '') {
    await reach(databaseUrl);
    return { url: databaseUrl, embedded: null, close: async () => undefined };
  }
  const embedded = new EmbeddedPostgres({ dataDir: folder().at('postgres'), settings: SETTINGS, living });
  await embedded.start();
  await embedded.createDatabase(NAME);
  return { url: embedded.url(NAME), embedded, close: () => embedded.stop() };
}

async function reach(databaseUrl: string): Promise<void> {
  let shown = databaseUrl;
  try {
    const url = new URL(databaseUrl);
    shown = `${url.host}${url.pathname}`;
    const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_TIMEOUT });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
    await client.end();
    if (Number(rows[0]?.server_version_num) < 150_000) throw new Failure(`The PostgreSQL at ${shown} is older than 15, which Opora needs.`);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`The database of DATABASE_URL (${shown}) cannot be reached: ${reasonOf(error)}.`);
  }
}

function reasonOf(error: unknown): string {
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  return first instanceof Error ? first.message.replace(/\.$/, '') : String(first);
}
