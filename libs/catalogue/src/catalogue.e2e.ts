import { demoId } from '@opora/organisation';
import { type Json, type TestApp, testApp } from '@opora/testing';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

const UNKNOWN = '01900000-0000-7000-8000-00000000dead';
const service = (key: string): string => demoId(`service:${key}`);
const item = (key: string): string => demoId(`ci:${key}`);
const group = (key: string): string => demoId(`group:${key}`);
const person = (key: string): string => demoId(`person:${key}`);
const pointers = (reply: { body: Json }): string[] => reply.body.errors.map((error: Json) => `${error.pointer} ${error.code}`).sort();
const ids = (reply: { body: Json }): string[] => reply.body.items.map((one: Json) => one.id);

describe('services', () => {
  it('an employee sees the live ones, without who supports them; staff see all', async () => {
    const { id } = await app.as('admin').must('POST', '/services', { nameUk: 'Майбутня', nameEn: 'Future', status: 'pipeline', groups: [{ line: 1, groupId: group('desk') }] });
    const seen = await app.as('employee').get('/services', { query: { limit: 200 } });
    expect(ids(seen)).toContain(service('mail'));
    expect(ids(seen)).not.toContain(id);
    expect(seen.body.items.some((one: Json) => 'groups' in one || 'ownerId' in one)).toBe(false);
    expect((await app.as('employee').get(`/services/${id}`)).status).toBe(404);
    expect((await app.as('dispatcher').get(`/services/${id}`)).body).toMatchObject({ status: 'pipeline', groups: [{ line: 1, groupId: group('desk') }] });
  });
  it('a supplier sees those that its groups support', async () => {
    expect(ids(await app.as('supplier').get('/services'))).toEqual([service('printing')]);
    expect((await app.as('supplier').get(`/services/${service('mail')}`)).status).toBe(404);
    expect(new Set((await app.as('supplier').get('/categories')).body.items.map((one: Json) => one.serviceId))).toEqual(new Set([service('printing')]));
    expect((await app.as('supplier').get(`/categories/${demoId('category:mail-send')}`)).status).toBe(404);
    expect((await app.as('supplier').get(`/categories/${demoId('category:print-jam')}`)).status).toBe(200);
  });
  it('are kept by manager and administrator, and by their owner', async () => {
    for (const who of ['employee', 'dispatcher', 'supplier', 'auditor'] as const) expect((await app.as(who).post('/services', { nameUk: 'x', nameEn: 'x' })).status).toBe(403);
    expect((await app.as('specialist').post('/services', { nameUk: 'x', nameEn: 'x' })).status).toBe(403);
    expect((await app.as('specialist').patch(`/services/${service('vpn')}`, { descriptionEn: 'x' })).status).toBe(403);
    await app.as('manager').must('PATCH', `/services/${service('vpn')}`, { ownerId: person('specialist') });
    expect((await app.as('specialist').patch(`/services/${service('vpn')}`, { descriptionEn: 'Work from anywhere' })).status).toBe(200);
    expect((await app.as('specialist').post('/categories', { nameUk: 'Повільно', nameEn: 'Slow', serviceId: service('vpn') })).status).toBe(201);
    expect((await app.as('specialist').post('/categories', { nameUk: 'Повільно', nameEn: 'Slow', serviceId: service('mail') })).status).toBe(403);
    expect((await app.as('specialist').post('/categories', { nameUk: 'Повільно', nameEn: 'Slow' })).status).toBe(403);
    expect((await app.as('specialist').patch(`/categories/${demoId('category:vpn-connect')}`, { serviceId: service('mail') })).status).toBe(403);
  });
  it('a change of their groups moves the version and stands in the journal', async () => {
    const { etag } = await app.as('manager').get(`/services/${service('crm')}`);
    const groups = [{ line: 1, groupId: group('desk') }, { line: 2, groupId: group('apps') }];
    const changed = await app.as('manager').patch(`/services/${service('crm')}`, { groups }, { ifMatch: etag ?? '' });
    expect(changed.body.groups).toEqual(groups);
    expect(changed.etag).not.toBe(etag);
    expect((await app.as('manager').patch(`/services/${service('crm')}`, { groups }, { ifMatch: etag ?? '' })).status).toBe(412);
    expect((await app.as('manager').patch(`/services/${service('crm')}`, { groups })).etag).toBe(changed.etag);
    const [entry] = await app.db.sql.rows<Json>('select kind, data, version from journal where stream_id = $1 order by seq desc limit 1', [service('crm')]);
    expect([`"${entry.version}"`, entry.kind, entry.data.changes[0].to]).toEqual([changed.etag, 'service.groups_changed', groups]);
  });
  it.each([
    [{ parentId: UNKNOWN }, '/parentId unknown_reference'], [{ ownerId: UNKNOWN }, '/ownerId unknown_reference'], [{ calendarId: UNKNOWN }, '/calendarId unknown_reference'], [{ criticality: 'extreme' }, '/criticality not_one_of'],
    [{ criticality: null }, '/criticality not_one_of'], [{ groups: [{ line: 1, groupId: UNKNOWN }] }, '/groups/0/groupId unknown_reference'], [{ groups: [{ line: 1, groupId: group('desk') }, { line: 1, groupId: group('apps') }] }, '/groups/1/line already_taken'],
    [{ groups: [{ line: 0, groupId: group('desk') }] }, '/groups/0/line out_of_range'], [{ version: 7 }, '/version read_only'],
  ])('refuse %j by name', async (body, pointer) => expect(pointers(await app.as('admin').patch(`/services/${service('erp')}`, body))).toContain(pointer));
});

describe('configuration items', () => {
  const related = async (id: string): Promise<string[]> => (await app.as('manager').get(`/configuration-items/${id}/impact`)).body.items.map((one: Json) => one.name);

  it('an employee sees what is assigned to them', async () => {
    expect(ids(await app.as('employee').get('/configuration-items'))).toEqual([item('nb-employee')]);
    expect((await app.as('employee').get(`/configuration-items/${item('srv-db')}`)).status).toBe(404);
    expect((await app.as('employee').get(`/configuration-items/${item('srv-db')}/impact`)).status).toBe(403);
    expect((await app.as('employee').patch(`/configuration-items/${item('nb-employee')}`, { name: 'Мій' })).status).toBe(403);
  });
  it('belong to services, and a change of them moves the version', async () => {
    const created = await app.as('specialist').post('/configuration-items', { name: 'SRV-TEST', class: 'server', serviceIds: [service('erp')] });
    expect([created.status, created.body.serviceIds, created.headers.get('location')]).toEqual([201, [service('erp')], `/api/v1/configuration-items/${created.body.id}`]);
    const changed = await app.as('specialist').patch(`/configuration-items/${created.body.id}`, { serviceIds: [service('mail'), service('erp')] }, { ifMatch: '"1"' });
    expect([changed.body.serviceIds, changed.etag]).toEqual([[service('mail'), service('erp')].sort(), '"2"']);
    expect(ids(await app.as('specialist').get('/configuration-items', { query: { serviceId: service('mail') } }))).toContain(created.body.id);
    expect(pointers(await app.as('specialist').patch(`/configuration-items/${created.body.id}`, { serviceIds: [service('mail'), UNKNOWN] }))).toEqual(['/serviceIds/1 unknown_reference']);
    expect((await app.as('dispatcher').post('/configuration-items', { name: 'x', class: 'x' })).status).toBe(403);
  });
  it('what fails with one of them is all that stands on it, however far', async () => {
    expect(await related(item('srv-db'))).toEqual(['Сервер застосунків ERP']);
    const names = ['L1', 'L2', 'L3', 'L4'];
    const made: string[] = [];
    for (const name of names) made.push((await app.as('specialist').must('POST', '/configuration-items', { name, class: 'test', serviceIds: name === 'L4' ? [service('crm')] : [] })).id);
    for (const [from, type, to] of [[1, 'runs_on', 0], [2, 'depends_on', 1], [3, 'part_of', 2]] as const) expect((await app.as('specialist').post(`/configuration-items/${made[from]}/relations`, { type, toId: made[to] })).status).toBe(201);
    expect(await related(made[0] ?? '')).toEqual(['L2', 'L3', 'L4']);
    expect((await app.as('auditor').get(`/configuration-items/${made[0]}/impact`)).body).toMatchObject({ items: [{ depth: 1 }, { depth: 2 }, { depth: 3 }], services: [{ id: service('crm') }] });
    expect(pointers(await app.as('specialist').post(`/configuration-items/${made[0]}/relations`, { type: 'depends_on', toId: made[3] }))).toEqual(['/toId loop']);
    expect(pointers(await app.as('specialist').post(`/configuration-items/${made[0]}/relations`, { type: 'depends_on', toId: made[0] }))).toEqual(['/toId loop']);
    expect((await app.as('specialist').post(`/configuration-items/${made[0]}/relations`, { type: 'connected_to', toId: made[3] })).status).toBe(201);
    expect(await related(made[3] ?? '')).toEqual([]);
    expect((await app.as('specialist').delete(`/configuration-items/${made[2]}/relations/depends_on/${made[1]}`)).status).toBe(204);
    expect(await related(made[0] ?? '')).toEqual(['L2']);
    expect(pointers(await app.as('specialist').post(`/configuration-items/${made[0]}/relations`, { type: 'runs_on', toId: UNKNOWN }))).toEqual(['/toId unknown_reference']);
    expect((await app.as('specialist').delete(`/configuration-items/${made[0]}/relations/adores/${made[1]}`)).status).toBe(404);
  });
});

describe('offerings', () => {
  const w = (uk: string, en: string) => ({ uk, en });
  const definition = (set: object = {}) => ({
    name: w('Друга мишка', 'A second mouse'), summary: w('Для другого робочого місця', 'For a second place'), description: w('Видаємо зі складу.', 'From the store.'),
    form: { schema: { type: 'object', properties: { why: { type: 'string', maxLength: 300 } }, required: ['why'] }, ui: { order: ['why'], fields: { why: { label: w('Навіщо', 'What for'), widget: 'long', forApprovers: true } } } },
    entitlement: { all: true }, approval: [], plan: [{ key: 'give', title: w('Видати', 'Hand out'), groupId: group('workplace'), after: [], targetSeconds: 3600 }], cost: { amountCents: 1500, per: 'once' }, targets: { fulfilment: 28_800 }, ...set,
  });
  const make = (set: object = {}, who: 'manager' | 'admin' = 'manager') => app.as(who).must('POST', '/offerings', { kind: 'service', serviceId: service('computers'), definition: definition(set) });

  it('are drafted, published as versions that stay, and retired', async () => {
    const draft = await make();
    expect(draft).toMatchObject({ status: 'draft', number: null, name: 'Друга мишка', changed: true });
    expect(ids(await app.as('employee').get('/offerings', { query: { limit: 200 } }))).not.toContain(draft.id);
    expect((await app.as('employee').get(`/offerings/${draft.id}`)).status).toBe(404);
    const first = await app.as('manager').must('POST', `/offerings/${draft.id}/publish`, { note: 'Перша' });
    expect(first).toMatchObject({ status: 'published', number: 1, changed: false });
    expect((await app.as('manager').post(`/offerings/${draft.id}/publish`, {})).status).toBe(409);
    const seen = (await app.as('employee').get(`/offerings/${draft.id}`)).body;
    expect(seen).toMatchObject({ name: 'Друга мишка', number: 1, cost: { amountCents: 1500 }, approved: false });
    expect('draft' in seen || 'published' in seen).toBe(false);
    await app.as('manager').must('PATCH', `/offerings/${draft.id}`, { definition: definition({ name: w('Третя мишка', 'A third mouse') }) });
    expect((await app.as('employee').get(`/offerings/${draft.id}`)).body.name).toBe('Друга мишка');
    expect(await app.as('manager').must('POST', `/offerings/${draft.id}/publish`, {})).toMatchObject({ number: 2, name: 'Третя мишка' });
    const versions = (await app.as('auditor').get(`/offerings/${draft.id}/versions`)).body.items;
    expect(versions.map(({ number, note, definition: { name } }: Json) => [number, note, name.en])).toEqual([[2, null, 'A third mouse'], [1, 'Перша', 'A second mouse']]);
    expect((await app.as('employee').get(`/offerings/${draft.id}/versions`)).status).toBe(403);
    await app.as('manager').must('POST', `/offerings/${draft.id}/retire`, {});
    expect((await app.as('employee').get(`/offerings/${draft.id}`)).status).toBe(404);
    expect((await app.as('manager').post(`/offerings/${draft.id}/retire`, {})).status).toBe(409);
    expect(await app.as('manager').must('POST', `/offerings/${draft.id}/publish`, {})).toMatchObject({ status: 'published', number: 2 });
  });

  it('are shown to whoever may order them, departments with all below', async () => {
    const { id } = await make({ entitlement: { all: false, departmentIds: [demoId('department:finance')] } });
    await app.as('manager').must('POST', `/offerings/${id}/publish`, {});
    expect(ids(await app.as('employee').get('/offerings', { query: { limit: 200 } }))).toContain(id);
    expect(ids(await app.as('employee2').get('/offerings', { query: { limit: 200 } }))).not.toContain(id);
    expect((await app.as('employee2').get(`/offerings/${id}`)).body).toMatchObject({ status: 403, name: 'Друга мишка', service: 'Комп’ютери' });
    expect((await app.as('employee2').post(`/offerings/${id}/promise`, {})).status).toBe(403);
    expect((await app.as('employee2').post(`/offerings/${id}/order`, { answers: { why: 'x' } })).status).toBe(403);
  });

  it('are kept by manager and administrator, and by the owner of the service', async () => {
    for (const who of ['employee', 'dispatcher', 'supplier', 'auditor'] as const) expect((await app.as(who).post('/offerings', { kind: 'service', serviceId: service('crm'), definition: definition() })).status).toBe(403);
    expect((await app.as('specialist').post('/offerings', { kind: 'service', serviceId: service('crm'), definition: definition() })).status).toBe(403);
    await app.as('manager').must('PATCH', `/services/${service('crm')}`, { ownerId: person('specialist') });
    const { id } = await app.as('specialist').must('POST', '/offerings', { kind: 'service', serviceId: service('crm'), definition: definition() });
    expect((await app.as('specialist').patch(`/offerings/${id}`, { serviceId: service('mail') })).status).toBe(403);
    expect((await app.as('specialist').post(`/offerings/${id}/publish`, {})).status).toBe(200);
  });

  it.each([
    [{ form: { schema: { type: 'object', properties: { why: { type: 'string', pattern: '(a+)+' } } }, ui: { order: ['why'], fields: { why: { label: w('х', 'x') } } } } }, '/definition/form/schema/properties/why/pattern form.unsupported'],
    [{ plan: [{ key: 'give', title: w('х', 'x'), groupId: UNKNOWN, after: [] }] }, '/definition/plan/0/groupId unknown_reference'],
    [{ plan: [{ key: 'a', title: w('х', 'x'), groupId: demoId('group:desk'), after: ['a'] }] }, '/definition/plan task.circle'],
    [{ entitlement: { all: false } }, '/definition/entitlement offering.nobody'],
    [{ approval: [{ name: w('х', 'x'), mode: 'any', approvers: [{ position: 'king' }] }] }, '/definition/approval/0/approvers/0/position not_one_of'],
    [{ name: { uk: 'Мишка' } }, '/definition/name/en required'],
    [{ cost: { amountCents: -1, per: 'once' } }, '/definition/cost/amountCents out_of_range'],
    [{ status: 'published' }, '/definition/status unknown_field'],
  ])('a draft names what is wrong with it: %j', async (set, expected) => expect(pointers(await app.as('manager').post('/offerings', { kind: 'service', serviceId: service('mail'), definition: definition(set) }))).toContain(expected));
});
