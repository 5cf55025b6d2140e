import { demoId } from '@opora/organisation';
import { type TestApp, testApp } from '@opora/testing';
import { Monitor, type Source } from './test/monitor';

let app: TestApp;
let monitor: Monitor;
let source: Source;
beforeAll(async () => {
  app = await testApp();
  monitor = new Monitor(app);
});
beforeEach(async () => {
  source = await monitor.source();
});
afterAll(() => app?.close());

const HOUR = 3_600;

describe('one key', () => {
  it('is one alert however often it comes, and every repeat counts (EV-03)', async () => {
    await Promise.all(Array.from({ length: 100 }, () => monitor.fire(source, 'disk')));
    await monitor.must(source, Array.from({ length: 50 }, () => ({ dedupKey: 'disk', status: 'firing', severity: 'exception', title: 'disk is down' })));
    await monitor.pass();
    expect(await monitor.alerts(source)).toMatchObject([{ dedupKey: 'disk', state: 'open', count: 150, severity: 'exception' }]);
  });

  it('is another alert of another source: none can clear what is not its own (EV-05)', async () => {
    const other = await monitor.source();
    await monitor.fire(source, 'shared');
    await monitor.fire(other, 'shared');
    await monitor.clear(other, 'shared');
    await monitor.pass();
    expect([(await monitor.alert(source, 'shared')).state, (await monitor.alert(other, 'shared')).state]).toEqual(['open', 'cleared']);
  });

  it('a clear that is older than the trigger does not clear; wild clocks of senders do no harm (EV-07)', async () => {
    await monitor.fire(source, 'late', { at: '2026-11-20T10:00:00Z' });
    await monitor.clear(source, 'late', { at: '2026-11-20T09:59:00Z' });
    await monitor.fire(source, 'future', { at: '2099-01-01T00:00:00Z' });
    await monitor.fire(source, 'past', { at: '1970-01-01T00:00:00Z' });
    await monitor.pass();
    expect(await monitor.alert(source, 'late')).toMatchObject({ state: 'open', count: 2 });
    await monitor.clear(source, 'future');
    await monitor.clear(source, 'past');
    await monitor.pass();
    expect([(await monitor.alert(source, 'future')).state, (await monitor.alert(source, 'past')).state]).toEqual(['cleared', 'cleared']);
  });

  it('a clear of what never fired makes no alert', async () => {
    expect(await monitor.clear(source, 'nothing')).toBe(1);
    await monitor.pass();
    expect(await monitor.alerts(source)).toEqual([]);
  });

  it('what the sender numbers has one effect, however often it is delivered', async () => {
    const cloud = await monitor.source('cloudevents');
    const event = (id: string) => ({ specversion: '1.0', id, source: '/disk', type: 'disk.full', data: { severity: 'critical' } });
    for (let n = 0; n < 3; n++) expect(await monitor.must(cloud, event('1'), { 'content-type': 'application/cloudevents+json' })).toBe(1);
    await monitor.must(cloud, [event('1'), event('2'), event('2')], { 'content-type': 'application/cloudevents-batch+json' });
    await monitor.pass();
    expect(await monitor.alerts(cloud)).toMatchObject([{ count: 2 }]);
  });
});

describe('an incident', () => {
  it('is opened by the system for the item and service that the sender names', async () => {
    await monitor.fire(source, 'mail', { title: 'SMTP does not answer', configurationItem: 'srv-mail-01', text: 'timeout' });
    await monitor.pass();
    const alert = await monitor.alert(source, 'mail');
    expect(alert).toMatchObject({ configurationItem: { id: demoId('ci:mail-srv') }, service: { id: demoId('service:mail') } });
    expect(await monitor.incident(alert)).toMatchObject({ title: 'SMTP does not answer', channel: 'event', service: { id: demoId('service:mail') }, configurationItems: [{ id: demoId('ci:mail-srv') }], impact: 'high', urgency: 'high', priority: 1, requester: { displayName: 'Opora' } });
  });

  it('is resolved when all alerts have kept still for the quiet period, reopened inside the window, followed up outside of it', async () => {
    await monitor.fire(source, 'a', { title: 'Backup failed' });
    await monitor.fire(source, 'b', { title: 'Backup failed' });
    await monitor.pass();
    const first = await monitor.alert(source, 'a');
    expect((await monitor.alert(source, 'b')).incident?.id).toBe(first.incident?.id);

    await monitor.clear(source, 'a');
    await monitor.pass(600);
    expect((await monitor.incident(first)).state).not.toBe('resolved');
    await monitor.clear(source, 'b');
    await monitor.pass(200);
    expect((await monitor.incident(first)).state).not.toBe('resolved');
    await monitor.pass(150);
    expect(await monitor.incident(first)).toMatchObject({ state: 'resolved', resolution: { code: 'solved' } });

    await monitor.fire(source, 'a', { title: 'Backup failed' });
    await monitor.pass();
    expect(await monitor.alert(source, 'a')).toMatchObject({ state: 'open', incident: { id: first.incident?.id, phase: 'active' } });
    expect(await monitor.incident(first)).toMatchObject({ reopenCount: 1 });

    await monitor.clear(source, 'a');
    await monitor.pass(400);
    expect((await monitor.incident(first)).state).toBe('resolved');
    await monitor.pass(6 * HOUR);
    await monitor.fire(source, 'a', { title: 'Backup failed' });
    await monitor.pass();
    const again = await monitor.alert(source, 'a');
    expect(again.incident?.id).not.toBe(first.incident?.id);
    const { items } = await app.as('dispatcher').must('GET', `/tickets/${again.incident?.id}/links`);
    expect(items).toMatchObject([{ type: 'follow_up_of', ticket: { reference: first.incident?.reference } }]);
  });

  it('that a person resolved is taken up again when the alarm goes on', async () => {
    await monitor.fire(source, 'persists');
    await monitor.pass();
    const { incident } = await monitor.alert(source, 'persists');
    await app.as('dispatcher').must('POST', `/incidents/${incident?.id}/resolve`, { code: 'solved', text: 'Restarted.' });
    await monitor.fire(source, 'persists');
    await monitor.pass(60);
    expect((await monitor.alert(source, 'persists')).incident).toMatchObject({ id: incident?.id, phase: 'resolved' });
    await monitor.pass(400);
    await monitor.fire(source, 'persists');
    await monitor.pass();
    expect((await monitor.alert(source, 'persists')).incident).toMatchObject({ id: incident?.id, phase: 'active' });
  });

  it('is not opened for information', async () => {
    await monitor.fire(source, 'info', { severity: 'informational' });
    await monitor.pass();
    expect(await monitor.alert(source, 'info')).toMatchObject({ state: 'open', incident: null });
  });
});

describe('kept quiet', () => {
  it('planned work: counted, no incident; one when it still fires afterwards', async () => {
    const now = await monitor.pass(0);
    const window = await app.as('dispatcher').must('POST', '/maintenance-windows', { title: 'Mail update', from: now.toISOString(), to: new Date(now.getTime() + HOUR * 1000).toISOString(), sourceIds: [source.id] });
    expect(window).toMatchObject({ phase: 'running', sources: [{ id: source.id }] });
    await monitor.fire(source, 'upgrade');
    await monitor.pass();
    expect(await monitor.alert(source, 'upgrade')).toMatchObject({ state: 'open', count: 1, incident: null, suppressed: { reason: 'maintenance', because: 'Mail update' } });
    await monitor.pass(HOUR);
    expect(await monitor.alert(source, 'upgrade')).toMatchObject({ suppressed: null, incident: { phase: expect.any(String) } });
  });

  it('a cancelled window covers nothing any more', async () => {
    const now = await monitor.pass(0);
    const window = await app.as('dispatcher').must('POST', '/maintenance-windows', { title: 'Cancelled', from: now.toISOString(), to: new Date(now.getTime() + HOUR * 1000).toISOString(), sourceIds: [source.id] });
    await monitor.fire(source, 'x');
    await monitor.pass();
    await app.as('dispatcher').must('PATCH', `/maintenance-windows/${window.id}`, { active: false });
    await monitor.pass();
    expect((await monitor.alert(source, 'x')).incident).not.toBeNull();
  });

  it('an alert that flaps neither resolves nor reopens until it has kept still', async () => {
    await monitor.fire(source, 'link');
    await monitor.pass();
    const { incident } = await monitor.alert(source, 'link');
    for (let n = 0; n < 4; n++) {
      await monitor.clear(source, 'link');
      await monitor.pass(30);
      await monitor.fire(source, 'link');
      await monitor.pass(30);
    }
    await monitor.clear(source, 'link');
    await monitor.pass(400);
    expect(await monitor.alert(source, 'link')).toMatchObject({ state: 'cleared', suppressed: { reason: 'flapping' }, count: 10 });
    expect((await monitor.incident({ incident })).state).not.toBe('resolved');
    await monitor.pass(300);
    expect((await monitor.incident({ incident })).state).toBe('resolved');
  });

  it('what depends on something that is down is shown with it and opens nothing of its own', async () => {
    await monitor.fire(source, 'db', { configurationItem: 'SRV-DB-01', title: 'Database is down' });
    await monitor.pass();
    await monitor.fire(source, 'app', { configurationItem: 'Сервер застосунків ERP', title: 'ERP answers 500', service: 'CRM' });
    await monitor.pass();
    const db = await monitor.alert(source, 'db');
    expect(await monitor.alert(source, 'app')).toMatchObject({ suppressed: { reason: 'dependency', because: 'Database is down' }, incident: { id: db.incident?.id } });
    await monitor.clear(source, 'db');
    await monitor.pass(600);
    expect(await monitor.alert(source, 'app')).toMatchObject({ suppressed: null, incident: { id: db.incident?.id } });
    expect((await monitor.incident(db)).state).not.toBe('resolved');
    await monitor.clear(source, 'app');
    await monitor.pass(600);
    expect((await monitor.incident(db)).state).toBe('resolved');
  });
});

describe('people', () => {
  it('acknowledge, clear, attach and open incidents; each act stands in the journal', async () => {
    await monitor.fire(source, 'one', { severity: 'informational' });
    await monitor.pass();
    const alert = await monitor.alert(source, 'one');
    expect(alert.allowedCommands).toEqual(['acknowledge', 'clear', 'link', 'incident']);
    const dispatcher = app.as('dispatcher');
    expect(await dispatcher.must('POST', `/alerts/${alert.id}/acknowledge`, {}, { ifMatch: alert.version })).toMatchObject({ state: 'acknowledged', acknowledgedBy: { displayName: 'Ірина Шевчук' } });
    expect((await dispatcher.post(`/alerts/${alert.id}/acknowledge`)).status).toBe(409);
    expect((await dispatcher.post(`/alerts/${alert.id}/clear`, {}, { ifMatch: alert.version })).status).toBe(412);
    const incident = await dispatcher.must('POST', '/incidents', { title: 'By hand' });
    expect(await dispatcher.must('POST', `/alerts/${alert.id}/link`, { incidentId: incident.reference })).toMatchObject({ incident: { id: incident.id } });
    expect((await dispatcher.post(`/alerts/${alert.id}/link`, { incidentId: 'INC-999999' })).status).toBe(422);
    expect((await dispatcher.post(`/alerts/${alert.id}/incident`)).status).toBe(409);
    expect(await dispatcher.must('POST', `/alerts/${alert.id}/clear`, { reason: 'Test' })).toMatchObject({ state: 'cleared', allowedCommands: ['link'] });
    const kinds = await app.db.sql.rows<{ kind: string }>('select kind from journal where stream_id = $1 order by seq', [alert.id]);
    expect(kinds.map(({ kind }) => kind)).toEqual(['alert.acknowledge', 'alert.link', 'alert.clear']);

    await monitor.fire(source, 'two', { severity: 'informational' });
    await monitor.pass();
    expect(await dispatcher.must('POST', `/alerts/${(await monitor.alert(source, 'two')).id}/incident`)).toMatchObject({ incident: { phase: expect.any(String) } });
  });

  it('are told of changes on the stream where they may read alerts, employees are not', async () => {
    const [staff, employee] = [await app.as('dispatcher').stream(), await app.as('employee').stream()];
    await monitor.fire(source, 'live');
    await monitor.pass();
    const told = await staff.next((event) => event.event === 'alert' && event.data.sourceId === source.id);
    expect(told.data).toMatchObject({ sourceId: source.id, changed: 1 });
    expect(employee.events.filter((event) => event.event === 'alert')).toEqual([]);
  });
});

describe('a rule that calls a webhook', () => {
  it('calls it once when an alert opens and once when it clears, and opens no incident', async () => {
    const admin = app.as('admin');
    const { id: webhookId } = await admin.must('POST', '/webhooks', { name: 'Чат чергових', url: 'https://hooks.opora.invalid/alerts' });
    const conditions = { sourceIds: [source.id], severities: [], serviceIds: [], itemIds: [], matchers: [] };
    const action = { kind: 'webhook', webhookId, impact: null, urgency: null, serviceId: null, groupId: null, resolve: false, quietSeconds: 0, reopenSeconds: 0 };
    const rule = (more: object) => admin.post('/event-rules', { name: 'Кличе чат', conditions, gatherBy: ['automatic'], windowSeconds: 60, action: { ...action, ...more } });
    expect(await rule({ webhookId: null })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/action/webhookId', code: 'required' }] } });
    expect(await rule({ webhookId: demoId('person:employee') })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/action/webhookId', code: 'unknown_reference' }] } });
    expect(await rule({ kind: 'record' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/action/webhookId', code: 'event.rule.webhook_alone' }] } });
    expect((await rule({})).status).toBe(201);
    const told = async (): Promise<string[]> => (await admin.must('GET', `/webhooks/${webhookId}/deliveries`)).items.map(({ type }: { type: string }) => type).reverse();
    for (let n = 0; n < 3; n++) {
      await monitor.fire(source, 'tape');
      await monitor.pass();
    }
    expect(await monitor.alert(source, 'tape')).toMatchObject({ state: 'open', count: 3, incident: null });
    expect(await told()).toEqual(['alert.opened']);
    await monitor.clear(source, 'tape');
    await monitor.pass(400);
    await monitor.fire(source, 'tape');
    await monitor.pass(400);
    expect(await told()).toEqual(['alert.opened', 'alert.cleared', 'alert.opened']);
  });
});
