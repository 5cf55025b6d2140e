import { demoId } from '@opora/organisation';
import { type Json, type TestApp, testApp } from '@opora/testing';
import { Browser } from '../test/browser';
import { FIXTURE, addPeople } from '../test/people';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
  await addPeople(app, [...FIXTURE, { key: 'admin2', roles: ['requester', 'admin'], department: 'it' }]);
});
afterAll(() => app?.close());

const person = (key: string): string => demoId(`person:${key}`);
const service = (key: string): string => demoId(`service:${key}`);
const group = (key: string): string => demoId(`group:${key}`);
const pointers = (reply: { body: Json }): string[] => reply.body.errors.map((error: Json) => `${error.pointer} ${error.code}`).sort();
const ids = (reply: { body: Json }): string[] => reply.body.items.map((item: Json) => item.id);
const history = (id: string): Promise<Json[]> => app.db.sql.rows('select kind, data, actor_id from journal where stream_id = $1 order by seq', [id]);
const within = async (ms: number, holds: () => Promise<boolean>): Promise<void> => {
  const until = performance.now() + ms;
  while (!(await holds())) if (performance.now() > until) throw new Error(`not within ${ms} ms`);
};

describe('one’s own record', () => {
  it.each(['roles', 'departmentId', 'managerId', 'vip', 'active', 'email', 'origin', 'displayName'])('MA-03 %s is not one’s own to set', async (field) => {
    expect(pointers(await app.as('employee').patch('/me', { [field]: 'x' }))).toEqual([`/${field} read_only`]);
  });
  it('MA-03 telephone, language and time zone are', async () => {
    const reply = await app.as('employee').patch('/me', { phone: '+380 44 1', locale: 'en', timeZone: 'Europe/Warsaw' });
    expect(reply.body).toMatchObject({ person: { phone: '+380 44 1' }, locale: 'en', timeZone: 'Europe/Warsaw' });
    // From the next request on, names come in that language.
    expect((await app.as('employee').must('GET', '/services')).items.map(({ name }: { name: string }) => name)).toContain('Printing');
    expect(pointers(await app.as('employee').patch('/me', { timeZone: 'Mars/Base' }))).toEqual(['/timeZone unknown_time_zone']);
    await app.as('employee').must('PATCH', '/me', { locale: 'uk', timeZone: 'Europe/Kyiv' });
  });
  it('MA-04 takes no null and no object where a value belongs', async () => {
    for (const locale of [null, { $ne: '' }, ['uk']]) expect((await app.as('employee').patch('/me', { locale })).status).toBe(422);
  });
  it('says what one may do, in which groups', async () => {
    const { body } = await app.as('specialist').get('/me');
    expect(body).toMatchObject({ face: 'staff', roles: ['requester', 'specialist'], permissions: { 'incident.resolve': ['asg', 'gw'] } });
    expect(body.groups).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'Робочі місця', line: 2, right: 'work' }), expect.objectContaining({ name: 'Мережа', right: 'view' })]));
  });
});

describe('who sees whom', () => {
  it('an employee picks from the own department, and sees cards without contacts', async () => {
    const reply = await app.as('employee').get('/people', { query: { limit: 200 } });
    expect(ids(reply)).toEqual(expect.arrayContaining([person('employee'), person('rd')]));
    expect(ids(reply)).not.toContain(person('employee2'));
    const colleague = reply.body.items.find((item: Json) => item.id === person('rd'));
    expect(Object.keys(colleague).sort()).toEqual(['departmentId', 'departmentName', 'displayName', 'id', 'jobTitle', 'locationId', 'version']);
    expect(reply.body.items.find((item: Json) => item.id === person('employee')).email).toBe('employee@demo.opora.test');
  });
  it('BO-13 a stranger is absent by address, name and id alike', async () => {
    for (const [name, value] of [['email', 'employee2@demo.opora.test'], ['q', 'Мельник']] as const) expect(ids(await app.as('employee').get('/people', { query: { [name]: value } }))).toEqual([]);
    expect((await app.as('employee').get(`/people/${person('employee2')}`)).status).toBe(404);
    expect((await app.as('employee').get('/people/01900000-0000-7000-8000-00000000dead')).status).toBe(404);
    expect((await app.as('employee').get('/people', { query: { count: 'exact', q: 'Мельник' } })).body.total).toBe(0);
  });
  it('BO-13 what an employee may not read is found by no search and no filter', async () => {
    expect(ids(await app.as('employee').get('/people', { query: { q: 'rd@demo' } }))).toEqual([]);
    expect(pointers(await app.as('employee').get('/people', { query: { phone: '5001' } }))).toEqual(['/phone unknown_filter']);
  });
  it('the dispatcher finds who calls by the end of the number', async () => {
    expect(ids(await app.as('dispatcher').get('/people', { query: { phone: '044 500-10-22' } }))).toEqual([person('employee2')]);
    expect(pointers(await app.as('dispatcher').get('/people', { query: { phone: '22' } }))).toEqual(['/phone too_short']);
  });
  it('a specialist reads contacts of people on tickets in scope, and cards of the others', async () => {
    const { body } = await app.as('employee2').post('/incidents', { title: 'Немає мережі', serviceId: service('vpn') });
    expect((await app.as('specialist').get(`/people/${person('employee2')}`)).body.email).toBeUndefined();
    await app.as('dispatcher').must('POST', `/incidents/${body.id}/assign`, { groupId: group('workplace') });
    expect((await app.as('specialist').get(`/people/${person('employee2')}`)).body.email).toBe('employee2@demo.opora.test');
    await app.as('dispatcher').must('POST', `/incidents/${body.id}/assign`, { groupId: group('apps') });
    expect((await app.as('specialist').get(`/people/${person('employee2')}`)).body.email).toBeUndefined();
  });
  it('I30 a supplier sees the own people, and the requester of a ticket while the own group has it', async () => {
    expect(ids(await app.as('supplier').get('/people', { query: { limit: 200 } }))).toEqual([person('supplier')]);
    const { id } = await app.as('dispatcher').must('POST', '/incidents', { title: 'Смуги', serviceId: service('printing'), requesterId: person('p3'), groupId: group('printers') });
    const card = await app.as('supplier').get(`/people/${person('p3')}`);
    expect([card.status, card.body.displayName !== undefined, card.body.email]).toEqual([200, true, undefined]);
    expect((await app.as('x2').get(`/people/${person('p3')}`)).status).toBe(404);
    await app.as('dispatcher').must('POST', `/incidents/${id}/assign`, { groupId: group('desk') });
    expect((await app.as('supplier').get(`/people/${person('p3')}`)).status).toBe(404);
  });
  it('MA-12 no reply holds a hash, and who may give roles sees them', async () => {
    for (const who of ['admin', 'auditor', 'manager', 'dispatcher'] as const) {
      const { text } = await app.as(who).get('/people', { query: { limit: 200 } });
      expect(text).not.toMatch(/hash|argon2|password|secret/i);
    }
    expect((await app.as('admin').get(`/people/${person('supplier')}`)).body.roles).toEqual(['supplier']);
    expect((await app.as('dispatcher').get(`/people/${person('supplier')}`)).body.roles).toBeUndefined();
  });
  it('the system itself is nobody', async () => {
    expect((await app.as('admin').get('/people/00000000-0000-7000-8000-000000000000')).status).toBe(404);
  });
  it('goes through the pages once, in either order', async () => {
    for (const sort of ['displayName', '-displayName']) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const { body }: { body: Json } = await app.as('manager').get('/people', { query: cursor ? { limit: 20, sort, cursor } : { limit: 20, sort } });
        seen.push(...body.items.map((item: Json) => item.id));
        cursor = body.nextCursor;
      } while (cursor);
      const total = (await app.as('manager').get('/people', { query: { count: 'exact', limit: 1 } })).body.total;
      expect([new Set(seen).size, seen.length]).toEqual([total, total]);
    }
    expect(pointers(await app.as('manager').get('/people', { query: { sort: 'email' } }))).toEqual(['/sort unknown_sort']);
  });
});

describe('keeping records', () => {
  it('a dispatcher writes down a new caller and mends contacts, which the journal shows', async () => {
    const created = await app.as('dispatcher').post('/people', { email: 'New.Caller@Example.org', displayName: 'Нова Людина', phone: '+380 67 000 0001' });
    expect(created.headers.get('location')).toBe(`/api/v1/people/${created.body.id}`);
    const changed = await app.as('dispatcher').patch(`/people/${created.body.id}`, { phone: '+380 67 000 0002' }, { ifMatch: created.etag ?? '' });
    expect([changed.status, changed.body.phone]).toEqual([200, '+380 67 000 0002']);
    const stale = await app.as('admin').patch(`/people/${created.body.id}`, { displayName: 'Інша' }, { ifMatch: created.etag ?? '' });
    expect([stale.status, stale.body.changedFields]).toEqual([412, ['phone']]);
    expect((await history(created.body.id)).at(-1)).toMatchObject({ kind: 'person.changed', actor_id: person('dispatcher'), data: { changes: [{ field: 'phone', from: '+380 67 000 0001', to: '+380 67 000 0002' }] } });
    expect(pointers(await app.as('dispatcher').post('/people', { email: 'new.caller@example.org', displayName: 'Двійник' }))).toEqual(['/email already_taken']);
    expect((await app.as('dispatcher').patch(`/people/${created.body.id}`, { email: 'caller@example.org' })).status).toBe(200);
  });
  it('whose address leads to more rights than one’s own, that address is not one’s to change', async () => {
    for (const who of ['admin', 'manager', 'specialist', 'supplier']) expect(pointers(await app.as('dispatcher').patch(`/people/${person(who)}`, { email: 'mine@evil.test' }))).toEqual(['/email read_only']);
    expect(pointers(await app.as('dispatcher').patch(`/people/${person('p5')}`, { managerId: person('dispatcher'), supplierId: demoId('supplier:print'), vip: true }))).toEqual(['/managerId read_only', '/supplierId read_only', '/vip read_only']);
  });
  it.each([
    [{ id: 'x' }, ['/id read_only']], [{ roles: ['admin'] }, ['/roles read_only']], [{ isAdmin: true }, ['/isAdmin unknown_field']], [{ departmentId: '01900000-0000-7000-8000-00000000dead' }, ['/departmentId unknown_reference']],
    [{ displayName: null }, ['/displayName wrong_type']], [{ email: 'no address' }, ['/email not_an_email']], [{ managerId: person('p6') }, ['/managerId loop']],
  ])('MA-01, MA-04, MA-05 %j is refused by name', async (body, expected) => {
    await app.as('admin').must('PATCH', `/people/${person('p6')}`, { managerId: person('p7') });
    const target = 'managerId' in body ? 'p7' : 'p6';
    expect(pointers(await app.as('admin').patch(`/people/${person(target)}`, body))).toEqual(expected);
  });
  it('the same creation twice by one key is one person', async () => {
    const body = { email: 'once@example.org', displayName: 'Одна' };
    const [first, second] = [await app.as('admin').post('/people', body, { idempotencyKey: 'once' }), await app.as('admin').post('/people', body, { idempotencyKey: 'once' })];
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });
});

describe('roles (I26)', () => {
  const setRoles = (who: string, key: string, roles: string[], grants?: string[]) => app.as(who).put(`/people/${person(key)}/roles`, { roles, ...(grants ? { grants } : {}) });

  it('nobody changes their own', async () => expect(pointers(await setRoles('admin', 'admin', ['requester', 'admin', 'manager']))).toEqual(['/roles person.own_roles']));
  it('nobody but an administrator changes any', async () => {
    for (const who of ['manager', 'dispatcher', 'auditor', 'employee']) expect((await setRoles(who, 'p8', ['admin'])).status).toBe(403);
  });
  it('I21 act at once, and the journal tells before and after', async () => {
    expect((await app.as('rd').get('/roles')).status).toBe(403);
    const given = await setRoles('admin', 'rd', ['requester', 'manager']);
    expect(given.body.roles).toEqual(['manager', 'requester']);
    expect((await app.as('rd').get('/roles')).status).toBe(200);
    expect((await history(person('rd'))).at(-1)).toMatchObject({ kind: 'person.roles_changed', data: { changes: [{ field: 'roles', from: ['requester'], to: ['manager', 'requester'] }] } });
    await setRoles('admin', 'rd', ['requester']);
    expect((await app.as('rd').get('/roles')).status).toBe(403);
    expect(pointers(await setRoles('admin', 'rd', ['requester', 'emperor']))).toEqual(['/roles/1 unknown_reference']);
  });
  it('the grant opens the department’s tickets, and its end closes them', async () => {
    const { id } = await app.as('employee').must('POST', '/incidents', { title: 'Повільно', serviceId: service('computers') });
    expect((await app.as('rdg').get(`/incidents/${id}`)).status).toBe(200);
    expect((await app.as('rd').get(`/incidents/${id}`)).status).toBe(404);
    await setRoles('admin', 'rdg', ['requester'], []);
    expect((await app.as('rdg').get(`/incidents/${id}`)).status).toBe(404);
    expect((await setRoles('admin', 'rdg', ['requester'], ['department_tickets'])).body.grants).toEqual(['department_tickets']);
    expect((await app.as('rdg').get(`/incidents/${id}`)).status).toBe(200);
  });
  it('the last active administrator stays, whatever way is tried, two at a time too', async () => {
    const both = await Promise.all([setRoles('admin', 'admin2', ['requester']), setRoles('admin2', 'admin', ['requester'])]);
    expect(both.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    const left = both[0]?.status === 200 ? 'admin' : 'admin2';
    const other = left === 'admin' ? 'admin2' : 'admin';
    const [row] = await app.db.sql.rows<{ n: number }>(`select count(*)::int as n from person_role pr join role r on r.id = pr.role_id and r.key = 'admin' join person p on p.id = pr.person_id and p.active`);
    expect(row?.n).toBe(1);
    expect(pointers(await app.as(left).post(`/people/${person(left)}/deactivate`))).toEqual([' person.not_self']);
    await app.as(left).must('PUT', `/people/${person(other)}/roles`, { roles: ['requester', 'admin'] });
  });
  it('a role that one holds is not one’s own to widen, and the administrators’ own cannot be emptied', async () => {
    const { items } = (await app.as('admin').get('/roles')).body;
    const role = (key: string): Json => items.find((item: Json) => item.key === key);
    expect((await app.as('admin').patch(`/roles/${role('admin').id}`, { permissions: [] })).status).toBe(403);
    const created = await app.as('admin').post('/roles', { key: 'keeper', nameUk: 'Хранитель', nameEn: 'Keeper', permissions: [{ permission: 'role.write', scopes: ['all'] }, { permission: 'role.read', scopes: ['all'] }, { permission: 'me', scopes: ['self'] }] });
    expect([created.status, created.headers.get('location')]).toEqual([201, `/api/v1/roles/${created.body.id}`]);
    expect((await app.as('auditor').get(`/roles/${created.body.id}`)).etag).toBe('"1"');
    await setRoles('admin', 'p9', ['keeper']);
    await addPeople(app, [{ key: 'keeper', roles: ['keeper'] }]);
    expect(pointers(await app.as('keeper').patch(`/roles/${role('admin').id}`, { permissions: [{ permission: 'me', scopes: ['self'] }] }))).toEqual([' person.last_admin']);
    const changed = await app.as('admin').patch(`/roles/${created.body.id}`, { permissions: [{ permission: 'role.read', scopes: ['all'] }, { permission: 'me', scopes: ['self'] }] });
    expect(changed.status).toBe(200);
    expect((await app.as('keeper').patch(`/roles/${created.body.id}`, { nameEn: 'x' })).status).toBe(403);
    expect((await history(created.body.id)).at(-1).data.changes).toEqual([{ field: 'permissions/role.write', from: 'all', to: null }]);
    expect(pointers(await app.as('admin').post('/roles', { key: 'odd', nameUk: 'x', nameEn: 'x', permissions: [{ permission: 'no.such', scopes: ['all'] }] }))).toEqual(['/permissions/0/permission unknown_permission']);
  });
});

describe('leaving (I27)', () => {
  it('ends sessions, tokens and streams within a second, and shows beforehand what would hang in the air', async () => {
    const { id } = await app.as('dispatcher').must('POST', '/incidents', { title: 'Не вмикається', serviceId: service('computers'), requesterId: person('p10'), groupId: group('network'), assigneeId: person('s2') });
    const preview = await app.as('admin').post(`/people/${person('s2')}/deactivation-preview`);
    expect(preview.body).toMatchObject({ assignedTickets: 1, requestedTickets: 0, groups: 1 });
    expect((await app.as('manager').post(`/people/${person('s2')}/deactivation-preview`)).status).toBe(403);
    const token = await app.token('s2');
    const stream = await app.as('s2').stream();
    const card = (await app.as('admin').get(`/people/${person('s2')}`)).etag ?? '';
    expect((await app.as('admin').post(`/people/${person('s2')}/deactivate`, {}, { ifMatch: null })).status).toBe(428);
    const left = await app.as('admin').post(`/people/${person('s2')}/deactivate`, {}, { ifMatch: card });
    expect([left.status, left.body.active]).toEqual([200, false]);
    await within(1_000, async () => (await app.as('s2').get('/me')).status === 401 && (await token.get('/me')).status === 401);
    await within(3_000, async () => {
      await app.as('admin').get('/me');
      return stream.closed;
    });
    expect((await new Browser(app).signIn('s2@demo.opora.test')).status).toBe(401);
    expect((await app.as('dispatcher').get(`/incidents/${id}`)).body.assignee.id).toBe(person('s2'));
    const back = await app.as('admin').post(`/people/${person('s2')}/reactivate`);
    expect(back.body.active).toBe(true);
    expect((await token.get('/me')).status).toBe(401);
    expect((await new Browser(app).signIn('s2@demo.opora.test')).status).toBe(200);
  });
  it('an invitation is for who is here, and is journalled', async () => {
    expect((await app.as('admin').post(`/people/${person('p11')}/invite`)).status).toBe(202);
    const [event] = await app.db.sql.rows<{ payload: { sealed: string; expiresInMinutes: number } }>(`select payload from outbox where topic = 'person.invited' and key = $1`, [person('p11')]);
    expect(event?.payload.expiresInMinutes).toBe(72 * 60);
    await app.as('admin').must('POST', `/people/${person('p12')}/deactivate`);
    expect(pointers(await app.as('admin').post(`/people/${person('p12')}/invite`))).toEqual([' person.inactive']);
    expect((await app.as('dispatcher').post(`/people/${person('p11')}/invite`)).status).toBe(403);
    expect((await history(person('p11'))).at(-1)).toMatchObject({ kind: 'person.invited' });
  });
});

it('AD-03 the journal is for manager, administrator and auditor', async () => {
  for (const who of ['employee', 'dispatcher', 'specialist', 'supplier'] as const) expect((await app.as(who).get('/journal')).status).toBe(403);
  for (const who of ['manager', 'admin', 'auditor'] as const) expect((await app.as(who).get('/journal')).status).toBe(200);
});
