import { demoId } from '@opora/organisation';
import { Database } from '@opora/platform';
import { type Json, type TestApp, type TestClient, testApp } from '@opora/testing';
import { Webhook } from 'standardwebhooks';
import { Receiver, type Received } from './test/receiver';
import { Webhooks } from './webhooks';

let app: TestApp;
let admin: TestClient;
let employee: TestClient;
let dispatcher: TestClient;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await Receiver.start();
  app = await testApp({ env: { OUTBOUND_ALLOW: '127.0.0.1/32', OUTBOUND_PORTS: String(receiver.port) } });
  [admin, employee, dispatcher] = [app.as('admin'), app.as('employee'), app.as('dispatcher')];
});
beforeEach(() => receiver.answers(204));
afterAll(async () => {
  await app?.close();
  await receiver?.stop();
});

let paths = 0;
/** An endpoint with a path of its own at the receiver. The dispatcher's rights decide what it hears. */
async function endpoint(more: Json = {}): Promise<Json> {
  const path = `/hook-${++paths}`;
  return { path, ...(await admin.must('POST', '/webhooks', { name: `Отримувач ${paths}`, url: receiver.url(path), ownerId: demoId('person:dispatcher'), ...more })) };
}
const verified = (secret: string, { headers, body }: Received): Json => new Webhook(secret).verify(body, headers as Record<string, string>) as Json;
const log = async (id: string): Promise<Json[]> => (await admin.must('GET', `/webhooks/${id}/deliveries`)).items;
/** Until the newest delivery satisfies. */
async function newest(id: string, holds: (delivery: Json) => boolean): Promise<Json> {
  for (const until = performance.now() + 15_000; performance.now() < until; ) {
    const [delivery] = await log(id);
    if (delivery && holds(delivery)) return delivery;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`never came true of ${JSON.stringify((await log(id))[0])}`);
}
const send = (webhookId: string, key: string, payload: Json = {}) => app.api.get(Database).tx((tx) => app.api.get(Webhooks, { strict: false }).send(tx, webhookId, 'test.sent', payload, key));

describe('an endpoint', () => {
  it('is told of a ticket, signed so that the receiver can believe it (WH-06)', async () => {
    const { id, secret, path } = await endpoint({ events: ['ticket.registered', 'ticket.changed'] });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/=]{44}$/);
    const { reference, id: ticketId } = await employee.must('POST', '/incidents', { title: 'Не друкує принтер' });
    const [first] = (await receiver.count(path, 1)) as [Received];
    const told = verified(secret, first);
    expect(told).toMatchObject({ type: 'ticket.registered', data: { ticket: { id: ticketId, reference, title: 'Не друкує принтер', kind: 'incident', url: expect.stringContaining(`/desk/t/${reference}`) } } });
    expect(told.data.ticket).not.toHaveProperty('groupId');
    expect(Math.abs(Date.now() / 1_000 - Number(first.headers['webhook-timestamp']))).toBeLessThan(60);
    const [delivery] = await log(id);
    expect(delivery).toMatchObject({ id: first.headers['webhook-id'], ticketId });
    for (const forged of [{ ...first, body: first.body.replace(reference, 'INC-999999') }, { ...first, headers: { ...first.headers, 'webhook-timestamp': String(Math.floor(Date.now() / 1_000) - 600) } }]) expect(() => verified(secret, forged)).toThrow();
    expect(() => verified(`whsec_${Buffer.alloc(32, 1).toString('base64')}`, first)).toThrow();
    const { items } = await admin.must('GET', '/webhooks');
    expect(JSON.stringify([items, await admin.must('GET', `/webhooks/${id}`), await admin.must('GET', `/journal`, undefined, { query: { streamId: id } })])).not.toMatch(/whsec_|"secret"/);
  });

  it('hears nothing private, whatever it listens to, and nothing that its owner may not see (PN-10, WH-08)', async () => {
    const open = await endpoint({ events: ['message.said', 'ticket.changed'] });
    const inside = await endpoint({ events: ['message.said', 'ticket.changed'], audience: 'staff' });
    const foreign = await endpoint({ events: ['ticket.registered', 'message.said'], ownerId: demoId('person:employee2') });
    const { id } = await employee.must('POST', '/incidents', { title: 'Гальмує пошта' });
    await dispatcher.must('POST', `/tickets/${id}/messages`, { visibility: 'private', body: 'таємна внутрішня нотатка' });
    await dispatcher.must('POST', `/tickets/${id}/messages`, { visibility: 'public', body: 'Дивимось' });
    const told = (await receiver.count(inside.path, 2)).filter(({ body }) => body.includes('message.said')).map((one) => verified(inside.secret, one).data.visibility).sort();
    expect(told).toEqual(['private', 'public']);
    await receiver.count(open.path, 1);
    expect(receiver.of(open.path).filter(({ body }) => body.includes('message.said')).map(({ body }) => (JSON.parse(body) as Json).data.visibility)).toEqual(['public']);
    expect(JSON.stringify(receiver.all)).not.toMatch(/таємна внутрішня|Дивимось/);
    expect(await newest(foreign.id, ({ state }) => state === 'cancelled')).toMatchObject({ reason: 'not_visible', attempts: [] });
    expect(receiver.of(foreign.path)).toEqual([]);
  });

  it('is told of levels where the agreement says so', async () => {
    const { path, secret } = await endpoint({ events: ['sla.level'], audience: 'staff' });
    const { id, reference } = await employee.must('POST', '/incidents', { title: 'Строк спливає' });
    await app.api.get(Database).sql.run(`insert into outbox (id, topic, key, payload, at) values (gen_random_uuid(), 'webhook.sla_level', $1, $2, now())`, [id, JSON.stringify({ clockId: id, ticketId: id, reference, metric: 'response', level: 1, percent: 50, dueAt: '2026-03-01T09:00:00Z' })]);
    await app.settle();
    const [first] = (await receiver.count(path, 1)) as [Received];
    expect(verified(secret, first)).toMatchObject({ type: 'sla.level', data: { metric: 'response', level: 1, percent: 50, ticket: { reference } } });
  });

  it('keeps the old secret beside the new one for a day, then not (WH-06)', async () => {
    const { id, secret: old, path } = await endpoint();
    const { secret } = await admin.must('POST', `/webhooks/${id}/rotate`, {}, { headers: { 'if-match': '*' } });
    await send(id, 'between');
    const [both] = (await receiver.count(path, 1)) as [Received];
    expect([verified(old, both), verified(secret, both)]).toEqual([expect.objectContaining({ type: 'test.sent' }), expect.objectContaining({ type: 'test.sent' })]);
    await app.clock.advance(25 * 3_600);
    await send(id, 'after');
    const [, after] = (await receiver.count(path, 2)) as [Received, Received];
    expect(verified(secret, after)).toMatchObject({ type: 'test.sent' });
    expect(() => verified(old, after)).toThrow();
  });
});

describe('a delivery', () => {
  it('is enqueued once for a key, exactly when the transaction commits, and tells its end', async () => {
    const { id, path } = await endpoint();
    await expect(app.api.get(Database).tx(async (tx) => {
      await app.api.get(Webhooks, { strict: false }).send(tx, id, 'test.sent', {}, 'never');
      throw new Error('rolled back');
    })).rejects.toThrow('rolled back');
    const [one, two] = await Promise.all([send(id, 'grant-1', { grant: 1 }), send(id, 'grant-1', { grant: 1 })]);
    expect(one.deliveryId).toBe(two.deliveryId);
    expect([one.enqueued, two.enqueued].sort()).toEqual([false, true]);
    await receiver.count(path, 1);
    await newest(id, ({ state }) => state === 'delivered');
    expect(receiver.of(path)).toHaveLength(1);
    expect(await app.db.sql.rows('select topic, payload from outbox where key = $1', [one.deliveryId])).toEqual([{ topic: 'webhook.delivered', payload: { webhookId: id, type: 'test.sent', key: 'grant-1', status: 204 } }]);
    await expect(send(demoId('person:employee'), 'x')).rejects.toThrow();
  });

  it('comes again under the same id until it is taken, later each time, as the receiver asks (WH-07)', async () => {
    const { id, path } = await endpoint();
    receiver.answers((_request, response) => response.writeHead(503, { 'retry-after': '120' }).end('зайнято <script>'));
    const { deliveryId } = await send(id, 'busy');
    await receiver.count(path, 1);
    const waiting = await newest(id, ({ attempts }) => attempts.length === 1);
    expect(waiting).toMatchObject({ id: deliveryId, state: 'waiting', attempts: [{ status: 503, error: null, answer: 'зайнято <script>' }] });
    expect(Date.parse(waiting.nextAttemptAt) - Date.parse(waiting.attempts[0].at)).toBeGreaterThanOrEqual(119_000);
    expect(await admin.must('GET', `/webhooks/${id}`)).toMatchObject({ waiting: 1, failingSince: expect.any(String) });
    receiver.answers(200);
    await app.clock.advance(121);
    await receiver.count(path, 2);
    await newest(id, ({ state }) => state === 'delivered');
    expect(new Set(receiver.of(path).map(({ headers }) => headers['webhook-id']))).toEqual(new Set([deliveryId]));
    expect(await admin.must('GET', `/webhooks/${id}`)).toMatchObject({ waiting: 0, failingSince: null, deliveredAt: expect.any(String) });
  });

  it('is given up after three days; then the endpoint is switched off, its keepers are told, and it can be sent again', async () => {
    const { id, path, name } = await endpoint();
    receiver.answers(500);
    const { deliveryId } = await send(id, 'dead');
    for (let tries = 1; tries <= 10; tries++) {
      await receiver.count(path, tries);
      await newest(id, ({ attempts, state }) => attempts.length === Math.min(tries, 10) && (tries < 10 || state === 'dead'));
      if (tries < 10) await app.clock.advance(96_000);
    }
    await app.settle();
    expect(await admin.must('GET', `/webhooks/${id}`)).toMatchObject({ active: false, disabledBecause: 'failing', dead: 1 });
    expect((await admin.must('GET', '/me/notifications')).items.map((item: Json) => item.text ?? item.line)).toEqual(expect.arrayContaining([expect.stringContaining(name)]));
    expect(await app.db.sql.rows('select topic, payload->>$2 as key from outbox where key = $1', [deliveryId, 'key'])).toEqual([{ topic: 'webhook.dead', key: 'dead' }]);

    await send(id, 'while off');
    receiver.answers(204);
    expect(receiver.of(path)).toHaveLength(10);
    await admin.must('PATCH', `/webhooks/${id}`, { active: true }, { headers: { 'if-match': '*' } });
    await admin.must('POST', `/webhooks/${id}/deliveries/${deliveryId}/resend`, {});
    await app.clock.advance(1);
    const all = await receiver.count(path, 12);
    expect(all.filter(({ headers }) => headers['webhook-id'] === deliveryId)).toHaveLength(11);
    await newest(id, ({ state }) => state === 'delivered');
    expect(await admin.post(`/webhooks/${id}/deliveries/${deliveryId}/resend`, {})).toMatchObject({ status: 409 });
  });

  it('ends an endpoint whose receiver says that it is gone, and one whose owner has left', async () => {
    const gone = await endpoint();
    receiver.answers(410);
    await send(gone.id, 'gone');
    await newest(gone.id, ({ state }) => state === 'dead');
    expect(await admin.must('GET', `/webhooks/${gone.id}`)).toMatchObject({ active: false, disabledBecause: 'gone' });

    receiver.answers(204);
    const left = await endpoint({ ownerId: demoId('person:employee2') });
    await app.db.sql.run('update webhook set owner_id = $2 where id = $1', [left.id, '01900000-0000-7000-8000-00000000dead']);
    await send(left.id, 'left');
    for (const until = performance.now() + 10_000; (await admin.must('GET', `/webhooks/${left.id}`)).active && performance.now() < until; ) await new Promise((next) => setTimeout(next, 50));
    expect(await admin.must('GET', `/webhooks/${left.id}`)).toMatchObject({ active: false, disabledBecause: 'owner', waiting: 1 });
    expect(receiver.of(left.path)).toEqual([]);
    await admin.must('PATCH', `/webhooks/${left.id}`, { active: true, ownerId: demoId('person:dispatcher') }, { headers: { 'if-match': '*' } });
    await app.clock.advance(1);
    await receiver.count(left.path, 1);
  });

  it('follows no redirect, waits for no endless answer, takes no flood (WH-03, WH-05)', async () => {
    const { id, path } = await endpoint();
    const elsewhere = await endpoint();
    receiver.answers((_request, response) => response.writeHead(307, { location: receiver.url(elsewhere.path) }).end());
    await send(id, 'redirected');
    expect(await newest(id, ({ attempts }) => attempts.length === 1)).toMatchObject({ state: 'waiting', attempts: [{ status: 307 }] });
    expect(receiver.of(elsewhere.path)).toEqual([]);

    receiver.answers((_request, response) => {
      response.writeHead(200);
      const pour = (): void => void (response.destroyed || response.write('x'.repeat(65_536), pour));
      pour();
    });
    await send(id, 'flood');
    const flooded = await newest(id, ({ state }) => state === 'delivered');
    expect(flooded.attempts[0].answer).toHaveLength(2_000);

    receiver.answers((_request, response) => response.writeHead(200, Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`x-${n}`, 'y'.repeat(20)]))).end());
    await send(id, 'headers');
    expect(await newest(id, ({ attempts }) => attempts.length === 1)).toMatchObject({ state: 'waiting', attempts: [{ status: null, error: 'broken_answer' }] });
    receiver.answers((request) => request.socket.destroy());
    await send(id, 'cut');
    expect(await newest(id, ({ attempts }) => attempts.length === 1)).toMatchObject({ attempts: [{ status: null, error: 'refused' }] });
    expect(receiver.of(path).length).toBeGreaterThanOrEqual(4);
  });
});

describe('addresses inside', () => {
  it('are refused when they are saved, and again when they are called (WH-01, WH-02, WH-04)', async () => {
    for (const [url, code] of [['http://10.0.0.1/', 'egress.private'], ['http://localhost:5432/', 'egress.port'], ['http://[::1]/', 'egress.private'], ['http://169.254.169.254/latest', 'egress.private'], ['file:///etc/passwd', 'egress.scheme'], ['https://a:b@example.com/', 'egress.credentials']] as const)
      expect(await admin.post('/webhooks', { name: 'Зсередини', url })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/url', code }] } });
    const { id } = await endpoint();
    /* As if the name had led elsewhere when it was saved. */
    await app.db.sql.run('update webhook set url = $2 where id = $1', [id, `http://127.0.0.2:${receiver.port}/`]);
    await send(id, 'rebound');
    expect(await newest(id, ({ attempts }) => attempts.length === 1)).toMatchObject({ attempts: [{ status: null, error: 'refused_address' }] });
  });

  it('the test tells a class of answers and no words, ten times an hour (WH-09)', async () => {
    const { id, path } = await endpoint();
    receiver.answers((_request, response) => response.writeHead(404).end('таємниця внутрішньої служби'));
    await admin.must('POST', `/webhooks/${id}/test`, {});
    await receiver.count(path, 1);
    expect(await newest(id, ({ state }) => state === 'dead')).toMatchObject({ type: 'webhook.test', attempts: [{ status: 404, answer: null }] });
    expect(await admin.must('GET', `/webhooks/${id}`)).toMatchObject({ active: true, failingSince: null });
    for (let n = 1; n < 10; n++) await admin.must('POST', `/webhooks/${id}/test`, {});
    expect((await admin.post(`/webhooks/${id}/test`, {})).status).toBe(429);
  });

  it('nothing leaves a restored copy (F.9)', async () => {
    const { id, path } = await endpoint();
    await app.db.sql.run('insert into quarantine default values');
    try {
      await send(id, 'restored');
      await app.clock.advance(60);
      expect(receiver.of(path)).toEqual([]);
      expect(await newest(id, () => true)).toMatchObject({ state: 'waiting', attempts: [] });
    } finally {
      await app.db.sql.run('delete from quarantine');
    }
    await app.clock.advance(1);
    await receiver.count(path, 1);
  });
});

it('who keeps endpoints and who only reads of them (D.7)', async () => {
  for (const who of ['manager', 'auditor'] as const) {
    expect((await app.as(who).get('/webhooks')).status).toBe(200);
    expect((await app.as(who).post('/webhooks', { name: 'x', url: 'https://example.com/' })).status).toBe(403);
  }
  for (const who of ['employee', 'dispatcher', 'specialist', 'supplier'] as const) expect((await app.as(who).get('/webhooks')).status).toBe(403);
});
