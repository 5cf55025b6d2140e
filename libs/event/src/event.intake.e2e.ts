import { request as httpRequest } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoId } from '@opora/organisation';
import { type Reply, type TestApp, testApp } from '@opora/testing';
import { SOURCE_KINDS } from './domain';
import { Monitor, type Source } from './test/monitor';

let app: TestApp;
let monitor: Monitor;
let source: Source;
beforeAll(async () => {
  app = await testApp();
  monitor = new Monitor(app);
  source = await monitor.source();
});
afterAll(() => app?.close());

const event = (dedupKey: string) => ({ dedupKey, status: 'firing', severity: 'warning', title: 'x' });
/** 400 or 422. */
const REFUSED = { asymmetricMatch: (status: number): boolean => status === 400 || status === 422, toString: () => '400 or 422' };
const stored = async (of: Source): Promise<number> => (await app.db.sql.rows('select 1 from event where source_id = $1', [of.id])).length;

describe('a token', () => {
  it('is taken as Bearer, as X-Opora-Token, as routing_key; without one, or with a wrong one, nobody is anybody (EV-01)', async () => {
    const anonymous = app.anonymous();
    expect((await anonymous.post('/events/intake/opora', event('t1'), { headers: { 'x-opora-token': source.token } })).status).toBe(202);
    expect((await anonymous.post('/events/intake/opora', event('t1'))).status).toBe(401);
    expect((await anonymous.post('/events/intake/opora', event('t1'), { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
    expect((await anonymous.post('/events/intake/nothing', event('t1'), { headers: { 'x-opora-token': source.token } })).status).toBe(401);
    const duty = await monitor.source('pagerduty');
    const trigger = { routing_key: duty.token, event_action: 'trigger', dedup_key: 'k', payload: { summary: 'x', source: 'y', severity: 'info' } };
    expect((await anonymous.post('/events/intake/pagerduty', trigger)).body).toEqual({ accepted: 1 });
    expect((await anonymous.post('/events/intake/pagerduty', { ...trigger, routing_key: source.token })).status).toBe(401);
    expect((await anonymous.post('/events/intake/pagerduty', '{')).status).toBe(401);
  });

  it('of another source, or of a person, opens nothing; a source’s opens nothing else (EV-01)', async () => {
    const other = await monitor.source('grafana');
    expect((await monitor.send({ kind: 'opora', token: other.token }, event('t2'))).status).toBe(401);
    const { body } = await app.as('admin').post('/me/tokens', { name: 'mine', scopes: ['*'], expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    expect((await monitor.send({ kind: 'opora', token: body.token }, event('t2'))).status).toBe(401);
    expect((await app.anonymous().get('/alerts', { headers: { authorization: `Bearer ${source.token}` } })).status).toBe(401);
  });

  it('is shown once, ends when it is rotated, rests while its source is switched off', async () => {
    const own = await monitor.source();
    const admin = app.as('admin');
    expect(JSON.stringify(await admin.must('GET', `/event-sources/${own.id}`))).not.toContain(own.token);
    const rotated = await admin.must('POST', `/event-sources/${own.id}/rotate`, {}, { ifMatch: own.version });
    app.canaries.secret(rotated.token, 'A rotated token');
    expect([(await monitor.send(own, event('r'))).status, (await monitor.send({ ...own, token: rotated.token }, event('r'))).status]).toEqual([401, 202]);
    await admin.must('PATCH', `/event-sources/${own.id}`, { active: false });
    expect((await monitor.send({ ...own, token: rotated.token }, event('r'))).status).toBe(401);
    await admin.must('PATCH', `/event-sources/${own.id}`, { active: true });
    expect((await monitor.send({ ...own, token: rotated.token }, event('r'))).status).toBe(202);
    expect((await admin.patch(`/event-sources/${own.id}`, { kind: 'zabbix' })).body.errors).toMatchObject([{ pointer: '/kind', code: 'read_only' }]);
    expect((await admin.post('/event-sources', { name: 'x', kind: 'smoke' })).status).toBe(422);
  });
});

describe('a body', () => {
  /** As bytes of any type: the client of the tests would make JSON of it. */
  const raw = (kind: string, token: string, body: string | Buffer, headers: Record<string, string>): Promise<Pick<Reply, 'status' | 'text'>> =>
    new Promise((done, failed) => {
      const request = httpRequest(`${app.url}/api/v1/events/intake/${kind}`, { method: 'POST', headers: { authorization: `Bearer ${token}`, ...headers } }, (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
        answer.on('end', () => done({ status: answer.statusCode ?? 0, text }));
      });
      request.on('error', failed);
      request.end(body);
    });

  it.each(SOURCE_KINDS)('of no shape that %s sends is refused, never an error of ours, and leaves nothing behind', async (kind) => {
    const own = await monitor.source(kind);
    const bodies: unknown[] = [{}, [], [[]], null, true, 7, '"text"', { alerts: 7 }, { alerts: [null] }, { labels: null, status: 1 }, { payload: [] }, { specversion: '1.0' }, { dedupKey: {} }, { status: 'firing', title: { a: 1 } }, { host: {}, state: [] }, { event: { value: {} } }, { evalMatches: 'x', state: 'alerting' }];
    for (const body of bodies) expect([body, (await monitor.send(own, body)).status]).toEqual([body, REFUSED]);
    for (const text of ['{', '', '{"a":1}}', 'null', '[1,2', '\u0000', '{"__proto__":{"a":1}}', '['.repeat(5_000)]) expect([text.slice(0, 20), (await raw(kind, own.token, text, { 'content-type': 'application/json' })).status]).toEqual([text.slice(0, 20), REFUSED]);
    expect((await raw(kind, own.token, Buffer.from([0xff, 0xfe, 0x00]), { 'content-type': 'application/octet-stream' })).status).toBe(400);
    expect(await stored(own)).toBe(0);
  });

  it('says where it is wrong (EV-02)', async () => {
    const { status, body } = await monitor.send(source, [event('ok'), { ...event('bad'), severity: 'awful' }]);
    expect([status, body.errors]).toEqual([422, [expect.objectContaining({ pointer: '/1/severity', code: 'not_one_of' })]]);
    expect((await monitor.send(source, event('a\u0000b'))).body.errors).toMatchObject([{ pointer: '/dedupKey', code: 'malformed_text' }]);
    expect((await monitor.send(source, event('k'.repeat(10_240)))).status).toBe(422);
  });

  it('of more than 512 KB is too large, one of just less is taken (EV-02)', async () => {
    expect((await monitor.send(source, { ...event('big'), text: 'x'.repeat(600 * 1024) })).status).toBe(413);
    expect((await monitor.send(source, { ...event('big'), text: 'x'.repeat(500 * 1024) })).status).toBe(202);
    expect((await monitor.send(source, Array.from({ length: 10_000 }, (_unused, n) => ({ dedupKey: `${n}`, status: 'resolved' })))).status).toBe(413);
  });

  it('may be called what it likes: text that is JSON, a form of Nagios, CloudEvents in binary mode (EV-10, RL-08)', async () => {
    expect((await raw('opora', source.token, JSON.stringify(event('plain')), { 'content-type': 'text/plain; charset=UTF-8' })).status).toBe(202);
    expect((await raw('opora', source.token, JSON.stringify(event('none')), {})).status).toBe(202);
    const nagios = await monitor.source('nagios');
    expect((await raw('nagios', nagios.token, 'HOSTNAME=sw-1&HOSTSTATE=DOWN&HOSTOUTPUT=no+answer', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(202);
    const cloud = await monitor.source('cloudevents');
    const binary = { 'ce-specversion': '1.0', 'ce-id': 'x-1', 'ce-source': '/a', 'ce-type': 'b' };
    expect((await raw('cloudevents', cloud.token, '<msg>Hello, 🌎!</msg>', { 'content-type': 'application/xml', ...binary })).status).toBe(202);
    expect((await raw('cloudevents', cloud.token, '{"a":1}', { 'content-type': 'application/json', ...binary, 'ce-specversion': '0.3' })).status).toBe(400);
    expect((await raw('opora', source.token, JSON.stringify(event('g')), { 'content-type': 'application/json', 'content-encoding': 'gzip' })).status).toBe(415);
    await monitor.pass();
    expect(await monitor.alerts(nagios)).toMatchObject([{ title: 'sw-1', severity: 'exception' }]);
    expect(await monitor.alerts(cloud)).toMatchObject([{ count: 1 }]);
  });

  it('with a hundred thousand labels is kept up to a limit (EV-06)', async () => {
    const labels = Object.fromEntries(Array.from({ length: 20_000 }, (_unused, n) => [`l${n}`, 'v']));
    expect((await monitor.send(source, { ...event('labels'), labels })).status).toBe(202);
    await monitor.pass();
    const [row] = await app.db.sql.rows<{ n: number }>(`select (select count(*) from jsonb_object_keys(labels)) as n from alert where source_id = $1 and dedup_key = 'labels'`, [source.id]);
    expect(Number(row?.n)).toBe(64);
  });

  const FOLDER = join('..', 'shared', 'data', 'monitoring', 'payloads');
  const real: readonly (readonly [string, (typeof SOURCE_KINDS)[number], object])[] = [
    ['alertmanager-v3', 'alertmanager', {}], ['alertmanager-v4', 'alertmanager', {}], ['oncall-alertmanager-single-test', 'alertmanager', { status: 'resolved' }], ['grafana-12-unified', 'grafana', {}], ['grafana-legacy-alerting', 'grafana', { state: 'ok' }],
    ['goalert-grafana-minimal', 'grafana', { state: 'ok' }], ['oncall-zabbix', 'zabbix', { state: 'ok' }],
  ];
  /* Absent on machines without the data. */
  (existsSync(FOLDER) ? it.each(real) : it.skip.each(real))('%s of a real sender: one incident, that recovers', async (name, kind, recovery) => {
    const own = await monitor.source(kind);
    const firing = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as { alerts?: object[] };
    const over = firing.alerts ? { ...firing, status: 'resolved', alerts: firing.alerts.map((alert) => ({ ...alert, status: 'resolved', endsAt: new Date().toISOString() })) } : { ...firing, ...recovery };
    await monitor.must(own, firing);
    await monitor.must(own, firing);
    await monitor.pass();
    const [alert, more] = await monitor.alerts(own);
    expect([alert, more]).toEqual([expect.objectContaining({ state: 'open', count: 2, incident: expect.anything() }), undefined]);
    await monitor.must(own, over);
    await monitor.pass(600);
    expect((await monitor.alerts(own))[0]).toMatchObject({ state: 'cleared', count: 3, incident: { id: alert?.incident?.id, phase: 'resolved' } });
  });
});

describe('lists', () => {
  it('page through alerts and events, filter them, and refuse what they do not know', async () => {
    const own = await monitor.source();
    await monitor.must(own, Array.from({ length: 7 }, (_unused, n) => ({ ...event(`p${n}`), severity: n % 2 ? 'warning' : 'informational' })));
    await monitor.pass();
    const dispatcher = app.as('dispatcher');
    const keys: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: { dedupKey: string }[]; nextCursor: string | null } = await dispatcher.must('GET', '/alerts', undefined, { query: { sourceId: own.id, limit: 3, ...(cursor ? { cursor } : {}) } });
      keys.push(...page.items.map((item) => item.dedupKey));
      cursor = page.nextCursor;
    }
    expect([...keys].sort()).toEqual(['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6']);
    expect((await dispatcher.must('GET', '/alerts', undefined, { query: { sourceId: own.id, severity: 'warning', count: 'exact' } })).total).toBe(3);
    expect((await dispatcher.must('GET', '/alerts/summary')).counts).toHaveLength(3);
    const events = await dispatcher.must('GET', '/events', undefined, { query: { sourceId: own.id, limit: 3 } });
    expect([events.items.length, typeof events.nextCursor]).toEqual([3, 'string']);
    const [alert] = await monitor.alerts(own, { dedupKey: 'p1' });
    expect((await dispatcher.must('GET', '/events', undefined, { query: { alertId: alert?.id ?? '' } })).items).toMatchObject([{ dedupKey: 'p1' }]);
    for (const query of [{ sort: 'title' }, { state: 'odd' }, { nothing: '1' }, { cursor: 'x.y' }] as Record<string, string>[]) expect((await dispatcher.get('/alerts', { query })).status).toBe(422);
  });
});

describe('planned work', () => {
  const now = Date.now();
  const body = (more: object) => ({ title: 'Роботи', from: new Date(now).toISOString(), to: new Date(now + 30 * 86_400_000).toISOString(), ...more });
  it('is a specialist’s for the services of own groups alone (EV-12)', async () => {
    const specialist = app.as('specialist');
    expect((await specialist.post('/maintenance-windows', body({ serviceIds: [demoId('service:computers')] }))).status).toBe(201);
    expect((await specialist.post('/maintenance-windows', body({ configurationItemIds: [demoId('ci:core-sw')] }))).status).toBe(403);
    expect((await specialist.post('/maintenance-windows', body({ serviceIds: [demoId('service:vpn')] }))).status).toBe(403);
    expect((await specialist.post('/maintenance-windows', body({ sourceIds: [source.id] }))).status).toBe(403);
  });
  it('is shown to employees where the service is theirs to see, without items and names', async () => {
    await app.as('dispatcher').must('POST', '/maintenance-windows', body({ title: 'Пошта', serviceIds: [demoId('service:mail')], configurationItemIds: [demoId('ci:mail-srv')] }));
    await app.as('dispatcher').must('POST', '/maintenance-windows', body({ title: 'Зарплата', serviceIds: [demoId('service:payroll')] }));
    const { items } = await app.as('employee').must('GET', '/maintenance-windows');
    expect(items.filter(({ title }: { title: string }) => ['Пошта', 'Зарплата'].includes(title))).toMatchObject([{ title: 'Пошта', services: [{ id: demoId('service:mail') }], configurationItems: [], createdBy: null }]);
  });
  it.each([[{}, ''], [{ serviceIds: [demoId('service:mail')], to: new Date(now - 1).toISOString() }, '/to'], [{ serviceIds: [demoId('nothing')] }, '/serviceIds/0']])('refuses %#', async (more, pointer) => {
    expect((await app.as('dispatcher').post('/maintenance-windows', body(more))).body.errors).toMatchObject([{ pointer }]);
  });
});

describe('rules', () => {
  const rule = (more: object = {}) => ({
    name: 'Диски', conditions: { sourceIds: [], severities: [], serviceIds: [], itemIds: [], matchers: [{ field: 'title', way: 'like', value: 'disk*' }] }, gatherBy: ['label:site'], windowSeconds: 600,
    action: { kind: 'incident', impact: 'low', urgency: 'low', serviceId: null, groupId: demoId('group:network'), resolve: false, quietSeconds: 60, reopenSeconds: 60 }, ...more,
  });
  it('the first that fits decides how alerts are gathered and what comes of them', async () => {
    const own = await monitor.source();
    const made = await app.as('manager').must('POST', '/event-rules', rule({ conditions: { ...rule().conditions, sourceIds: [own.id] } }));
    await monitor.must(own, [['a', 'Lviv'], ['b', 'Lviv'], ['c', 'Kyiv']].map(([key, site]) => ({ ...event(key as string), title: `Disk ${key}`, labels: { site } })));
    await monitor.pass();
    const [a, b, c] = [await monitor.alert(own, 'a'), await monitor.alert(own, 'b'), await monitor.alert(own, 'c')];
    expect([a.incident?.id === b.incident?.id, a.incident?.id === c.incident?.id]).toEqual([true, false]);
    expect(await monitor.incident(a)).toMatchObject({ priority: 5, group: { id: demoId('group:network') } });
    await monitor.clear(own, 'c');
    await monitor.pass(600);
    expect((await monitor.incident(c)).state).not.toBe('resolved');
    await app.as('manager').must('DELETE', `/event-rules/${made.id}`);
    expect((await app.as('manager').get(`/event-rules/${made.id}`)).status).toBe(404);
  });

  it('are tried over the last day without storing anything', async () => {
    const own = await monitor.source();
    await monitor.must(own, Array.from({ length: 40 }, (_unused, n) => ({ ...event(`try-${n % 4}`), title: `Trial ${n % 4}`, labels: { site: n % 2 ? 'Lviv' : 'Kyiv' } })));
    await monitor.pass();
    const before = await app.db.sql.rows('select 1 from ticket');
    const only = { ...rule().conditions, sourceIds: [own.id], matchers: [] };
    const result = await app.as('manager').must('POST', '/event-rules/trial', { rules: [rule({ conditions: only })] });
    expect(result.rules.find(({ rule: place }: { rule: number | null }) => place === 0)).toEqual({ rule: 0, name: 'Диски', alerts: 4, incidents: 2 });
    expect(await app.as('admin').must('POST', '/event-rules/trial', {})).toMatchObject({ truncated: false, events: expect.any(Number) });
    expect(await app.db.sql.rows('select 1 from ticket')).toHaveLength(before.length);
    expect((await app.as('dispatcher').post('/event-rules/trial', {})).status).toBe(403);
  });

  it.each([
    [{ gatherBy: ['phase of the moon'] }, '/gatherBy/0'], [{ conditions: { ...rule().conditions, sourceIds: [demoId('nothing')] } }, '/conditions/sourceIds/0'], [{ action: { ...rule().action, groupId: demoId('nothing') } }, '/action/groupId'],
    [{ conditions: { ...rule().conditions, matchers: [{ field: 'label', way: 'is', value: 'x' }] } }, '/conditions/matchers/0/label'], [{ conditions: undefined }, '/conditions'], [{ windowSeconds: 0 }, '/windowSeconds'], [{ gatherBy: [] }, '/gatherBy'],
    [{ conditions: { ...rule().conditions, matchers: [{ field: 'title', way: 'regex', value: '(a+)+$' }] } }, '/conditions/matchers/0/way'],
  ])('refuse what they cannot be %#', async (more, pointer) => {
    expect((await app.as('manager').post('/event-rules', rule(more))).body.errors).toMatchObject([{ pointer }]);
  });

  it('the last one stays', async () => {
    const { items } = await app.as('manager').must('GET', '/event-rules');
    const last = items.at(-1);
    expect(last.builtIn).toBe(true);
    expect((await app.as('manager').delete(`/event-rules/${last.id}`)).status).toBe(409);
    expect((await app.as('manager').patch(`/event-rules/${last.id}`, { active: false })).status).toBe(422);
    expect((await app.as('manager').patch(`/event-rules/${last.id}`, { action: { ...last.action, quietSeconds: 240 } })).status).toBe(200);
  });
});
