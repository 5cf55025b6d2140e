import fastify from 'fastify';
import { Pool } from 'pg';
import { plain } from './bare.plain';
import type { Operation } from './bare.sql';

/* The same rows through bare Fastify and pg: the yardstick of the floors. As many connections as Opora has by default; nothing is asked, checked or decided, parameters are taken as they come. */
const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 10, options: '-c jit=off -c timezone=UTC' });
const app = fastify();
let versions = { agreement: '', calendar: '' };

async function read(operation: Operation, values: unknown[]): Promise<unknown[]> {
  const [statement] = plain(operation, values, versions);
  return statement ? (await pool.query(statement)).rows : [];
}

async function write(operation: Operation, values: unknown[]): Promise<unknown> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    let answer: unknown;
    for (const [place, statement] of plain(operation, values, versions).entries()) {
      const { rows } = await client.query(statement);
      if (place === 0) answer = rows[0];
    }
    await client.query('commit');
    return answer;
  } finally {
    client.release();
  }
}

app.get<{ Params: { value: string } }>('/read/:value', async ({ params }) => (await read('read', [params.value]))[0]);
app.get<{ Params: { value: string } }>('/list/:value', async ({ params }) => ({ items: await read('list', [params.value]) }));
app.get<{ Querystring: { q: string } }>('/search', async (request) => ({ items: await read('search', [request.query.q]) }));
for (const operation of ['register', 'reply', 'state'] as const)
  app.post<{ Body: unknown[] }>(`/${operation}`, async ({ body }, reply) => {
    void reply.status(201);
    return write(operation, body);
  });

async function main(): Promise<void> {
  const { rows } = await pool.query<typeof versions>('select (select id from agreement_version limit 1) as agreement, (select id from calendar_version limit 1) as calendar');
  versions = rows[0] ?? versions;
  await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
  process.send?.({ ready: true });
}

process.once('disconnect', () => process.exit(0));
main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
