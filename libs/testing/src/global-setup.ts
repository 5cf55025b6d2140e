import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
// By path: Jest maps @opora/* inside tests, but not in what it runs before them.
import { EmbeddedPostgres } from '../../embedded-postgres/src';
import type { Running } from './running';
import { dropLeftovers } from './server';
import { claimSlot } from './slot';

/* Speed over durability: these databases are remade from the migrations whenever they are missing. */
const SETTINGS = {
  fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: 0, max_connections: 300,
  shared_buffers: '128MB', autovacuum_naptime: '10s', jit: 'off', deadlock_timeout: '100ms', log_min_messages: 'warning', log_checkpoints: 'off',
};

/** Starts one PostgreSQL for the whole run; each test file clones its own database from a template (database.ts). */
export default async function globalSetup(): Promise<void> {
  const root = join(__dirname, '..', '..', '..');
  const slot = claimSlot(root);
  mkdirSync(slot.folder, { recursive: true });
  const postgres = new EmbeddedPostgres({ dataDir: join(slot.folder, 'pg'), settings: SETTINGS, living: 'stop' });
  await postgres.start();
  process.env['OPORA_TEST_DATABASE_URL'] = postgres.url('postgres');
  process.env['OPORA_TEST_SLOT'] = slot.folder;
  await dropLeftovers();
  (globalThis as { oporaTests?: Running }).oporaTests = { stop: async () => { await postgres.stop(); slot.release(); } };
}
