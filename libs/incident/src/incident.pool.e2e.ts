import { type TestApp, testApp } from '@opora/testing';

/* One connection for everything: whatever takes a second one while it holds the first waits for ever, and so would as many callers as a larger pool has connections. */
let app: TestApp;
beforeAll(async () => {
  app = await testApp({ env: { DATABASE_POOL: '1' } });
});
afterAll(() => app?.close());

it('serves many at once over one connection to the database', async () => {
  const [employee, dispatcher] = [app.as('employee'), app.as('dispatcher')];
  const { items: services } = await dispatcher.must<{ items: { id: string; nameEn?: string; name?: string }[] }>('GET', '/services');
  const serviceId = services[0]?.id;
  const made = await Promise.all(Array.from({ length: 12 }, (_unused, n) => employee.must<{ id: string }>('POST', '/incidents', { title: `Не друкує ${n}`, ...(n % 2 ? { serviceId } : {}) })));
  const policies = Promise.all(['/calendars', '/agreements', '/settings', '/services', '/me'].map((path) => app.as('admin').get(path)));
  const acts = await Promise.all([
    ...made.map(({ id }) => dispatcher.post(`/tickets/${id}/messages`, { visibility: 'public', body: 'Дивимося.' })),
    ...made.map(({ id }) => dispatcher.post(`/incidents/${id}/hold`, { reason: 'requester', message: 'Який саме принтер?' })),
    ...made.map(() => dispatcher.get('/incidents', { query: { q: 'друкує', count: 'exact' } })),
    ...made.map(({ id }) => employee.get(`/incidents/${id}`)),
  ]);
  expect([...new Set(acts.map(({ status }) => status))].sort()).toEqual([200, 201]);
  expect((await policies).every(({ status }) => status < 500)).toBe(true);
  await app.settle();
  const answered = await Promise.all(made.map(({ id }) => employee.post(`/tickets/${id}/messages`, { visibility: 'public', body: 'Той, що на третьому поверсі.' })));
  expect(answered.map(({ status }) => status)).toEqual(made.map(() => 201));
  const states = await Promise.all(made.map(({ id }) => dispatcher.must<{ state: string }>('GET', `/incidents/${id}`)));
  expect(states.map(({ state }) => state)).toEqual(made.map(() => 'assigned'));
});
