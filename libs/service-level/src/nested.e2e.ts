import { type TestApp, testApp } from '@opora/testing';

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ jobs: false });
});
afterAll(() => app?.close());

describe('a list where one calendar is expected', () => {
  it.each([
    ['/calendars/preview', { calendar: [], from: '2026-10-22T05:37:06Z', to: '2027-04-11T07:21:56Z' }, '/calendar'],
    ['/sla/simulations', { calendar: [], targets: [], history: [{ at: '2026-10-22T05:37:06Z', event: 'registered' }], now: '2026-10-22T05:37:06Z' }, '/calendar'],
    ['/agreements', { type: 'SLA', nameUk: 'А', nameEn: 'A', draft: [] }, '/draft'],
  ])('is refused by %s with the field named', async (path, body, pointer) => {
    const reply = await app.as('manager').post(path, body);
    expect([reply.status, (reply.body as { errors: { pointer: string }[] }).errors.map((error) => error.pointer)]).toEqual([422, [pointer]]);
  });
});
