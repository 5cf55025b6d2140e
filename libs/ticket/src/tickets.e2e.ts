import { Database, systemActor } from '@opora/platform';
import { type TestApp, type TestClient, testApp } from '@opora/testing';
import { TicketKernel } from './kernel/kernel';
import { TicketKinds } from './kernel/registry';
import type { NewTicket } from './domain/faces';
import type { Ticket } from './domain/ticket';
import { errandKind } from './test/fixture';

let app: TestApp;
let employee: TestClient;
let employee2: TestClient;
let dispatcher: TestClient;
let specialist: TestClient;
let supplier: TestClient;
const people = new Map<string, string>();

beforeAll(async () => {
  app = await testApp();
  await app.db.sql.run('create sequence if not exists ticket_reference_err');
  for (const process of [app.api, app.worker]) process?.get(TicketKinds, { strict: false }).register(errandKind(process.get(TicketKernel, { strict: false })));
  [employee, employee2, dispatcher, specialist, supplier] = [app.as('employee'), app.as('employee2'), app.as('dispatcher'), app.as('specialist'), app.as('supplier')];
  for (const client of [employee, employee2, dispatcher, specialist, supplier]) people.set(client.name, (await client.must('GET', '/me')).person.id);
});
afterAll(() => app?.close());

const idOf = (client: TestClient): string => people.get(client.name) as string;
const open = (requester: TestClient, more: Partial<NewTicket> = {}): Promise<Ticket> =>
  app.api.get(Database).tx((tx) =>
    app.api.get(TicketKernel, { strict: false }).open(tx, systemActor('test', 'r'), {
      kind: 'errand', title: 'Принтер', description: 'Не друкує', state: 'open', channel: 'portal', requesterId: idOf(requester), reporterId: idOf(requester), reporterAs: 'requester', impact: 'low', urgency: 'low', priority: 5, ...more,
    }),
  );
const file = (name: string, content: string | Uint8Array): FormData => {
  const form = new FormData();
  form.append('file', new Blob([content]), name);
  return form;
};

describe('what is another’s', () => {
  it('looks like what does not exist: the ticket, each thing under it, and each act on it (BO-01, BO-02, BO-03)', async () => {
    const { id, reference } = await open(employee2);
    const absent = await employee.get('/tickets/0190a000-0000-7000-8000-000000000001');
    expect(absent.status).toBe(404);
    for (const address of [id, reference])
      for (const path of ['', '/messages', '/attachments', '/links', '/watchers', '/timeline', '/similar', '/draft']) {
        const reply = await employee.get(`/tickets/${address}${path}`);
        expect([path, reply.status, reply.etag]).toEqual([path, 404, null]);
        expect({ ...reply.body, instance: '' }).toEqual({ ...absent.body, instance: '' });
      }
    expect((await employee.get(`/tickets/${id}`, { headers: { 'if-none-match': '"1"' } })).status).toBe(404);
    expect((await employee.post(`/tickets/${id}/messages`, { visibility: 'public', body: 'x' })).status).toBe(404);
    expect((await employee.put(`/tickets/${id}/watchers/me`)).status).toBe(404);
    expect((await employee.request('POST', `/tickets/${id}/attachments`, file('a.txt', 'x'))).status).toBe(404);
    for (const [path, body] of [['merge', { intoId: id }], ['links', { type: 'related_to', ticketId: id }], ['work-log', { seconds: 60 }]] as const) expect((await employee.post(`/tickets/${id}/${path}`, body)).status).toBe(403);
  });

  it('is addressed by nothing but an id or a reference (BO-15)', async () => {
    for (const address of ['undefined', 'null', '%00', '..%2F1', '-1', '1e309', 'INC-1', 'err-000001', 'ERR-000001.', 'ERR-000001%20', "'%20or%201=1", 'a'.repeat(200)]) expect([404, 422]).toContain((await dispatcher.get(`/tickets/${address}`)).status);
    const { id } = await open(employee);
    for (const child of ['messages/x', 'messages/0190a000-0000-7000-8000-000000000001']) expect((await dispatcher.delete(`/tickets/${id}/${child}`)).status).toBe(404);
    expect((await dispatcher.get(`/tickets/${id}/attachments/not-an-id`)).status).toBe(404);
  });
});

describe('a conversation', () => {
  it('is one for the requester and another for staff, with an ETag each (PN-08)', async () => {
    const { id } = await open(employee);
    const before = await employee.get(`/tickets/${id}`);
    await dispatcher.must('POST', `/tickets/${id}/messages`, { visibility: 'private', body: 'нотатка-канарка-91' });
    const after = await employee.get(`/tickets/${id}`);
    expect([after.etag, after.text]).toEqual([before.etag, before.text]);
    expect((await dispatcher.get(`/tickets/${id}`)).etag).toBe('"2"');
    const reply = await dispatcher.post(`/tickets/${id}/messages`, { visibility: 'public', body: 'Уже йду' }, { idempotencyKey: 'k1' });
    expect(reply).toMatchObject({ status: 201, body: { visibility: 'public', body: 'Уже йду', author: { id: idOf(dispatcher), as: 'staff' }, attachments: [] } });
    const again = await dispatcher.post(`/tickets/${id}/messages`, { visibility: 'public', body: 'Уже йду' }, { idempotencyKey: 'k1' });
    expect(again.body.id).toBe(reply.body.id);
    expect((await employee.must('GET', `/tickets/${id}/messages`)).items.map((item: { body: string }) => item.body)).toEqual(['Уже йду']);
    expect((await employee.get(`/tickets/${id}`)).etag).toBe('"2"');
    await app.settle();
    expect((await employee.must('GET', '/search', undefined, { query: { q: 'нотатка-канарка-91' } })).items).toEqual([]);
    expect((await dispatcher.must('GET', '/search', undefined, { query: { q: 'нотатка канарка' } })).items).toHaveLength(1);
  });

  it('with a delay goes when its time comes, and can be undone before', async () => {
    const { id } = await open(employee);
    const kept = await dispatcher.must('POST', `/tickets/${id}/messages`, { visibility: 'public', body: 'Перше', sendAfterSeconds: 15 });
    const undone = await dispatcher.must('POST', `/tickets/${id}/messages`, { visibility: 'public', body: 'Друге', sendAfterSeconds: 15 });
    expect((await employee.must('GET', `/tickets/${id}/messages`)).items).toEqual([]);
    expect((await dispatcher.delete(`/tickets/${id}/messages/${undone.id}`)).status).toBe(200);
    await app.clock.advance(20);
    expect((await employee.must('GET', `/tickets/${id}/messages`)).items.map((item: { id: string }) => item.id)).toEqual([kept.id]);
    expect((await dispatcher.delete(`/tickets/${id}/messages/${kept.id}`)).status).toBe(409);
  });

  it('refuses what is wrong by the name of the field (PN-03)', async () => {
    const { id } = await open(employee);
    const wrong: [unknown, string][] = [
      [{ visibility: 'secret', body: 'x' }, '/visibility'], [{ visibility: 'public' }, '/body'], [{ visibility: 'public', body: ' ' }, '/body'], [{ visibility: 'public', body: ['x'] }, '/body'], [{ visibility: 'public', body: 'x', author: 'y' }, '/author'],
      [{ visibility: 'public', body: 'x', attachmentIds: ['nope'] }, '/attachmentIds'], [{ visibility: 'public', body: 'x', sendAfterSeconds: 31 }, '/sendAfterSeconds'], [{ visibility: 'public', body: 'a\u0000b' }, '/body'],
    ];
    for (const [body, pointer] of wrong) expect(await dispatcher.post(`/tickets/${id}/messages`, body)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect((await employee.post(`/tickets/${id}/messages`, { visibility: 'private', body: 'x' })).status).toBe(403);
  });
});

describe('a file', () => {
  it('is a download that no browser runs, for those who read its message (UP-01, XS-12, XS-13, XS-15, BO-04)', async () => {
    const { id } = await open(employee);
    const png = Uint8Array.from(Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'));
    const picture = await employee.must('POST', '/attachments', file("'><img onerror=x>\u202Egnp.png", png));
    expect(picture).toEqual({ id: expect.any(String), name: "'><img onerror=x>gnp.png", size: png.length, type: 'image/png' });
    const svg = await employee.must('POST', '/attachments', file('evil.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'));
    await employee.must('POST', `/tickets/${id}/messages`, { visibility: 'public', body: 'фото', attachmentIds: [picture.id, svg.id] });
    const shown = await employee.get(`/tickets/${id}/attachments/${picture.id}`, { query: { inline: 'true' } });
    expect(shown.status).toBe(200);
    expect(Object.fromEntries(['content-type', 'content-security-policy', 'x-content-type-options', 'cross-origin-resource-policy'].map((name) => [name, shown.headers.get(name)]))).toEqual({
      'content-type': 'image/png', 'content-security-policy': "sandbox; default-src 'none'", 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin',
    });
    expect(shown.headers.get('content-disposition')).toMatch(/^inline; filename=".*"; filename\*=UTF-8''%27%3E/);
    const download = await employee.get(`/tickets/${id}/attachments/${svg.id}`, { query: { inline: 'true' } });
    expect([download.headers.get('content-type'), download.headers.get('content-disposition')?.startsWith('attachment;')]).toEqual(['application/octet-stream', true]);
    for (const [client, status] of [[employee2, 404], [dispatcher, 200], [supplier, 404], [app.anonymous(), 401]] as const) expect([client.name, (await client.get(`/tickets/${id}/attachments/${picture.id}`)).status]).toEqual([client.name, status]);
    expect((await dispatcher.get(`/tickets/${(await open(employee)).id}/attachments/${picture.id}`)).status).toBe(404);
  });

  it('too large, of a forbidden kind, none at all or no form is refused, and nothing is left (UP-05, UP-08)', async () => {
    const count = async () => (await app.db.sql.one<{ n: number }>('select count(*) as n from attachment'))?.n;
    const before = await count();
    expect((await employee.request('POST', '/attachments', file('big.bin', new Uint8Array(26 * 1024 * 1024)))).status).toBe(413);
    expect(await employee.request('POST', '/attachments', file('run.exe', 'MZ'))).toMatchObject({ status: 422, body: { errors: [{ pointer: '/file', code: 'type_not_allowed' }] } });
    expect((await employee.request('POST', '/attachments', new FormData())).status).toBe(422);
    expect((await employee.post('/attachments', { file: 'x' })).status).toBe(415);
    expect(await count()).toBe(before);
  });
});

describe('the stream', () => {
  it('tells each of a ticket what that face may know, and of presence the staff alone (PN-02, SS-06)', async () => {
    const { id, reference } = await open(employee);
    const [own, foreign, desk] = [await employee.stream(), await employee2.stream(), await dispatcher.stream()];
    await dispatcher.must('PUT', `/tickets/${id}/viewers/me`, { mode: 'writing', field: 'public' });
    await dispatcher.must('POST', `/tickets/${id}/messages`, { visibility: 'private', body: 'нотатка-канарка-92' });
    await dispatcher.must('POST', `/tickets/${id}/messages`, { visibility: 'public', body: 'видно всім' });
    await app.settle();
    const seen = await own.next((event) => event.event === 'ticket' && event.data.id === id && event.data.what !== 'ticket.registered');
    expect(seen.data).toMatchObject({ reference, version: 2, changed: ['messages'], what: 'message.said' });
    await desk.next((event) => event.event === 'ticket' && event.data.id === id && event.data.version === 3);
    const presence = await desk.next((event) => event.event === 'presence' && event.data.ticketId === id);
    expect(presence.data).toEqual({ ticketId: id, viewers: [{ id: idOf(dispatcher), displayName: expect.any(String), mode: 'writing', field: 'public' }] });
    for (const stream of [own, foreign]) expect(stream.events.filter((event) => event.event === 'presence' || (event.event === 'ticket' && stream === foreign))).toEqual([]);
    expect((await employee.put(`/tickets/${id}/viewers/me`, { mode: 'viewing' })).status).toBe(403);
  });
});

describe('lists over HTTP', () => {
  it('take repeated filters, refuse unknown ones and give rows that are enough (BO-11)', async () => {
    const { id } = await open(employee, { tags: ['vip'] });
    const { items } = await dispatcher.must('GET', '/tickets', undefined, { query: { tag: 'vip', phase: ['new', 'active'], sort: 'priority', limit: 5 } });
    expect(items[0]).toHaveProperty('nextClock');
    expect(items[0]).toMatchObject({ id, allowedCommands: ['start', 'end'], unread: true, hasDraft: false, viewers: [], requester: { id: idOf(employee) } });
    for (const [client, query, pointer] of [[dispatcher, { bogus: 1 }, '/bogus'], [employee, { tag: 'vip' }, '/tag'], [dispatcher, { groupId: "x' or 1=1" }, '/groupId'], [dispatcher, { limit: 201 }, '/limit'], [dispatcher, { sort: 'CreatedAt' }, '/sort'], [dispatcher, { phase: 'toString' }, '/phase']] as const)
      expect(await client.get('/tickets', { query })).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  it('of bulk acts answer per item', async () => {
    const tickets = [await open(employee), await open(employee)];
    const reply = await dispatcher.post('/tickets/bulk', { ids: [...tickets.map((ticket) => ticket.reference), 'ERR-999999'], command: 'start' });
    expect(reply).toMatchObject({ status: 200, body: { done: 2, refused: 1, items: [{ status: 'done' }, { status: 'done' }, { status: 'refused', problem: { status: 404 } }] } });
    expect((await dispatcher.post('/tickets/bulk', { ids: ['ERR-000001'] })).status).toBe(422);
  });

  it('repeated with their key act once: bulk acts and uploads alike', async () => {
    const ticket = await open(employee);
    const bulk = (title: string) => dispatcher.post('/tickets/bulk', { ids: [ticket.id, 'ERR-999999'], change: { title } }, { idempotencyKey: 'bulk-1' });
    const first = await bulk('Once');
    expect(first).toMatchObject({ status: 200, body: { done: 1, refused: 1 } });
    expect((await bulk('Once')).body).toEqual(first.body);
    expect((await dispatcher.must('GET', `/tickets/${ticket.id}`)).version).toBe(ticket.version + 1);
    expect(await bulk('Twice')).toMatchObject({ status: 422, body: { errors: [{ code: 'idempotency_mismatch' }] } });

    const upload = (content: string) => employee.request('POST', `/tickets/${ticket.id}/attachments`, file('a.txt', content), { idempotencyKey: 'upload-1' });
    const sent = await upload('x');
    expect((await upload('x')).body).toEqual(sent.body);
    expect((await employee.must('GET', `/tickets/${ticket.id}/attachments`)).items).toHaveLength(1);
    expect((await upload('y')).status).toBe(422);
  });

  it('of a merge answer the survivor, whose reference the duplicate’s now leads to', async () => {
    const [one, two] = [await open(employee), await open(employee)];
    expect((await dispatcher.post(`/tickets/${one.id}/merge`, { intoId: two.reference }, { ifMatch: null })).status).toBe(428);
    expect(await dispatcher.post(`/tickets/${one.id}/merge`, { intoId: two.reference }, { ifMatch: 1 })).toMatchObject({ status: 200, etag: '"2"', body: { reference: two.reference } });
    expect((await employee.must('GET', `/tickets/${one.reference}`)).reference).toBe(two.reference);
    expect(await dispatcher.must('POST', `/tickets/${one.reference}/unmerge`)).toMatchObject({ reference: one.reference, state: 'open' });
  });
});

describe('the journal', () => {
  it('is for who may read it; an administrator sees entries of tickets without values (AD-03)', async () => {
    const { id } = await open(employee);
    await dispatcher.must('POST', `/tickets/${id}/messages`, { visibility: 'public', body: 'привіт' });
    for (const client of [employee, dispatcher, specialist, supplier]) expect((await client.get('/journal')).status).toBe(403);
    const asAdmin = await app.as('admin').must('GET', '/journal', undefined, { query: { streamId: id } });
    expect(asAdmin.items).toMatchObject([{ kind: 'message.said', valuesShown: false, data: { messageId: expect.any(String), length: 6 } }, { kind: 'errand.registered', valuesShown: false, data: { reference: expect.any(String) } }]);
    expect((await app.as('auditor').must('GET', '/journal', undefined, { query: { streamId: id } })).items[1]).toMatchObject({ valuesShown: true, data: { requesterId: idOf(employee) } });
    expect((await app.as('manager').must('GET', '/journal/verification')).problems).toEqual([]);
    expect((await dispatcher.delete('/journal')).status).toBeGreaterThanOrEqual(403);
  });
});
