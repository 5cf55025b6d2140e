import { demoId } from '@opora/organisation';
import { type Json, type TestApp, testApp, type TestClient } from '..';
import { type Document, type Route, routesOf } from '../fuzz/openapi';

/* security.md C.3 to C.5: what is another's and what is private, over every route of the OpenAPI document. */
const ABSENT = '0190a000-0000-7000-8000-000000000001';
const NOTE = 'канарка-нотатки-7731';
const FILE = 'канарка-файлу-7731.txt';
const TAG = 'kanarka-mitky-7731';
const TASK = 'канарка-завдання-7731';

let app: TestApp;
let routes: Route[];
let employee: TestClient;
let employee2: TestClient;
let dispatcher: TestClient;
let own: Json;
let foreign: Json;
let problem: Record<string, unknown>;

const file = (name: string, content = 'x'): FormData => {
  const form = new FormData();
  form.append('file', new Blob([content]), name);
  return form;
};
const shape = (body: Json): Json => ({ ...body, instance: '' });
const reads = (): string[] => routes.filter(({ method, path }) => method === 'GET' && path.startsWith('/api/v1/') && !/\/stream$/.test(path)).map(({ path }) => path);
/** The address of a route with this ticket in each of its places. */
const filled = (path: string, id: string): string => path.replace(/\{[^}]+\}/g, id);

beforeAll(async () => {
  app = await testApp();
  [employee, employee2, dispatcher] = [app.as('employee'), app.as('employee2'), app.as('dispatcher')];
  routes = routesOf((await app.http.get('/api/openapi.json').expect(200)).body as Document);
  own = await employee.must('POST', '/incidents', { title: 'Мій принтер', description: 'не друкує' });
  foreign = await employee2.must('POST', '/incidents', { title: 'Чужий сканер рідкісне-слово-4412', description: 'не сканує' });
  problem = shape((await employee.get(`/tickets/${ABSENT}`)).body);
});
afterAll(() => app?.close());

describe('another’s ticket', () => {
  it('is absent on every route that reads something of one, by id and by reference, also conditionally and by HEAD (BO-01, BO-02, BO-05, BO-23)', async () => {
    const paths = reads().filter((path) => /^\/api\/v1\/(tickets|incidents|requests|access-requests|problems)\/\{[^}]+\}/.test(path));
    expect(paths.length).toBeGreaterThan(15);
    for (const path of paths)
      for (const address of [foreign.id, foreign.reference]) {
        const reply = await employee.get(filled(path, address));
        expect([path, [403, 404].includes(reply.status), reply.etag]).toEqual([path, true, null]);
        expect(reply.text).not.toContain('рідкісне-слово');
        const absent = await employee.get(filled(path, ABSENT));
        expect([path, reply.status, shape(reply.body)]).toEqual([path, absent.status, shape(absent.body)]);
      }
    for (const headers of [{ 'if-none-match': '"1"' }, { range: 'bytes=0-10' }] as Record<string, string>[]) expect(shape((await employee.get(`/incidents/${foreign.id}`, { headers })).body)).toEqual(problem);
    const [there, nowhere] = await Promise.all([foreign.id, ABSENT].map((id) => employee.request('HEAD' as 'GET', `/incidents/${id}`, undefined)));
    expect([there?.status, there?.headers.get('content-length'), there?.etag]).toEqual([nowhere?.status, nowhere?.headers.get('content-length'), null]);
  });

  it('is changed by no command and no change of any route (BO-03)', async () => {
    const before = await employee2.must('GET', `/incidents/${foreign.id}`);
    const changes = routes.filter(({ method, path }) => method !== 'GET' && /^\/api\/v1\/(tickets|incidents)\/\{[^}]+\}/.test(path) && !/\/draft\//.test(path)); // a draft is one's own, and throwing away what is not there is no change
    expect(changes.length).toBeGreaterThan(25);
    for (const { method, path } of changes) {
      const [there, nowhere] = [await employee.request(method as 'POST', filled(path, foreign.id), {}), await employee.request(method as 'POST', filled(path, ABSENT), {})];
      expect([method, path, there.status, shape(there.body)]).toEqual([method, path, nowhere.status, shape(nowhere.body)]);
      expect([method, path, [403, 404, 415, 422].includes(there.status)]).toEqual([method, path, true]);
    }
    expect(await employee2.must('GET', `/incidents/${foreign.id}`)).toEqual(before);
  });

  it('gives up none of its things through a ticket of one’s own (BO-04)', async () => {
    const attachment = await employee2.must('POST', `/tickets/${foreign.id}/attachments`, file('secret.txt'));
    const message = await employee2.must('POST', `/tickets/${foreign.id}/messages`, { visibility: 'public', body: 'моє повідомлення' });
    expect((await employee.get(`/tickets/${own.id}/attachments/${attachment.id}`)).status).toBe(404);
    expect([403, 404]).toContain((await employee.delete(`/tickets/${own.id}/messages/${message.id}`)).status);
    expect((await employee2.get(`/tickets/${foreign.id}/attachments/${attachment.id}`)).status).toBe(200);
  });

  it('is counted and found by nothing (BO-10)', async () => {
    await app.settle();
    expect((await employee2.must('GET', '/tickets', undefined, { query: { q: 'рідкісне-слово-4412' } })).items).toHaveLength(1);
    for (const path of ['/tickets', '/search']) expect((await employee.get(path, { query: { q: 'рідкісне-слово-4412' } })).text).not.toContain(foreign.id);
    expect((await employee.must('GET', '/tickets', undefined, { query: { q: 'рідкісне-слово-4412', count: 'exact' } })).total).toBe(0);
  });

  it('is no reference that a body may name, as what does not exist (BO-18, MA-05)', async () => {
    for (const id of [foreign.id, ABSENT]) expect((await employee.post('/incidents', { title: 'x', followUpOf: id })).body.errors).toMatchObject([{ pointer: '/followUpOf', code: 'unknown_reference' }]);
    const [invisible, unknown] = await Promise.all([demoId('group:network'), ABSENT].map((groupId) => employee.post('/incidents', { title: 'x', groupId })));
    expect(invisible?.body.errors).toEqual(unknown?.body.errors);
  });

  it('lends no upload: neither a pending one of another, nor one that is bound (MA-07, UP-04)', async () => {
    const pending = await employee2.must('POST', '/attachments', file('pending.txt'));
    expect((await employee.post(`/tickets/${own.id}/messages`, { visibility: 'public', body: 'x', attachmentIds: [pending.id] })).status).toBe(422);
    expect((await employee2.post(`/tickets/${foreign.id}/messages`, { visibility: 'public', body: 'x', attachmentIds: [pending.id] })).status).toBe(201);
    expect((await employee2.post('/incidents', { title: 'ще', attachmentIds: [pending.id] })).status).toBe(422);
  });
});

describe('what staff keep among themselves', () => {
  it('reaches the requester by no route, stream, search or letter (PN-01, PN-02, PN-04, PN-08, PN-09)', async () => {
    const stream = await employee.stream();
    const before = await employee.get(`/incidents/${own.id}`);
    const letters = app.mail.letters.length;
    const upload = await dispatcher.must('POST', '/attachments', file(FILE, NOTE));
    await dispatcher.must('POST', `/tickets/${own.id}/messages`, { visibility: 'private', body: NOTE, attachmentIds: [upload.id] });
    await dispatcher.must('PUT', `/tickets/${own.id}/tags`, { tags: [TAG] });
    await dispatcher.must('POST', `/tickets/${own.id}/tasks`, { title: TASK, assigneeId: demoId('person:dispatcher') });
    await dispatcher.must('POST', `/tickets/${own.id}/work-log`, { seconds: 600, note: NOTE });
    await app.settle();
    const after = await employee.get(`/incidents/${own.id}`);
    expect([after.etag, after.text]).toEqual([before.etag, before.text]);
    const answers: string[] = [];
    for (const path of reads()) {
      const reply = await employee.get(filled(path, own.id));
      answers.push(path);
      for (const canary of [NOTE, FILE, TAG, TASK, upload.id]) expect([path, `${reply.text}${[...reply.headers].join()}`.includes(canary)]).toEqual([path, false]);
    }
    expect(answers.length).toBeGreaterThan(80);
    for (const q of [NOTE, FILE, TAG, TASK]) expect((await employee.get('/search', { query: { q } })).body.items).toEqual([]);
    expect(JSON.stringify(app.mail.letters.slice(letters))).not.toMatch(/канарка|kanarka/);
    expect(JSON.stringify(stream.events)).not.toMatch(/канарка|kanarka|task|worklog/);
    expect((await dispatcher.get(`/tickets/${own.id}/messages`)).text).toContain(NOTE);
  });

  it('is nothing that a requester writes, and no message changes its visibility (PN-03)', async () => {
    expect((await employee.post(`/tickets/${own.id}/messages`, { visibility: 'private', body: 'x' })).status).toBe(403);
    expect(routes.filter(({ method, path }) => ['PATCH', 'PUT'].includes(method) && /\/messages\/\{[^}]+\}$/.test(path))).toEqual([]);
  });

  it('has its draft on no page of the requester (PN-12)', async () => {
    await dispatcher.must('PUT', `/tickets/${own.id}/draft/private`, { body: { text: `${NOTE}-чернетка` } });
    for (const path of ['', '/draft', '/viewers', '/timeline', '/messages']) expect((await employee.get(`/tickets/${own.id}${path}`)).text).not.toContain('чернетка');
  });
});

describe('properties that nobody asked for', () => {
  it.each(['id', 'reference', 'state', 'phase', 'priority', 'version', 'createdAt', 'closedAt', 'slaId', 'journal', 'isAdmin'])('%s is named and refused at registration (MA-01)', async (name) => {
    const reply = await employee.post('/incidents', { title: 'x', [name]: 'x' });
    expect([reply.status, reply.body.errors.map(({ pointer }: Json) => pointer)]).toEqual([422, [`/${name}`]]);
  });

  it('poisons no prototype, as a body, a filter or a value (MA-09)', async () => {
    for (const body of ['{"__proto__":{"polluted":1},"title":"x"}', '{"constructor":{"prototype":{"polluted":1}},"title":"x"}', '{"title":"x","urgency":"toString"}', '{"title":"x","urgency":"__proto__"}'])
      expect([400, 422]).toContain((await employee.request('POST', '/incidents', body)).status);
    for (const name of ['toString', '__proto__', 'constructor', 'hasOwnProperty']) expect((await dispatcher.get('/tickets', { query: { [name]: '1' } })).status).toBe(422);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('one value is one value (MA-10)', async () => {
    for (const query of ['limit=1&limit=1000', 'sort[]=title', 'filter[$where]=1', 'limit=0', 'limit=1e9', 'q=a&q=b']) expect([query, (await dispatcher.get(`/tickets?${query}`)).status]).toEqual([query, 422]);
  });
});
