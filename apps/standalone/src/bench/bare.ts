import fastify from 'fastify';
import { Pool } from 'pg';
import { type Operation, STATEMENTS } from './bare.sql';

/* The same rows through bare Fastify and pg: the yardstick of the floors. As many connections as Opora has by default; parameters are taken as they come. */
const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 10, options: '-c jit=off -c timezone=UTC' });
const app = fastify();
const query = async (operation: Operation, values: unknown[]): Promise<unknown[]> => (await pool.query({ name: operation, text: STATEMENTS[operation], values })).rows;

app.get<{ Params: { value: string } }>('/read/:value', async ({ params }) => (await query('read', [params.value]))[0]);
app.get<{ Params: { value: string } }>('/list/:value', async ({ params }) => ({ items: await query('list', [params.value]) }));
app.get<{ Querystring: { q: string } }>('/search', async (request) => ({ items: await query('search', [request.query.q]) }));
for (const operation of ['register', 'reply', 'state'] as const)
  app.post<{ Body: unknown[] }>(`/${operation}`, async ({ body }, reply) => {
    void reply.status(201);
    return (await query(operation, body))[0];
  });

process.once('disconnect', () => process.exit(0));
app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' }).then(
  () => process.send?.({ ready: true }),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
