import { type Json, type TestApp, testApp } from '@opora/testing';
import { demoId } from '@opora/organisation';
import { Desk } from './test/desk';

const service = (key: string): string => demoId(`service:${key}`);
const category = (key: string): string => demoId(`category:${key}`);
const group = (key: string): string => demoId(`group:${key}`);
const UNKNOWN = '01900000-0000-7000-8000-00000000dead';

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await testApp();
  desk = new Desk(app);
});
afterAll(() => app?.close());

const pointers = (reply: { body: Json }): string[] => reply.body.errors.map((error: Json) => `${error.pointer} ${error.code}`).sort();

describe('registering', () => {
  it('an employee gives title, what is affected and how it hinders', async () => {
    const reply = await app.as('employee').post('/incidents', { title: 'Не друкує', description: 'З ранку', serviceId: service('printing'), impact: 'low', urgency: 'high', contact: 'каб. 214' });
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ title: 'Не друкує', description: 'З ранку', state: 'assigned', channel: 'portal', priority: 3, requester: { id: await desk.id('employee') }, service: { id: service('printing') } });
    expect(reply.headers.get('location')).toBe(`/api/v1/incidents/${reply.body.reference}`);
    expect(reply.etag).toBe(`"${reply.body.version}"`);
    expect(await desk.get('dispatcher', reply.body)).toMatchObject({ impact: 'low', urgency: 'high', group: { id: group('desk') }, line: 1, reporter: { id: await desk.id('employee') } });
  });
  it('without a service goes to triage', async () => {
    expect(await desk.register('employee')).toMatchObject({ state: 'new', phase: 'new', group: null });
  });
  it.each([
    ['groupId', () => group('desk')], ['assigneeId', () => UNKNOWN], ['tags', () => ['x']], ['channel', () => 'phone'],
  ])('an employee may not set %s (MA-02)', async (field, value) => {
    const reply = await app.as('employee').post('/incidents', { title: 'x', [field]: value() });
    expect(reply.status).toBe(422);
    expect(pointers(reply)).toEqual([`/${field} read_only`]);
  });
  it('an employee may not register for another', async () => {
    const reply = await app.as('employee').post('/incidents', { title: 'x', requesterId: await desk.id('employee2') });
    expect([403, 422]).toContain(reply.status);
  });
  it('names each field that nobody may set (MA-01)', async () => {
    const reply = await app.as('dispatcher').post('/incidents', { title: 'x', id: UNKNOWN, reference: 'INC-1', state: 'closed', priority: 1, version: 7, slaId: 'x', isAdmin: true });
    expect(pointers(reply)).toEqual(['/id read_only', '/isAdmin unknown_field', '/priority read_only', '/reference read_only', '/slaId unknown_field', '/state read_only', '/version read_only']);
  });
  it.each(['serviceId', 'categoryId', 'groupId', 'requesterId', 'locationId', 'followUpOf'])('an unknown %s is an unknown reference', async (field) => {
    const reply = await app.as('dispatcher').post('/incidents', { title: 'x', [field]: UNKNOWN });
    expect(pointers(reply)).toEqual([`/${field} unknown_reference`]);
  });
  it('the assignee works in the group (MA-06)', async () => {
    const reply = await app.as('dispatcher').post('/incidents', { title: 'x', groupId: group('network'), assigneeId: await desk.id('specialist') });
    expect(pointers(reply)).toEqual(['/assigneeId incident.assign.not_a_member']);
    expect(await desk.register('dispatcher', { groupId: group('workplace'), assigneeId: await desk.id('specialist') })).toMatchObject({ state: 'assigned', assignee: { id: await desk.id('specialist') } });
  });
  it('raises urgency for a critical service where nobody chose it, and tells the staff so', async () => {
    const raised = await desk.register('employee', { serviceId: service('erp'), categoryId: category('erp-error') });
    expect(await desk.get('dispatcher', raised)).toMatchObject({ impact: 'low', urgency: 'high', priority: 3 });
    const [first] = (await app.as('dispatcher').must('GET', `/tickets/${raised.id}/timeline`)).items;
    expect(first.data.raise).toEqual({ from: 'medium', to: 'high', because: ['service_criticality'] });
    expect((await app.as('employee').must('GET', `/tickets/${raised.id}/timeline`)).items[0].data).toBeUndefined();
    expect(await desk.get('dispatcher', await desk.register('employee', { serviceId: service('erp'), urgency: 'medium' }))).toMatchObject({ urgency: 'medium', priority: 4 });
  });
  it('of a restricted service is restricted', async () => {
    const hidden = await desk.register('dispatcher', { serviceId: service('payroll'), requesterId: await desk.id('employee') });
    expect((await app.as('manager').get(`/incidents/${hidden.id}`)).status).toBe(404);
    expect((await app.as('employee').get(`/incidents/${hidden.id}`)).status).toBe(200);
  });
  it('once for each Idempotency-Key', async () => {
    const send = () => app.as('employee').post('/incidents', { title: 'Раз' }, { idempotencyKey: 'same-key' });
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual(first.body);
    expect([second.status, second.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect((await app.as('employee').post('/incidents', { title: 'Два' }, { idempotencyKey: 'same-key' })).status).toBe(422);
  });
  it('what comes back after closing is a ticket of its own, linked to the old one', async () => {
    const closed = await desk.bring('closed');
    const again = await desk.register('employee', { followUpOf: closed.reference });
    const links = (await app.as('dispatcher').must('GET', `/tickets/${again.id}/links`)).items;
    expect(links).toMatchObject([{ type: 'follow_up_of', direction: 'outward', ticket: { reference: closed.reference } }]);
  });
});

describe('a group’s strategy', () => {
  const assigned = async (key: string): Promise<Json> => desk.register('dispatcher', { groupId: group(key) });
  const absence = async (personId: string): Promise<void> => {
    const now = Date.now();
    await app.as('manager').must('POST', '/absences', { personId, from: new Date(now - 3_600_000).toISOString(), to: new Date(now + 3_600_000).toISOString() });
  };
  it('in turn, past who is absent, with candidates and reasons in the staff’s timeline', async () => {
    const [first, second, third] = [await assigned('network'), await assigned('network'), await assigned('network')];
    expect(first.assignee.id).not.toBe(second.assignee.id);
    expect(third.assignee.id).toBe(first.assignee.id);
    await absence(second.assignee.id);
    const fourth = await assigned('network');
    expect(fourth.assignee.id).toBe(first.assignee.id);
    const [entry] = (await app.as('dispatcher').must('GET', `/tickets/${fourth.id}/timeline`)).items;
    expect(entry.data.routing).toMatchObject({ rule: 'chosen', strategy: { strategy: 'round_robin', chosen: first.assignee.id } });
    expect(entry.data.routing.strategy.candidates).toContainEqual(expect.objectContaining({ personId: second.assignee.id, outcome: 'absent' }));
  });
  it('to the least loaded', async () => {
    const given = [await assigned('apps'), await assigned('apps')];
    for (const incident of given) {
      const [entry] = (await app.as('dispatcher').must('GET', `/tickets/${incident.id}/timeline`)).items;
      const loads: Json[] = entry.data.routing.strategy.candidates;
      expect(loads.find((one) => one.outcome === 'chosen').load).toBe(Math.min(...loads.map((one) => one.load)));
    }
  });
  it('acts when staff assigns a group without naming a person', async () => {
    const incident = await desk.register('dispatcher');
    expect((await desk.command('dispatcher', incident, 'assign', { groupId: group('apps') })).assignee).not.toBeNull();
  });
});

describe('assigning', () => {
  it('to another line is a functional escalation, and counts', async () => {
    const incident = await desk.register('dispatcher', { groupId: group('desk') });
    const moved = await desk.command('dispatcher', incident, 'assign', { groupId: group('workplace'), reason: 'Потрібен виїзд' });
    expect(moved).toMatchObject({ line: 2, reassignmentCount: 1 });
    const last = (await app.as('dispatcher').must('GET', `/tickets/${incident.id}/timeline`)).items.at(-1);
    expect(last).toMatchObject({ kind: 'incident.assigned', reason: 'Потрібен виїзд', data: { escalation: 'functional', fromLine: 1, toLine: 2 } });
    await desk.command('specialist', incident, 'resolve', { code: 'solved', text: 'Готово.' });
    expect((await desk.get('dispatcher', incident)).resolution.firstContact).toBe(false);
  });
  it('at first contact the desk itself solves', async () => {
    const incident = await desk.register('dispatcher', { requesterId: await desk.id('employee') });
    const solved = await desk.command('dispatcher', incident, 'resolve', { code: 'advice', text: 'Перезавантажте.' });
    expect(solved).toMatchObject({ state: 'resolved', line: 1, group: { id: group('desk') }, assignee: { id: await desk.id('dispatcher') }, resolution: { code: 'advice', firstContact: true } });
  });
  it('a rejected solution goes back to who had it, unless they are away', async () => {
    const [here, away] = [await desk.bring('resolved'), await desk.bring('resolved')];
    expect((await desk.command('employee', here, 'reject', { reason: 'Ні' })).assignee.id).toBe(await desk.id('specialist'));
    const now = Date.now();
    await app.as('manager').must('POST', '/absences', { personId: await desk.id('specialist'), from: new Date(now - 3_600_000).toISOString(), to: new Date(now + 3_600_000).toISOString() });
    await desk.command('employee', away, 'reject', { reason: 'Ні' });
    expect(await desk.get('dispatcher', away)).toMatchObject({ state: 'in_progress', assignee: null, group: { id: group('workplace') }, reopenCount: 1 });
  });
  it('hands out of sight and still answers', async () => {
    const incident = await desk.bring('in_progress');
    const reply = await app.as('specialist').post(`/incidents/${incident.id}/assign`, { groupId: group('apps') });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ state: 'assigned', allowedCommands: [] });
    expect((await app.as('specialist').get(`/incidents/${incident.id}`)).status).toBe(404);
  });
});

describe('editing', () => {
  const patch = (by: string, incident: Json, body: object, options = {}) => app.as(by).patch(`/incidents/${incident.id}`, body, options);

  it('classifies: priority follows the matrix, an override needs its reason and holds until impact or urgency is set', async () => {
    const incident = await desk.bring('assigned');
    expect((await patch('dispatcher', incident, { impact: 'high', urgency: 'high' })).body).toMatchObject({ priority: 1, priorityReason: null });
    expect(pointers(await patch('dispatcher', incident, { priority: 4 }))).toEqual(['/priorityReason incident.priority.reason_required']);
    expect((await patch('dispatcher', incident, { priority: 4, priorityReason: 'Домовлено' })).body).toMatchObject({ priority: 4, priorityReason: 'Домовлено', impact: 'high' });
    expect((await patch('dispatcher', incident, { tags: ['x'] })).body.priority).toBe(4);
    expect((await patch('dispatcher', incident, { urgency: 'high' })).body).toMatchObject({ priority: 1, priorityReason: null });
  });
  it('moves service, category and configuration items together', async () => {
    const incident = await desk.register('dispatcher', { serviceId: service('mail'), categoryId: category('mail-box') });
    const moved = (await patch('dispatcher', incident, { serviceId: service('printing'), configurationItemIds: [demoId('ci:mfp-3')] })).body;
    expect(moved).toMatchObject({ service: { id: service('printing') }, category: null, configurationItems: [{ id: demoId('ci:mfp-3') }] });
    expect((await patch('dispatcher', incident, { serviceId: null, categoryId: category('vpn-connect') })).body).toMatchObject({ service: { id: service('vpn') }, category: { id: category('vpn-connect') } });
    expect(pointers(await patch('dispatcher', incident, { categoryId: category('erp-down') }))).toEqual(['/categoryId unknown_reference']);
    expect((await patch('dispatcher', incident, { configurationItemIds: [] })).body.configurationItems).toEqual([]);
  });
  it.each([
    ['employee', 403], ['supplier', 403], ['auditor', 403], ['admin', 403], ['dispatcher', 200], ['manager', 200], ['specialist', 200],
  ])('by %s: %d', async (persona, status) => {
    const incident = await desk.bring('in_progress');
    expect((await patch(persona, incident, { title: 'Інша назва' })).status).toBe(status);
  });
  it('names what no patch may change (MA-01)', async () => {
    const incident = await desk.bring('assigned');
    const reply = await patch('dispatcher', incident, { description: 'x', state: 'closed', groupId: UNKNOWN, version: 1, nonsense: 1 });
    expect(pointers(reply)).toEqual(['/description read_only', '/groupId read_only', '/nonsense unknown_field', '/state read_only', '/version read_only']);
  });
  it.each([[{ title: { $ne: '' } }], [{ urgency: ['high'] }], [{ title: null }], [{ impact: null }], [{ tags: 'x' }], [{ priority: '1', priorityReason: 'x' }]])('refuses %j (MA-04)', async (body) => {
    expect((await patch('dispatcher', await desk.bring('assigned'), body)).status).toBe(422);
  });
  it('gives it another requester only with a reason, and only by who reaches all', async () => {
    const incident = await desk.bring('in_progress');
    const requesterId = await desk.id('employee2');
    expect(pointers(await patch('dispatcher', incident, { requesterId }))).toEqual(['/reason incident.requester.reason_required']);
    expect(pointers(await patch('specialist', incident, { requesterId, reason: 'x' }))).toEqual(['/requesterId read_only']);
    expect((await patch('dispatcher', incident, { requesterId, reason: 'Телефонував за колегу' })).body.requester.id).toBe(requesterId);
    expect((await app.as('employee').get(`/incidents/${incident.id}`)).status).toBe(404);
  });
  it('asks for the version, and tells a stale caller what has changed since', async () => {
    const incident = await desk.bring('assigned');
    expect((await patch('dispatcher', incident, { title: 'x' }, { ifMatch: null })).status).toBe(428);
    const seen = (await desk.get('dispatcher', incident)).version;
    await patch('manager', incident, { urgency: 'high' });
    const stale = await patch('dispatcher', incident, { title: 'Інша' }, { ifMatch: seen });
    expect(stale).toMatchObject({ status: 412, body: { changedFields: expect.arrayContaining(['urgency', 'priority']) } });
    expect(stale.body.changedFields).not.toContain('title');
  });
});

describe('the priority matrix', () => {
  const path = '/priority-matrix';
  it('is edited by process owner and administrator, whole, and acts from then on', async () => {
    const before = await app.as('dispatcher').must('GET', path);
    expect(before.matrix.high).toEqual({ high: 1, medium: 2, low: 3 });
    const matrix = { ...before.matrix, low: { high: 2, medium: 3, low: 4 } };
    expect((await app.as('dispatcher').put(path, { matrix })).status).toBe(403);
    expect((await app.as('manager').put(path, { matrix: { high: matrix.high } })).status).toBe(422);
    expect((await app.as('manager').put(path, { matrix: { ...matrix, low: { high: 9, medium: 3, low: 4 } } })).status).toBe(422);
    const after = await app.as('manager').must('PUT', path, { matrix }, { ifMatch: before.version });
    expect(after).toMatchObject({ matrix, version: before.version + 1 });
    expect((await app.as('manager').put(path, { matrix }, { ifMatch: before.version })).status).toBe(412);
    expect((await desk.register('dispatcher', { impact: 'low', urgency: 'low' })).priority).toBe(4);
    await app.as('admin').must('PUT', path, { matrix: before.matrix });
  });
});

describe('resolution codes', () => {
  it('are a list that an administrator extends', async () => {
    const path = '/resolution-codes/hardware_replaced';
    const body = { nameUk: 'Замінено обладнання', nameEn: 'Hardware replaced' };
    expect((await app.as('dispatcher').put(path, body)).status).toBe(403);
    expect(await app.as('admin').must('PUT', path, body)).toMatchObject({ code: 'hardware_replaced', name: 'Замінено обладнання', active: true, position: 6 });
    const solved = await desk.command('specialist', await desk.bring('in_progress'), 'resolve', { code: 'hardware_replaced', text: 'Готово.' });
    expect(solved.resolution.code).toBe('hardware_replaced');
    await app.as('admin').must('PUT', path, { ...body, active: false });
    const late = await app.as('specialist').post(`/incidents/${(await desk.bring('in_progress')).id}/resolve`, { code: 'hardware_replaced', text: 'Готово.' });
    expect(pointers(late)).toEqual(['/code incident.resolve.unknown_code']);
    expect((await app.as('employee').must('GET', '/resolution-codes')).items.map((item: Json) => item.code)).toEqual(['solved', 'workaround', 'advice', 'no_fault', 'duplicate', 'hardware_replaced']);
    expect((await app.as('admin').put('/resolution-codes/No Code', body)).status).toBe(404);
  });
});

describe('many at once', () => {
  it('more callers than connections are all served', async () => {
    const started = Date.now();
    const replies = await Promise.all(Array.from({ length: 40 }, (_unused, n) => app.as('employee').post('/incidents', { title: `Разом ${n}`, serviceId: service('vpn') })));
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([201]));
    expect(Date.now() - started).toBeLessThan(20_000);
  });

  it('each by its own rule, with an answer for each', async () => {
    const [one, two] = [await desk.bring('assigned'), await desk.bring('closed')];
    const reply = await app.as('dispatcher').must('POST', '/tickets/bulk', { ids: [one.id, two.id], command: 'hold', body: { reason: 'part' } });
    expect(reply.items.map((item: Json) => item.status)).toEqual(['done', 'refused']);
    expect((await desk.get('dispatcher', one)).state).toBe('on_hold');
  });
});
