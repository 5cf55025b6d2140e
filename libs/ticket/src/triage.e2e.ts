import { demoId } from '@opora/organisation';
import { type TestApp, type TestClient, testApp } from '@opora/testing';

let app: TestApp;
let dispatcher: TestClient;
let specialist: TestClient;
beforeAll(async () => {
  app = await testApp();
  [dispatcher, specialist] = [app.as('dispatcher'), app.as('specialist')];
});
afterAll(() => app?.close());

const open = async (title: string, more: object = {}): Promise<string> => (await dispatcher.must<{ reference: string }>('POST', '/incidents', { title, ...more })).reference;
const inTriage = async (): Promise<string[]> => (await dispatcher.must<{ items: { reference: string }[] }>('GET', '/tickets', undefined, { query: { triage: 'true', limit: '200' } })).items.map(({ reference }) => reference);
const workplace = demoId('group:workplace');

describe('triage', () => {
  it('holds what is new until it has its place', async () => {
    const [fresh, placed] = [await open('Без послуги'), await open('Принтер', { groupId: workplace })];
    expect(await inTriage()).toContain(fresh);
    expect(await inTriage()).not.toContain(placed);
    await dispatcher.must('POST', `/incidents/${fresh}/assign`, { groupId: workplace });
    expect(await inTriage()).not.toContain(fresh);
  });

  it('lets one go for a while and has it back at its time; the timeline says who sent it away', async () => {
    const reference = await open('Передзвонити згодом');
    await dispatcher.must('PUT', `/tickets/${reference}/snooze`, { until: new Date(Date.now() + 3_600_000).toISOString() });
    expect(await inTriage()).not.toContain(reference);
    await app.clock.advance(3_700);
    expect(await inTriage()).toContain(reference);
    const kinds = (await dispatcher.must<{ items: { kind: string }[] }>('GET', `/tickets/${reference}/timeline`)).items.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['ticket.snoozed', 'ticket.woken']));
    expect((await dispatcher.put(`/tickets/${reference}/snooze`, { until: '2020-01-01T00:00:00Z' })).body).toMatchObject({ status: 422, errors: [{ pointer: '/until' }] });
  });

  it('wakes one at a word', async () => {
    const reference = await open('Відкладене');
    await dispatcher.must('PUT', `/tickets/${reference}/snooze`, { until: new Date(Date.now() + 86_400_000 * 30).toISOString() });
    await dispatcher.must('DELETE', `/tickets/${reference}/snooze`);
    expect(await inTriage()).toContain(reference);
  });

  it('takes back what a group says is not theirs, with the reason for staff alone, until it is placed again', async () => {
    const { reference } = await app.as('employee').must<{ reference: string }>('POST', '/incidents', { title: 'Щось із кабелем' });
    await dispatcher.must('POST', `/incidents/${reference}/assign`, { groupId: workplace });
    await specialist.must('POST', `/tickets/${reference}/give-back`, { reason: 'Це мережа, не ми, шукайте зв’язківців' });
    expect(await inTriage()).toContain(reference);
    expect((await app.as('employee').get(`/tickets/${reference}/timeline`)).text).not.toContain('зв’язківців');
    await dispatcher.must('POST', `/incidents/${reference}/assign`, { groupId: demoId('group:network') });
    await app.settle();
    expect(await inTriage()).not.toContain(reference);
  });

  it('is staff’s: others neither filter by it nor send tickets away', async () => {
    const reference = await open('Чуже', { requesterId: demoId('person:employee') });
    expect((await app.as('employee').get('/tickets', { query: { triage: 'true' } })).status).toBe(422);
    expect((await app.as('employee').put(`/tickets/${reference}/snooze`, { until: '2099-01-01T00:00:00Z' })).status).toBe(403);
    expect((await specialist.post(`/tickets/${reference}/give-back`, { reason: 'x' })).status).toBe(404);
  });
});
