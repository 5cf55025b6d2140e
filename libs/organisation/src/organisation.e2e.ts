import { type Json, type TestApp, testApp } from '@opora/testing';
import { demoId } from './demo';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

const UNKNOWN = '01900000-0000-7000-8000-00000000dead';
const person = (key: string): string => demoId(`person:${key}`);
const group = (key: string): string => demoId(`group:${key}`);
const pointers = (reply: { body: Json }): string[] => reply.body.errors.map((error: Json) => `${error.pointer} ${error.code}`).sort();
const names = (reply: { body: Json }): string[] => reply.body.items.map((item: Json) => item.name);

describe.each(['departments', 'locations'])('%s', (what) => {
  it('are read by everybody inside, and kept by administrators', async () => {
    for (const who of ['employee', 'dispatcher', 'specialist', 'manager', 'admin', 'auditor'] as const) expect((await app.as(who).get(`/${what}`)).status).toBe(200);
    expect((await app.as('supplier').get(`/${what}`)).status).toBe(403);
    for (const who of ['employee', 'dispatcher', 'specialist', 'supplier', 'auditor'] as const) expect((await app.as(who).post(`/${what}`, { nameUk: 'Нове', nameEn: 'New' })).status).toBe(403);
  });
  it('carry their version, refuse a stale change and tell what changed meanwhile', async () => {
    const created = await app.as('admin').post(`/${what}`, { nameUk: 'Нове', nameEn: 'New' });
    expect([created.status, created.etag, created.headers.get('location')]).toEqual([201, '"1"', `/api/v1/${what}/${created.body.id}`]);
    expect((await app.as('admin').patch(`/${what}/${created.body.id}`, { nameEn: 'Newer' }, { ifMatch: '"1"' })).body.version).toBe(2);
    const stale = await app.as('admin').patch(`/${what}/${created.body.id}`, { nameUk: 'Новіше' }, { ifMatch: '"1"' });
    expect([stale.status, stale.body.changedFields]).toEqual([412, ['nameEn']]);
    expect((await app.as('admin').patch(`/${what}/${created.body.id}`, { nameUk: 'x' }, { ifMatch: null })).status).toBe(428);
    expect((await app.as('employee').get(`/${what}/${created.body.id}`)).body).toMatchObject({ name: 'Нове', nameEn: 'Newer' });
  });
  it.each([
    [{ nameUk: 'x', nameEn: null }, '/nameEn wrong_type'], [{ nameUk: 'x' }, '/nameEn required'], [{ nameUk: 'x', nameEn: 'x', id: UNKNOWN }, '/id read_only'], [{ nameUk: 'x', nameEn: 'x', chief: 1 }, '/chief unknown_field'],
    [{ nameUk: 'x', nameEn: 'x', parentId: UNKNOWN }, '/parentId unknown_reference'], [{ nameUk: 'x', nameEn: 'x', active: null }, '/active wrong_type'], [{ nameUk: '\u0000', nameEn: 'x' }, '/nameUk malformed_text'],
  ])('refuse %j by name', async (body, pointer) => expect(pointers(await app.as('admin').post(`/${what}`, body))).toContain(pointer));
  it('MA-04 refuse to be emptied where they must not be', async () => {
    const { items } = (await app.as('admin').get(`/${what}`)).body;
    for (const field of ['nameUk', 'nameEn', 'active']) expect(pointers(await app.as('admin').patch(`/${what}/${items[0].id}`, { [field]: null }))).toContain(`/${field} wrong_type`);
  });
  it('make no loop, whoever closes it and however many at a time', async () => {
    const make = async (nameUk: string, parentId: string | null): Promise<string> => (await app.as('admin').must('POST', `/${what}`, { nameUk, nameEn: nameUk, parentId })).id;
    const top = await make('Верх', null);
    const below = await make('Низ', top);
    expect(pointers(await app.as('admin').patch(`/${what}/${top}`, { parentId: below }))).toEqual(['/parentId loop']);
    expect(pointers(await app.as('admin').patch(`/${what}/${top}`, { parentId: top }))).toEqual(['/parentId loop']);
    const [a, b] = [await make('А', null), await make('Б', null)];
    const both = await Promise.all([app.as('admin').patch(`/${what}/${a}`, { parentId: b }), app.as('admin').patch(`/${what}/${b}`, { parentId: a })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
  });
});

describe('support groups', () => {
  it('are all seen by staff, the own ones by a supplier, none by employees', async () => {
    expect(names(await app.as('specialist').get('/groups'))).toEqual(expect.arrayContaining(['Сервіс-деск', 'Друк-Сервіс']));
    expect(names(await app.as('supplier').get('/groups'))).toEqual(['Print Service']);
    expect((await app.as('supplier').get(`/groups/${group('desk')}`)).status).toBe(404);
    expect((await app.as('supplier').get(`/groups/${group('desk')}/members`)).status).toBe(404);
    expect(names(await app.as('employee').get('/groups'))).toEqual([]);
  });
  it('refuse a calendar, lead or supplier that is none', async () => {
    for (const field of ['calendarId', 'leadId', 'supplierId', 'parentId']) expect(pointers(await app.as('admin').post('/groups', { nameUk: 'Г', nameEn: 'G', line: 2, [field]: UNKNOWN }))).toEqual([`/${field} unknown_reference`]);
    expect(pointers(await app.as('admin').post('/groups', { nameUk: 'Г', nameEn: 'G', line: 0 }))).toEqual(['/line out_of_range']);
    expect(pointers(await app.as('admin').patch(`/groups/${group('desk')}`, { strategy: 'by_dice' }))).toEqual(['/strategy not_one_of']);
  });
  it('have their members set by who manages them or keeps the organisation', async () => {
    const set = (who: string, key: string) => app.as(who).put(`/groups/${group(key)}/members/${person('p20')}`, { right: 'work', capacity: 5 });
    expect((await set('specialist', 'workplace')).status).toBe(403);
    expect((await set('dispatcher2', 'desk')).status).toBe(403);
    expect((await set('auditor', 'desk')).status).toBe(403);
    expect((await set('dispatcher', 'workplace')).status).toBe(403);
    const reply = await set('dispatcher', 'desk');
    expect(reply.body.items.find((item: Json) => item.person.id === person('p20'))).toMatchObject({ right: 'work', capacity: 5, absentUntil: null });
    const [entry] = await app.db.sql.rows<Json>('select kind, data from journal where stream_id = $1 order by seq desc limit 1', [group('desk')]);
    expect(entry).toMatchObject({ kind: 'group.member_added', data: { changes: [{ field: `members/${person('p20')}`, from: null, to: { right: 'work', capacity: 5 } }] } });
    expect(pointers(await app.as('dispatcher').put(`/groups/${group('desk')}/members/${UNKNOWN}`, { right: 'work' }))).toEqual(['/personId unknown_reference']);
    expect((await app.as('dispatcher').delete(`/groups/${group('desk')}/members/${person('p20')}`)).status).toBe(204);
    expect((await app.as('dispatcher').delete(`/groups/${group('desk')}/members/${person('p20')}`)).status).toBe(404);
  });
  it('I21 open and close their tickets to a member at once; manage runs down to sub-groups, work does not', async () => {
    const child = (await app.as('manager').must('POST', '/groups', { nameUk: 'Ноутбуки', nameEn: 'Laptops', line: 2, parentId: group('workplace') })).id;
    const { id } = await app.as('dispatcher').must('POST', '/incidents', { title: 'Екран блимає', requesterId: person('p21'), groupId: child });
    const becomes = async (status: number): Promise<void> => {
      const until = performance.now() + 1_000;
      while ((await app.as('specialist').get(`/incidents/${id}`)).status !== status) if (performance.now() > until) throw new Error(`not ${status} within a second`);
    };
    await becomes(404);
    const right = (value: string) => app.as('admin').must('PUT', `/groups/${group('workplace')}/members/${person('specialist')}`, { right: value });
    await right('manage');
    await becomes(200);
    await right('work');
    await becomes(404);
  });
});

describe('suppliers', () => {
  it('are kept by manager and administrator, and know themselves alone', async () => {
    const created = await app.as('manager').post('/suppliers', { name: 'ТОВ «Хмара»', email: 'help@cloud.test' });
    expect((await app.as('specialist').get(`/suppliers/${created.body.id}`)).etag).toBe('"1"');
    expect(names(await app.as('supplier').get('/suppliers'))).toEqual(['ТОВ «Друк-Сервіс»']);
    expect((await app.as('supplier').get(`/suppliers/${created.body.id}`)).status).toBe(404);
    expect((await app.as('supplier').get(`/suppliers/${demoId('supplier:print')}`)).status).toBe(200);
    expect((await app.as('employee').get('/suppliers')).status).toBe(403);
    expect((await app.as('dispatcher').patch(`/suppliers/${created.body.id}`, { name: 'x' })).status).toBe(403);
    expect(pointers(await app.as('admin').post('/suppliers', { name: 'тов «хмара»' }))).toEqual(['/name already_taken']);
  });
});

describe('absences', () => {
  const from = '2030-01-01T08:00:00Z';
  const to = '2030-01-05T17:00:00+02:00';
  it('are one’s own to plan, a member’s by who manages the group, anybody’s by the manager', async () => {
    const own = await app.as('employee').post('/absences', { from, to, reason: 'Відпустка', substituteId: person('p22') });
    expect([own.status, own.body.to]).toEqual([201, '2030-01-05T15:00:00.000Z']);
    expect((await app.as('employee').get(`/absences/${own.body.id}`)).body.reason).toBe('Відпустка');
    expect((await app.as('employee2').get(`/absences/${own.body.id}`)).status).toBe(404);
    expect((await app.as('employee2').delete(`/absences/${own.body.id}`)).status).toBe(404);
    expect(pointers(await app.as('employee2').post('/absences', { personId: person('employee'), from, to }))).toEqual(pointers(await app.as('employee2').post('/absences', { personId: UNKNOWN, from, to })));
    expect((await app.as('dispatcher').post('/absences', { personId: person('dispatcher2'), from, to })).status).toBe(201);
    expect((await app.as('dispatcher').post('/absences', { personId: person('specialist'), from, to })).status).toBe(403);
    expect((await app.as('manager').post('/absences', { personId: person('specialist'), from, to })).status).toBe(201);
    expect((await app.as('employee').delete(`/absences/${own.body.id}`)).status).toBe(204);
  });
  it('end after they begin', async () => expect(pointers(await app.as('employee').post('/absences', { from: to, to: from }))).toEqual(['/to absence.order']));
  it('come in pages, in the order of their beginning', async () => {
    for (let day = 10; day < 17; day++) await app.as('employee2').must('POST', '/absences', { from: `2031-03-${day}T08:00:00Z`, to: `2031-03-${day}T09:00:00Z` });
    const first = await app.as('employee2').get('/absences', { query: { limit: 5, count: 'exact' } });
    const second = await app.as('employee2').get('/absences', { query: { limit: 5, cursor: first.body.nextCursor } });
    expect([...first.body.items, ...second.body.items].map((item: Json) => item.from.slice(8, 10))).toEqual(['10', '11', '12', '13', '14', '15', '16']);
    expect([first.body.total, second.body.nextCursor]).toEqual([7, null]);
    expect((await app.as('employee').get('/absences', { query: { limit: 5, cursor: first.body.nextCursor } })).body.errors[0].code).toBe('invalid_cursor');
  });
});

it('BO-15 an address that names no id names nothing', async () => {
  for (const odd of ['undefined', 'null', '-1', '../1', '1e309', `${group('desk')}%20`, 'INC-000123']) expect((await app.as('admin').get(`/groups/${odd}`)).status).toBe(404);
  expect((await app.as('admin').get(`/groups/${group('desk').toUpperCase()}`)).status).toBe(200);
});

it('RL-05 pages are of one to two hundred', async () => {
  for (const limit of ['0', '201', '1e9', 'x', '']) expect((await app.as('admin').get('/people', { query: { limit } })).status).toBe(422);
  for (const query of [{ limit: ['1', '1000'] }, { 'sort[]': 'x' }, { 'filter[$where]': '1' }] as Record<string, string | string[]>[]) expect((await app.as('admin').get('/people', { query })).status).toBe(422);
});

it('IN-05 a wildcard is a letter like any other', async () => {
  for (const q of ['%', '_', '\\', "' or 1=1--", '%00;']) expect(names(await app.as('admin').get('/departments', { query: { q } }))).toEqual([]);
});
