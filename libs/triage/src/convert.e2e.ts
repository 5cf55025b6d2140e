import { demoId } from '@opora/organisation';
import { type Json, type TestApp, testApp } from '@opora/testing';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

const group = (key: string): string => demoId(`group:${key}`);
const convert = (by: string, id: string, body: object) => app.as(by).post(`/tickets/${id}/convert`, body);
const clocksOf = async (id: string): Promise<Json> => Object.fromEntries((await app.as('dispatcher').must<Json>('GET', `/tickets/${id}/clocks`)).items.filter(({ agreement: { type } }: Json) => type === 'SLA').map((clock: Json) => [clock.metric, clock]));

describe('converting a ticket', () => {
  it('an incident that is an order becomes a request: id, words, files and history stay, the old reference leads to the new one, its time counts from the registration', async () => {
    const incident = await app.as('employee').must('POST', '/incidents', { title: 'Потрібен другий монітор', description: 'Працюю з великими таблицями' });
    await app.as('dispatcher').must('POST', `/tickets/${incident.id}/messages`, { visibility: 'public', body: 'Дивимося, що є на складі.' });
    await app.as('dispatcher').must('POST', `/tickets/${incident.id}/messages`, { visibility: 'private', body: 'Схоже на замовлення.' });
    await app.as('dispatcher').must('POST', `/incidents/${incident.id}/assign`, { groupId: group('workplace') });
    await app.clock.advance(3_600);
    expect((await app.as('dispatcher').must('GET', `/tickets/${incident.id}/convert`)).kinds).toContain('request');
    const { body: after, status } = await convert('dispatcher', incident.id, { kind: 'request', into: 'service', reason: 'Це замовлення, а не збій' });
    expect([status, after.id, after.kind, after.state]).toEqual([200, incident.id, 'request', 'fulfilling']);
    expect(after.reference).toMatch(/^REQ-/);

    const request = await app.as('employee').must('GET', `/requests/${after.reference}`);
    expect(request).toMatchObject({ id: incident.id, title: 'Потрібен другий монітор', description: 'Працюю з великими таблицями', requestKind: 'service', group: { id: group('workplace') }, offering: null });
    expect((await app.as('employee').must('GET', `/tickets/${incident.reference}`)).reference).toBe(after.reference);
    expect((await app.as('employee').get(`/incidents/${incident.reference}`)).status).toBe(404);
    const { items } = await app.as('specialist').must('GET', `/tickets/${incident.reference}/timeline`);
    expect(items.map((entry: Json) => entry.kind)).toEqual(expect.arrayContaining(['incident.registered', 'incident.assigned', 'message.said', 'ticket.converted']));
    expect(items.find((entry: Json) => entry.kind === 'ticket.converted')).toMatchObject({ reason: 'Це замовлення, а не збій', data: { fromReference: incident.reference, toReference: after.reference } });
    expect((await app.as('employee').must('GET', `/tickets/${incident.id}/timeline`)).items.filter((entry: Json) => entry.message).map((entry: Json) => entry.message.body)).toEqual(['Дивимося, що є на складі.']);
    const clocks = await clocksOf(incident.id);
    expect(clocks.resolution.state).toBe('cancelled');
    expect(clocks.response.state).toBe('met');
    expect([clocks.fulfilment.state, clocks.fulfilment.startedAt]).toEqual(['running', clocks.response.startedAt]);

    expect(await app.as('specialist').must('POST', `/requests/${incident.id}/fulfil`, { text: 'Видано.' })).toMatchObject({ state: 'fulfilled' });
    expect(await app.as('employee').must('POST', `/requests/${incident.id}/confirm`, {})).toMatchObject({ state: 'closed' });
    await app.settle();
    const found = await app.as('dispatcher').must('GET', '/tickets', undefined, { query: { q: incident.reference } });
    expect(found.items.map(({ id }: Json) => id)).toContain(incident.id);
  });

  it('an order that is a failure becomes an incident, asks nobody for approval any more, and may come back', async () => {
    const placed = await app.as('employee').must('POST', `/offerings/${demoId('offering:vpn')}/order`, { answers: { why: 'VPN перестав працювати', until: '2041-12-15', device: 'company', phone: '+380 44 500 1011' } });
    const [approval] = (await app.as('dispatcher').must('GET', `/tickets/${placed.id}/approvals`)).items;
    const incident = (await convert('dispatcher', placed.id, { kind: 'incident', reason: 'Це збій' })).body;
    expect(incident).toMatchObject({ id: placed.id, kind: 'incident', state: 'assigned' });
    expect((await app.as('dispatcher').must('GET', `/tickets/${placed.id}/approvals`)).items[0].state).toBe('withdrawn');
    expect(await app.as('manager').post(`/tickets/${placed.id}/approvals/${approval.steps[0].votes[0].id}/answer`, { answer: 'approved' })).toMatchObject({ status: 409 });
    expect((await app.as('employee').must('GET', `/tickets/${placed.reference}`)).reference).toBe(incident.reference);
    expect(await app.as('dispatcher').must('POST', `/incidents/${placed.id}/resolve`, { code: 'solved', text: 'Оновлено клієнт.' })).toMatchObject({ state: 'resolved' });
    expect(await convert('dispatcher', placed.id, { kind: 'request' })).toMatchObject({ status: 409 });
    await app.as('employee').must('POST', `/incidents/${placed.id}/reject`, { reason: 'Ні' });
    const back = (await convert('dispatcher', placed.id, { kind: 'request', into: 'information' })).body;
    expect([back.kind, back.reference === placed.reference]).toEqual(['request', false]);
    for (const reference of [placed.reference, incident.reference, back.reference]) expect((await app.as('employee').must('GET', `/tickets/${reference}`)).id).toBe(placed.id);
  });

  it('is for those who place tickets, and says what is possible', async () => {
    const { id } = await app.as('employee').must('POST', '/incidents', { title: 'Питання' });
    for (const who of ['employee', 'supplier', 'auditor', 'admin']) expect([403, 404]).toContain((await convert(who, id, { kind: 'request' })).status);
    expect((await convert('specialist', id, { kind: 'request' })).status).toBe(404);
    expect(await convert('dispatcher', id, { kind: 'incident' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/kind', code: 'convert.not_between' }] } });
    expect(await convert('dispatcher', id, { kind: 'rocket' })).toMatchObject({ status: 422 });
    expect(await convert('dispatcher', id, { kind: 'request', into: 'rocket' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/into' }] } });
    await app.as('dispatcher').must('POST', `/incidents/${id}/major`, { declared: true });
    expect(await convert('dispatcher', id, { kind: 'request' })).toMatchObject({ status: 409 });
  });
});
