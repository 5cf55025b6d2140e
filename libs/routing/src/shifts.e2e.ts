import { demoId } from '@opora/organisation';
import { type Json, type TestApp, testApp } from '@opora/testing';

let app: TestApp;
const NETWORK = demoId('group:network');
const [net1, net2] = [demoId('person:net1'), demoId('person:net2')];
const HOUR = 3_600_000;
let start: number;

beforeAll(async () => {
  app = await testApp();
  await app.as('manager').must('PATCH', `/groups/${NETWORK}`, { strategy: 'on_call' });
  await app.clock.set('2027-03-22T07:00:00Z');
  start = Date.parse('2027-03-22T07:00:00Z');
});
afterAll(() => app?.close());

const at = (hours: number): string => new Date(start + hours * HOUR).toISOString();
const shift = (personId: string, from: number, to: number) => app.as('manager').post(`/groups/${NETWORK}/shifts`, { personId, from: at(from), to: at(to) });
const incident = (): Promise<Json> => app.as('dispatcher').must('POST', '/incidents', { title: 'Немає мережі', requesterId: demoId('person:employee'), groupId: NETWORK });
const reasons = async (id: string): Promise<Json> => (await app.as('dispatcher').must('GET', `/tickets/${id}/timeline`)).items[0].data;

describe('the rota of a group', () => {
  it('gives a ticket to who is on call, in absence to the substitute, with the reasons in the timeline', async () => {
    expect((await shift(net1, 0, 24)).status).toBe(201);
    const first = await incident();
    expect(first.assignee.id).toBe(net1);
    expect(JSON.stringify(await reasons(first.id))).toContain('"reason":"on_call"');
    const away = await app.as('admin').must('POST', '/absences', { personId: net1, from: at(1), to: at(3), substituteId: net2 });
    expect(await app.as('dispatcher').must('GET', `/groups/${NETWORK}/on-call`, undefined, { query: { at: at(2) } })).toMatchObject({
      person: { id: net2 }, reason: 'on_call', candidates: [{ person: { id: net1 }, outcome: 'absent', standsInFor: null }, { person: { id: net2 }, outcome: 'chosen', standsInFor: net1 }],
    });
    await app.clock.advance(3_600 + 60);
    expect((await incident()).assignee.id).toBe(net2);
    await app.as('admin').must('PUT', `/groups/${NETWORK}/members/${net2}`, { right: 'work', capacity: 1 });
    const third = await incident();
    expect([third.assignee, third.group.id, third.state]).toEqual([null, NETWORK, 'assigned']);
    expect(JSON.stringify(await reasons(third.id))).toContain('nobody_available');
    await app.as('admin').must('DELETE', `/absences/${away.id}`);
    await app.as('admin').must('PUT', `/groups/${NETWORK}/members/${net2}`, { right: 'work' });
  });

  it('leaves it to the group outside of all shifts', async () => {
    expect(await app.as('dispatcher').must('GET', `/groups/${NETWORK}/on-call`, undefined, { query: { at: at(100) } })).toEqual({ at: at(100), person: null, reason: 'no_rota', candidates: [] });
  });

  it('rotates by the wall clock, through the change of the clocks', async () => {
    const { items } = await app.as('manager').must('POST', `/groups/${NETWORK}/shifts/rotation`, { personIds: [net2, net1], every: 'week', from: '2027-03-24T07:00:00Z', to: '2027-04-21T09:00:00Z', timeZone: 'Europe/Kyiv' });
    expect(items.map((one: Json) => [one.person.id, one.from, one.to])).toEqual([
      [net2, '2027-03-24T07:00:00.000Z', '2027-03-31T06:00:00.000Z'], [net1, '2027-03-31T06:00:00.000Z', '2027-04-07T06:00:00.000Z'], [net2, '2027-04-07T06:00:00.000Z', '2027-04-14T06:00:00.000Z'], [net1, '2027-04-14T06:00:00.000Z', '2027-04-21T06:00:00.000Z'],
    ]);
  });

  it.each([
    ['who does not work there', () => shift(demoId('person:specialist'), 200, 201), '/personId', 'shift.not_a_member'],
    ['who is nobody', () => shift(demoId('person:nobody'), 200, 201), '/personId', 'unknown_reference'],
    ['an end before the start', () => shift(net1, 201, 200), '/to', 'shift.order'],
    ['more than a month', () => shift(net1, 2_000, 3_000), '/to', 'shift.too_long'],
    ['the past', () => shift(net1, -20, -10), '/to', 'shift.past'],
    ['a second shift of one person at once', () => shift(net1, 12, 30), '/from', 'shift.overlaps'],
  ])('refuses %s', async (_what, act, pointer, code) => {
    expect(await act()).toMatchObject({ status: 422, body: { errors: [{ pointer, code }] } });
  });

  it('is led by who manages the group; who is on call hands their shift over and changes nothing else', async () => {
    const { id } = (await shift(net1, 40, 41)).body;
    const path = `/groups/${NETWORK}/shifts/${id}`;
    expect((await app.as('specialist').post(`/groups/${NETWORK}/shifts`, { personId: net1, from: at(70), to: at(71) })).status).toBe(403);
    expect((await app.as('specialist').patch(path, { personId: net2 })).status).toBe(403);
    await app.db.sql.run('update shift set person_id = $2 where id = $1', [id, demoId('person:specialist')]);
    expect((await app.as('specialist').patch(path, { to: at(42) })).status).toBe(403);
    expect(await app.as('specialist').must('PATCH', path, { personId: net2 })).toMatchObject({ person: { id: net2 }, version: 2 });
    expect((await app.as('supplier').get(`/groups/${NETWORK}/shifts`)).status).toBe(404);
    expect((await app.as('manager').patch(path, { to: at(42) }, { ifMatch: 1 })).status).toBe(412);
    await app.as('manager').must('DELETE', path);
    expect((await app.as('manager').get(path)).status).toBe(404);
  });

  it('keeps what was: a running shift ends now, a past one stays', async () => {
    const running = (await app.as('manager').must('GET', `/groups/${NETWORK}/shifts`)).items.find((one: Json) => one.from === at(0));
    await app.as('manager').must('DELETE', `/groups/${NETWORK}/shifts/${running.id}`);
    const kept = (await app.as('manager').must('GET', `/groups/${NETWORK}/shifts/${running.id}`));
    expect(Date.parse(kept.to)).toBeLessThan(Date.parse(at(24)));
    expect((await app.as('manager').delete(`/groups/${NETWORK}/shifts/${running.id}`)).status).toBe(409);
  });
});
