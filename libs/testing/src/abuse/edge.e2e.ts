import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Json, type TestApp, testApp, type TestClient } from '..';
import { type Document, type Route, routesOf } from '../fuzz/openapi';

/* security.md C.2, C.6, C.8, C.12, C.14, C.16, C.18: what may be sent to the edge of the application, over HTTP. */
const LOG_TABLES = /session|api_token|read_mark|journal|outbox|rate|limit|inbox|log|bullmq|person_seen|report_run|timer|presence|viewer|job/;

let app: TestApp;
let routes: Route[];
let employee: TestClient;
let dispatcher: TestClient;
let admin: TestClient;
let own: Json;

beforeAll(async () => {
  app = await testApp();
  [employee, dispatcher, admin] = [app.as('employee'), app.as('dispatcher'), app.as('admin')];
  routes = routesOf((await app.http.get('/api/openapi.json').expect(200)).body as Document);
  own = await employee.must('POST', '/incidents', { title: 'Принтер', description: 'не друкує' });
  await app.settle();
  /* The letter that it was registered is under way: its row changes once more when the server has taken it. */
  await app.mail.next(({ to }) => to.includes('employee@demo.opora.test'));
  while (await app.db.sql.one(`select 1 from mail_message where state = 'queued'`)) await delay(20);
});
afterAll(() => app?.close());

/** What the server says to these very bytes. */
function raw(bytes: string): Promise<string> {
  const { hostname, port } = new URL(app.url);
  return new Promise((done) => {
    const socket = createConnection(Number(port), hostname, () => socket.write(bytes));
    let answer = '';
    socket.setTimeout(5_000, () => socket.destroy());
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('error', () => done(answer));
    socket.on('close', () => done(answer));
  });
}

describe('the browser’s edge', () => {
  it('reading changes nothing, whatever is read (SE-11)', async () => {
    const digest = async (): Promise<Record<string, string>> => {
      const tables = await app.db.sql.rows<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public'`);
      const rows = await Promise.all(tables.filter(({ name }) => !LOG_TABLES.test(name)).map(async ({ name }) => [name, (await app.db.sql.one<{ d: string }>(`select count(*) || ' ' || coalesce(sum(hashtext(t::text)::bigint), 0) as d from "${name}" t`))?.d ?? ''] as const));
      return Object.fromEntries(rows);
    };
    await admin.must('GET', '/me');
    const before = await digest();
    for (const { method, path } of routes) if (method === 'GET' && !/\/stream$/.test(path)) await admin.get(path.replace(/\{[^}]+\}/g, own.id));
    expect(await digest()).toEqual(before);
    expect(Object.keys(before).length).toBeGreaterThan(40);
  });

  it('a method is what it is called (SE-12)', async () => {
    await dispatcher.post(`/incidents/${own.id}`, {}, { headers: { 'x-http-method-override': 'DELETE' } }).then(({ status }) => expect([404, 405]).toContain(status));
    await dispatcher.get(`/incidents/${own.id}`, { headers: { 'x-http-method-override': 'DELETE' } }).then(({ status }) => expect(status).toBe(200));
    expect(await raw('TRACE /api/v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 (404|405) /);
  });

  it('what belongs to nobody outside is not served (OP-03)', async () => {
    for (const path of ['/.git/config', '/.env', '/package.json', '/..%2f..%2fpackage.json', '/assets/..%2f..%2fpackage.json']) {
      const { text } = await app.http.get(path);
      expect(text).not.toMatch(/"dependencies"|\[core\]|OPORA_/);
    }
  });
});

describe('texts that mean something elsewhere', () => {
  const WORDS = ["' OR 1=1--", '"; drop table ticket', '\\', ');', '‘ or 1=1', "& | ! ( ) <-> :* ''", 'x'.repeat(10_000), 'слово '.repeat(10_000).slice(0, 40_000), '\u200b\u202e', '%', '_'];
  it.each(['/tickets', '/search', '/people', '/services'])('are words to a search of %s (IN-01, IN-03, IN-04)', async (path) => {
    for (const q of WORDS.filter((word) => word.length < 12_000)) expect([q.slice(0, 30), [200, 414, 422].includes((await dispatcher.get(path, { query: { q } })).status)]).toEqual([q.slice(0, 30), true]);
    for (const name of ['sort', 'cursor', 'groupId', 'match']) for (const value of ["' OR 1=1--", 'AND) OR (1=1', 'createdAt;select pg_sleep(5)']) expect([name, value, (await dispatcher.get(path, { query: { [name]: value } })).status]).toEqual([name, value, 422]);
    expect((await app.db.sql.one<{ n: number }>('select count(*)::int as n from ticket'))?.n).toBeGreaterThan(0);
  });

  it('a template in a title is a title (IN-10)', async () => {
    const title = `{{constructor.constructor('return process')()}} \${7*7} {{7*7}} <%= 7*7 %>`;
    const { id } = await employee.must('POST', '/incidents', { title, description: title });
    expect(await employee.must('GET', `/incidents/${id}`)).toMatchObject({ title, description: title });
    const found = await dispatcher.must('GET', '/tickets', undefined, { query: { sort: '-createdAt', limit: 5 } });
    expect(found.items.find((one: Json) => one.id === id).title).toBe(title);
  });

  it('header fields stay one line (IN-08)', async () => {
    await employee.post('/incidents', { title: 'Тема\r\nBcc: evil@evil.test', description: 'x' });
    await app.settle();
    for (const { raw: letter, to } of app.mail.letters) expect([/^Bcc:/im.test(letter.split('\r\n\r\n')[0] ?? ''), to.includes('evil@evil.test')]).toEqual([false, false]);
    expect(app.mail.letters.length).toBeGreaterThan(0);
  });

  it('an address that a client invents is not kept (IN-14)', async () => {
    await app.http.post('/api/v1/auth/login').set('x-forwarded-for', '203.0.113.77').send({ email: 'nobody@demo.opora.test', password: 'wrong-wrong-wrong' }).expect(401);
    expect(await app.db.sql.rows(`select 1 from journal where journal::text like '%203.0.113.77%'`)).toEqual([]);
  });

  it('problems are problems, never pages (XS-11)', async () => {
    for (const reply of [await app.http.get('/api/v1/"><svg onload=alert(1)>'), await app.http.get('/api/v1/tickets/%22%3E%3Csvg%20onload%3E').set('accept', 'text/html')])
      expect([reply.headers['content-type'], reply.headers['x-content-type-options']]).toEqual(['application/problem+json; charset=utf-8', 'nosniff']);
  });
});

describe('requests that are none', () => {
  const body = '{"title":"x"}';
  it.each([
    ['two lengths', `POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\nContent-Length: 1\r\n\r\n${body}`],
    ['a length beside chunks', `POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`],
    ['a folded header', `GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-One: a\r\n\tb\r\nBad Name: x\r\n\r\n`],
  ])('%s closes the connection (RL-10)', async (_what, bytes) => {
    expect(await raw(bytes)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('paths are normalised once or name nothing (RL-11)', async () => {
    for (const path of ['//api//v1//journal', '/api/v1/incidents/..;/journal', '/api/v1/JOURNAL', '/api/v1/journal.', '/api/v1/%6aournal']) {
      const reply = await employee.get(path.startsWith('/api/v1') ? path : `/api/v1/..${path}`);
      expect([path, [403, 404].includes(reply.status)]).toEqual([path, true]);
    }
  });

  it('a packed body is not unpacked (RL-08)', async () => {
    expect((await employee.post('/incidents', { title: 'x' }, { headers: { 'content-encoding': 'gzip' } })).status).toBe(415);
  });

  it('a key is of 255 characters at most (RL-07)', async () => {
    expect((await employee.post('/incidents', { title: 'x' }, { idempotencyKey: 'k'.repeat(10_000) })).status).toBe(422);
  });

  it('uploads in no shape are refused, and the next one is taken (UP-14)', async () => {
    for (const [type, content] of [['multipart/form-data; boundary=x', '--y\r\n\r\n'], ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nabc'], ['multipart/form-data', 'abc'], ['multipart/form-data; boundary=x', `--x\r\nContent-Disposition: form-data; name="a[4294967294]"\r\n\r\n1\r\n--x--\r\n`]] as const) {
      const reply = await employee.request('POST', '/attachments', content, { headers: { 'content-type': type } });
      expect([content.slice(0, 40), reply.status >= 400 && reply.status < 500]).toEqual([content.slice(0, 40), true]);
    }
    const form = new FormData();
    form.append('file', new Blob(['x']), 'a.txt');
    await employee.must('POST', '/attachments', form);
  });
});

describe('the stream', () => {
  it('is for who signed in, on pages of one’s own (SS-01)', async () => {
    expect((await app.anonymous().get('/stream')).status).toBe(401);
    expect((await employee.get('/stream', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
  });

  it('starts from now where nobody of us gave the last id, and takes no wishes (SS-02, SS-03)', async () => {
    for (const lastEventId of ['forged', '99999999999999999999', '9'.repeat(4_000)]) {
      const opened = await employee.stream({ lastEventId }).catch((error: Error) => error);
      if (opened instanceof Error) expect(opened.message).toMatch(/→ (400|422) /);
      else opened.close();
    }
    const stream = await app.as('employee2').stream();
    await dispatcher.must('POST', `/tickets/${own.id}/messages`, { visibility: 'public', body: 'лише для автора' });
    await app.settle();
    expect(JSON.stringify(stream.events)).not.toContain(own.id);
    stream.close();
  });

  it('a title cannot begin an event of its own (SS-05)', async () => {
    const stream = await dispatcher.stream();
    const { id } = await employee.must('POST', '/incidents', { title: 'подія event: evil data: {}', description: 'рядок\n\nevent: evil\ndata: {}' });
    await app.settle();
    await stream.next(({ event, data }) => event === 'ticket' && data.id === id);
    expect(stream.events.filter(({ event }) => event === 'evil')).toEqual([]);
    stream.close();
  });

  it('beyond ten of one person the oldest ends (SS-07)', async () => {
    const streams = [];
    for (let n = 0; n < 12; n++) streams.push(await app.as('auditor').stream());
    const until = performance.now() + 10_000;
    while (streams.filter(({ closed }) => closed).length < 2 && performance.now() < until) await new Promise((wake) => setImmediate(wake));
    expect(streams.map(({ closed }) => closed)).toEqual([true, true, ...Array.from({ length: 10 }, () => false)]);
    for (const stream of streams) stream.close();
  });
});

describe('the journal', () => {
  it('takes no change by HTTP from anybody (AD-01)', async () => {
    for (const persona of ['admin', 'manager', 'auditor'] as const)
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) expect([persona, method, [403, 404, 405].includes((await app.as(persona).request(method, '/journal', {})).status)]).toEqual([persona, method, true]);
    expect(routes.filter(({ method, path }) => method !== 'GET' && /\/journal(\/|$)/.test(path)).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });
});
