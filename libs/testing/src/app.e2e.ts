import { testApp, type TestApp } from '.';

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ demo: false });
});
afterAll(() => app?.close());

it('serves the API with a worker beside it', async () => {
  const live = await app.anonymous().get('/health/live');
  expect(live.status).toBe(200);
  expect((await app.anonymous().get('/health/ready')).status).toBe(200);
  expect((await app.anonymous().get('/nothing-here')).headers.get('content-type')).toMatch(/problem\+json/);
});
