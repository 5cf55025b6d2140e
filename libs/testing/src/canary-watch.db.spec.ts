import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CanaryWatch } from './canary-watch';
import { TestClient } from './client';
import { testDatabase, type TestDatabase } from './database';
import { Nobody } from './session';
import { verdict } from './verdict';

/* The watch that ends every suite is itself watched: each kind of leak is made on purpose here (security.md I19, I23). */
const NOTE = 'службова канарка 5521';
const SECRET = 'opora_pat_planted-secret-5521';
let database: TestDatabase;
let leaky: Server;
let url = '';

beforeAll(async () => {
  database = await testDatabase();
  leaky = createServer((request, answer) => {
    if (request.url?.endsWith('/stream')) answer.writeHead(200, { 'content-type': 'text/event-stream' }).end(`event: ticket\ndata: {"note":"${NOTE}"}\n\n`);
    else if (request.url?.endsWith('/header')) answer.writeHead(200, { 'x-leak': SECRET }).end('{}');
    else answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ title: request.method === 'GET' ? NOTE : '' }));
  }).listen(0, '127.0.0.1');
  await new Promise((ready) => leaky.once('listening', ready));
  url = `http://127.0.0.1:${(leaky.address() as AddressInfo).port}`;
});
afterAll(async () => {
  leaky?.close();
  await database?.drop();
});

async function leaksOf(act: (clients: { staff: TestClient; requester: TestClient; supplier: TestClient }, watch: CanaryWatch) => Promise<unknown>): Promise<string[]> {
  const watch = new CanaryWatch();
  const client = (name: 'staff' | 'requester' | 'supplier') => new TestClient(name, url, name, new Nobody(), watch);
  await act({ staff: client('staff'), requester: client('requester'), supplier: client('supplier') }, watch);
  return watch.found;
}
const say = (client: TestClient, more: object = {}) => client.post('/tickets/1/messages', { visibility: 'private', body: NOTE, ...more });

it('a private message in an answer to its requester is noticed, to staff it is none (I19)', async () => {
  expect(await leaksOf(async ({ staff, requester }) => [await say(staff), await requester.get('/tickets/1')])).toEqual([expect.stringMatching(/private message reached a requester in GET \/tickets\/1/)]);
  expect(await leaksOf(async ({ staff }) => [await say(staff), await staff.get('/tickets/1')])).toEqual([]);
});

it('a supplier is watched too, but for what is said to suppliers (I19)', async () => {
  expect(await leaksOf(async ({ staff, supplier }) => [await say(staff), await supplier.get('/tickets/1')])).toHaveLength(1);
  expect(await leaksOf(async ({ staff, supplier }) => [await say(staff, { audience: 'supplier' }), await supplier.get('/tickets/1')])).toEqual([]);
});

it('the bytes of the stream are watched (I19)', async () => {
  expect(
    await leaksOf(async ({ staff, requester }) => {
      await say(staff);
      await (await requester.stream()).next(() => true);
    }),
  ).toEqual([expect.stringMatching(/reached a requester in the stream/)]);
});

it('a secret in a header is noticed whoever gets it (I23)', async () => {
  expect(await leaksOf(async ({ staff }, watch) => [watch.secret(SECRET, 'A token'), await staff.get('/header')])).toEqual([expect.stringMatching(/A token reached a staff in GET \/header/)]);
});

it('a secret that lies in clear in any table fails the suite (I23)', async () => {
  const watch = new CanaryWatch();
  watch.secret(SECRET, 'A token');
  const leaks = async () => (await verdict(database, watch, async () => undefined)).filter((line) => line.startsWith('A secret lies in clear'));
  expect(await leaks()).toEqual([]);
  await database.sql.run('create table planted (note jsonb)');
  await database.sql.run('insert into planted values ($1)', [JSON.stringify({ deep: [SECRET] })]);
  expect(await leaks()).toEqual([expect.stringMatching(/public\.planted/)]);
});
