import { freePort } from '@opora/embedded-postgres';
import { testApp, type TestApp } from '.';

let app: TestApp;
let worker: string;
beforeAll(async () => {
  const port = await freePort();
  worker = `http://127.0.0.1:${port}`;
  app = await testApp({ demo: false, env: { WORKER_PORT: String(port), HOST: '127.0.0.1' } });
});
afterAll(() => app?.close());

it('serves the API with a worker beside it', async () => {
  const live = await app.anonymous().get('/health/live');
  expect(live.status).toBe(200);
  expect((await app.anonymous().get('/health/ready')).status).toBe(200);
  expect((await app.anonymous().get('/nothing-here')).headers.get('content-type')).toMatch(/problem\+json/);
});

it('a worker tells that it is alive and ready, and nothing else', async () => {
  expect(await (await fetch(`${worker}/health/live`)).json()).toEqual({ status: 'ok' });
  expect(await (await fetch(`${worker}/health/ready`)).json()).toEqual({ status: 'ready' });
  expect((await fetch(`${worker}/api/v1/me`)).status).toBe(404);
});

it.each([['the API', () => `${app.url}/api/v1/metrics`], ['a worker', () => `${worker}/metrics`]])('%s tells operators what waits and what is late, with no person and no ticket in it', async (_who, address) => {
  const page = await (await fetch(address())).text();
  for (const name of ['opora_outbox_oldest_seconds', 'opora_levels_overdue', 'opora_timers_overdue', 'opora_sessions_active', 'opora_db_size_bytes', 'opora_disk_free_bytes', 'opora_clock_skew_seconds', 'opora_db_pool'])
    expect(page).toMatch(new RegExp(`^${name}(\\{[^}]*\\})? -?[0-9.e+-]+$`, 'm'));
  expect(page).not.toMatch(/@demo|INC-\d/);
});

it('nobody behind a proxy sees figures where no token is set', async () => {
  expect((await fetch(`${app.url}/api/v1/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(401);
  expect((await fetch(`${worker}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(401);
});
