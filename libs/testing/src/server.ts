import { Client } from 'pg';

/** How the databases of test files are called. */
export const CLONE = 'test_';

export async function dropLeftovers(): Promise<void> {
  await onServer(async (client) => {
    const left = await client.query<{ datname: string }>(`select datname from pg_database where starts_with(datname, $1)`, [CLONE]);
    for (const { datname } of left.rows) await client.query(`drop database if exists ${client.escapeIdentifier(datname)} with (force)`);
  });
}

export async function onServer<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function serverUrl(): string {
  const url = process.env['OPORA_TEST_DATABASE_URL'];
  if (!url) throw new Error('No test database: this file must be a *.db.spec.ts, *.e2e.ts or *.ui.ts, and jest must start from the root of the repository.');
  return url;
}

export function urlOf(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.toString();
}
