import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Json, type TestApp, testApp } from '@opora/testing';
import { DAY, Register } from './test/register';

let app: TestApp;
let register: Register;
const after = (days: number): string => new Date(Date.now() + offset + days * DAY * 1_000).toISOString();
/** How far the test's clock is ahead. */
let offset = 0;
const advance = async (days: number): Promise<void> => {
  offset = (await app.clock.advance(Math.round(days * DAY))).getTime() - Date.now();
  await app.settle();
};

/** A target system: what it was called with, and what it answers. */
const calls: Json[] = [];
let answers = 204;
const target = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    calls.push(JSON.parse(body));
    response.writeHead(answers).end();
  });
});

beforeAll(async () => {
  await new Promise<void>((listening) => target.listen(0, '127.0.0.1', () => listening()));
  const { port } = target.address() as AddressInfo;
  app = await testApp({ env: { OUTBOUND_ALLOW: '127.0.0.1/32', OUTBOUND_PORTS: String(port) } });
  register = await Register.open(app);
});
afterAll(async () => {
  await app?.close();
  target.close();
});

describe('asking for access', () => {
  it('goes from the employee over the owner and the group to a grant that says what it rests on', async () => {
    const right = await register.entitlement({ maxDays: 30 });
    expect((await app.as('employee').post('/access-requests', { entitlementId: right.id, reason: 'звіт' })).body).toMatchObject({ status: 422, errors: [{ pointer: '/until', code: 'access.until_required' }] });
    const weighed = await app.as('employee').must('POST', '/access-requests/weigh', { entitlementId: right.id, until: after(20) });
    expect(weighed).toMatchObject({ verification: false, maxDays: 30, faults: [], conflicts: [], steps: [{ people: ['Андрій Мельник'] }] });

    const request = await register.ask('employee', { entitlementId: right.id, until: after(20) });
    expect(request).toMatchObject({ state: 'approving', purpose: 'grant', verification: { method: 'session' }, requester: { id: await register.id('employee') } });
    expect((await app.as('employee').post('/access-requests', { entitlementId: right.id, until: after(20), reason: 'ще' })).body.errors).toMatchObject([{ code: 'access.asked' }]);
    const [card] = (await app.as('employee2').must('GET', '/me/approvals')).items.filter((one: Json) => one.ticketId === request.id);
    expect(card.lines.map((line: Json) => line.value)).toEqual(expect.arrayContaining([expect.stringContaining('Оксана Гнатюк'), 'Заміна на час відпустки']));
    await register.answer('employee2', request);

    const waiting = await register.get('specialist', request);
    expect(waiting).toMatchObject({ state: 'provisioning', allowedCommands: ['provision'], actions: [{ kind: 'provision', way: 'task', state: 'asked' }] });
    const task = (await app.as('specialist').must('GET', `/tickets/${request.id}/tasks`)).items[0];
    // A dispatcher may work on any task, and still not give access.
    expect((await app.as('dispatcher').post(`/tickets/${request.id}/tasks/${task.id}/complete`, { note: 'ok' })).status).toBe(403);
    await app.as('specialist').must('POST', `/tickets/${request.id}/tasks/${task.id}/complete`, { note: 'Додано до групи' });

    const granted = await register.get('employee', request);
    expect(granted).toMatchObject({ state: 'granted', allowedCommands: ['confirm', 'reopen'], actions: [{ state: 'done', answer: null }] });
    const grant = await app.as('employee').must('GET', `/grants/${granted.grantId}`);
    expect(grant).toMatchObject({ state: 'active', pending: null, request: { reference: request.reference }, approvedBy: [{ person: { displayName: 'Андрій Мельник' } }], allowedCommands: ['extend'], history: [{ kind: 'granted' }] });
    expect((await app.as('employee').post('/access-requests', { entitlementId: right.id, until: after(20), reason: 'ще' })).body.errors).toMatchObject([{ code: 'access.held' }]);
    await app.settle();
    expect((await app.as('employee').must('GET', '/me/notifications')).items.map((one: Json) => one.kind)).toContain('grant.given');
    await register.command('employee', request, 'confirm');
  });

  it('in words is specified by support; by phone it waits until identity is sure', async () => {
    const backwards = await app.as('employee').post('/access-requests', { reason: 'Доступ до звітів', from: '2031-05-02T00:00:00Z', until: '2031-05-01T00:00:00Z' });
    expect(backwards).toMatchObject({ status: 422, body: { errors: [{ pointer: '/until', code: 'access.until_after_from' }] } });
    const words = await register.bring('submitted');
    expect(words).toMatchObject({ state: 'submitted', entitlement: null });
    const right = await register.entitlement();
    expect(await register.command('dispatcher', words, 'specify', { entitlementId: right.id })).toMatchObject({ state: 'approving', entitlement: { id: right.id }, group: { id: expect.any(String) } });

    const call = await register.ask('dispatcher', { requesterId: await register.id('employee'), channel: 'phone' });
    expect(call).toMatchObject({ state: 'verifying', verification: null });
    expect(await register.command('dispatcher', call, 'verify', { method: 'call_back', note: 'Передзвонили на внутрішній' })).toMatchObject({ state: 'approving', verification: { method: 'call_back', by: { displayName: 'Ірина Шевчук' } } });
  });

  it('is for oneself and for one’s own people; for others only with the right to', async () => {
    const right = await register.entitlement();
    const others = await app.as('employee').post('/access-requests', { entitlementId: right.id, requesterId: await register.id('employee2'), reason: 'для колеги' });
    expect(others.status).toBe(403);
    expect((await app.as('auditor').post('/access-requests', { entitlementId: right.id, reason: 'перевірка' })).status).toBe(201);
    await app.db.sql.run(`insert into person_grant (person_id, grant_) values ($1, 'on_behalf')`, [await register.id('employee')]);
    await app.as('admin').must('GET', '/me');
    await app.db.sql.run('update person set manager_id = $1 where id = $2', [await register.id('manager'), await register.id('dispatcher2')]);
    expect(await register.ask('manager', { requesterId: await register.id('dispatcher2'), entitlementId: right.id })).toMatchObject({ state: 'approving', verification: { method: 'session' } });
  });

  it('of one’s own system is decided by somebody else (AP-08)', async () => {
    const request = await register.ask('employee2');
    expect((await app.as('employee2').must('GET', '/me/approvals')).items.filter((one: Json) => one.ticketId === request.id)).toEqual([]);
    const { items } = await app.as('dispatcher').must('GET', `/tickets/${request.id}/approvals`);
    expect(items[0].steps[0].votes.map((vote: Json) => vote.person.id)).not.toContain(await register.id('employee2'));
  });

  it('that is refused ends with the reason; one that the target does not take stays owed and can be tried again (AP-10)', async () => {
    const refused = await register.ask('employee');
    await register.answer('employee2', refused, 'refused', 'Не за посадою');
    expect(await register.get('employee', refused)).toMatchObject({ state: 'rejected', grantId: null });

    const stuck = await register.ask('employee');
    await register.answer('employee2', stuck);
    const task = (await app.as('specialist').must('GET', `/tickets/${stuck.id}/tasks`)).items[0];
    await app.as('specialist').must('POST', `/tickets/${stuck.id}/tasks/${task.id}/skip`, { note: 'Немає ліцензій' });
    expect(await register.get('specialist', stuck)).toMatchObject({ state: 'provisioning', failed: true, grantId: null, actions: [{ state: 'failed', answer: 'Немає ліцензій' }], allowedCommands: ['provision', 'retry'] });
    await register.command('specialist', stuck, 'retry');
    expect(await register.command('specialist', stuck, 'provision')).toMatchObject({ state: 'granted', failed: false });
  });

  it('from a later day is carried out on that day', async () => {
    const request = await register.ask('employee', { from: after(3), until: after(10) });
    await register.answer('employee2', request);
    expect((await app.as('specialist').must('GET', `/tickets/${request.id}/tasks`)).items).toEqual([]);
    await advance(3.01);
    expect((await app.as('specialist').must('GET', `/tickets/${request.id}/tasks`)).items).toHaveLength(1);
  });
});

describe('a target that is called', () => {
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    for (const end = performance.now() + 15_000; performance.now() < end; await new Promise((next) => setTimeout(next, 50))) {
      if (await holds()) return;
      await app.settle();
    }
    throw new Error('never came true');
  };

  it('gives and takes access when it answers that it did; what it does not take stays owed', async () => {
    const { port } = target.address() as AddressInfo;
    const hook = await app.as('admin').must('POST', '/webhooks', { name: 'Довідник користувачів', url: `http://127.0.0.1:${port}/access`, ownerId: await register.id('manager') });
    expect((await app.as('manager').post('/access-resources', { nameUk: 'Без адреси', nameEn: 'No address', ownerId: await register.id('employee2'), risk: 'low', provisioning: 'webhook', groupId: register.resource.group.id })).body.errors).toMatchObject([{ pointer: '/webhookId' }]);
    const called = await Register.open(app, { provisioning: 'webhook', webhookId: hook.id });
    const request = await called.ask('employee', { until: after(30) });
    await called.answer('employee2', request);
    await until(async () => (await called.get('employee', request)).state === 'granted');
    expect(calls.at(-1)).toMatchObject({ type: 'access.provision', data: { action: 'provision', request: request.reference, person: { email: 'employee@demo.opora.test' }, entitlement: { code: 'r1' }, attempt: 1 } });
    const { grantId } = await called.get('manager', request);
    answers = 503;
    await app.as('employee2').must('POST', `/grants/${grantId}/revoke`, { reason: 'Перейшла' });
    const removal = async (): Promise<Json> => (await app.as('manager').must('GET', '/access-requests', undefined, { query: { state: 'provisioning', limit: 200 } })).items.find((one: Json) => one.purpose === 'remove');
    await until(async () => calls.at(-1)?.type === 'access.remove');
    expect(await app.as('employee').must('GET', `/grants/${grantId}`)).toMatchObject({ state: 'active', pending: 'remove' });
    answers = 204;
    const ticket = await removal();
    const card = await app.as('specialist').must('GET', `/access-requests/${ticket.id}`);
    if (card.allowedCommands.includes('retry')) await called.command('specialist', ticket, 'retry');
    else await called.command('specialist', ticket, 'provision', { note: 'Забрано вручну' });
    await until(async () => (await app.as('manager').must('GET', `/grants/${grantId}`)).state === 'revoked');
    expect(await app.db.sql.rows(`select kind from grant_event where grant_id = $1 order by seq`, [grantId])).toEqual([{ kind: 'granted' }, { kind: 'ending' }, { kind: 'done' }]);
  });
});

describe('segregation of duties', () => {
  it('refuses, or asks for an exception with an end and an approval of its own; two requests at a time cannot get around it (AP-08)', async () => {
    await app.db.sql.run(`with risk as (insert into role (id, key, name_uk, name_en) values (gen_random_uuid(), 'risk', 'Ризики', 'Risks') returning id), rights as (insert into role_permission (role_id, permission, scope) select id, 'sod.exception', 'apr' from risk)
      insert into person_role (person_id, role_id) select $1, id from risk`, [await register.id('dispatcher2')]);
    const [post, pay, never] = await Promise.all([register.entitlement(), register.entitlement(), register.entitlement()]);
    const rule = await app.as('manager').must('POST', '/sod-rules', { nameUk: 'Хто проводить, той не платить', nameEn: 'Who posts does not pay', firstId: pay.id, secondId: post.id, mode: 'exception', maxDays: 30 });
    await app.as('admin').must('POST', '/sod-rules', { nameUk: 'Ніколи разом', nameEn: 'Never together', firstId: post.id, secondId: never.id, mode: 'refuse' });
    expect((await app.as('dispatcher').post('/sod-rules', {})).status).toBe(403);
    await register.granted({ entitlementId: post.id });

    expect((await app.as('employee').post('/access-requests', { entitlementId: never.id, reason: 'x' })).body.errors).toMatchObject([{ code: 'access.sod_refused' }]);
    const naked = await app.as('employee').post('/access-requests', { entitlementId: pay.id, reason: 'x' });
    expect(naked.body.errors).toMatchObject([{ pointer: '/exceptionReason', code: 'access.sod_exception' }, { pointer: '/until', code: 'access.until_required' }]);
    const request = await register.ask('employee', { entitlementId: pay.id, until: after(20), exceptionReason: 'Колега у відпустці' });
    await register.answer('employee2', request);
    expect(await register.get('employee', request)).toMatchObject({ state: 'approving' });
    // The line manager may not be the judge of the exception; somebody else who may is.
    expect((await app.as('manager').must('GET', '/me/approvals')).items.filter((one: Json) => one.ticketId === request.id)).toEqual([]);
    await register.answer('dispatcher2', request);
    const granted = await register.command('specialist', request, 'provision');
    expect(await app.as('auditor').must('GET', `/grants/${granted.grantId}`)).toMatchObject({ sodRules: [rule.number], until: expect.any(String), approvedBy: [{ person: { displayName: 'Андрій Мельник' } }, { person: { displayName: 'Максим Бойко' } }] });
    expect((await app.as('auditor').must('GET', `/sod-rules/${rule.id}/holders`)).items).toMatchObject([{ person: { displayName: 'Оксана Гнатюк' }, exceptionUntil: expect.any(String) }]);

    const [a, b] = await Promise.all([register.entitlement(), register.entitlement()]);
    await app.as('manager').must('POST', '/sod-rules', { nameUk: 'Пара', nameEn: 'Pair', firstId: a.id, secondId: b.id, mode: 'refuse' });
    const race = await Promise.all([a, b].map(({ id }) => app.as('employee').post('/access-requests', { entitlementId: id, reason: 'разом' })));
    expect(race.map(({ status }) => status).sort()).toEqual([201, 422]);
  });
});

describe('a grant', () => {
  it('with an end is announced, ends by itself once, and is over when the target has taken it away', async () => {
    const { grant } = await register.granted({ until: after(20) });
    await advance(7);
    const told = async (kind: string): Promise<number> => (await app.as('employee').must('GET', '/me/notifications?limit=200')).items.filter((one: Json) => one.kind === kind).length;
    const before = await told('grant.ends_soon');
    expect(before).toBeGreaterThan(0);
    await advance(13.01);
    const ending = await app.as('employee').must('GET', `/grants/${grant.id}`);
    expect(ending).toMatchObject({ state: 'active', pending: 'remove', endedAt: null });
    await advance(2);
    expect(await app.as('manager').must('GET', `/grants/${grant.id}`)).toMatchObject({ state: 'active', pending: 'remove', overdue: true });
    await register.carryOut(grant.id);
    expect(await app.as('employee').must('GET', `/grants/${grant.id}`)).toMatchObject({ state: 'expired', pending: null, overdue: false, allowedCommands: [] });
    expect(await app.db.sql.rows(`select kind from grant_event where grant_id = $1 order by seq`, [grant.id])).toEqual([{ kind: 'granted' }, { kind: 'ending' }, { kind: 'done' }]);
  });

  it('is extended by a request of its own', async () => {
    const { grant } = await register.granted({ until: after(20) });
    expect((await app.as('employee').post(`/grants/${grant.id}/extend`, { until: after(10), reason: 'x' })).body.errors).toMatchObject([{ pointer: '/until' }]);
    const request = await app.as('employee').must('POST', `/grants/${grant.id}/extend`, { until: after(40), reason: 'Відпустку продовжено' });
    expect(request).toMatchObject({ state: 'approving', purpose: 'extend' });
    await register.answer('employee2', request);
    const extended = await app.as('employee').must('GET', `/grants/${grant.id}`);
    expect(extended.history.map((line: Json) => [line.kind, line.ticket])).toEqual([['granted', grant.request.reference], ['extended', request.reference]]);
    await advance(21);
    expect(await app.as('employee').must('GET', `/grants/${grant.id}`)).toMatchObject({ state: 'active', pending: null });
    await advance(20);
    expect(await app.as('employee').must('GET', `/grants/${grant.id}`)).toMatchObject({ pending: 'remove' });
  });

  it('is suspended, given back and revoked by its owner, each done when the target has done it', async () => {
    const { grant } = await register.granted();
    const owner = app.as('employee2');
    expect((await app.as('employee').post(`/grants/${grant.id}/suspend`, { reason: 'x' })).status).toBe(403);
    expect((await app.as('dispatcher').post(`/grants/${grant.id}/revoke`, { reason: 'x' })).status).toBe(403);
    expect((await owner.post(`/grants/${grant.id}/revoke`, {})).status).toBe(422);
    expect(await owner.must('POST', `/grants/${grant.id}/suspend`, { reason: 'Декрет' })).toMatchObject({ state: 'active', pending: 'suspend', allowedCommands: ['revoke'] });
    expect((await owner.post(`/grants/${grant.id}/suspend`, { reason: 'ще раз' })).status).toBe(409);
    await register.carryOut(grant.id);
    expect(await owner.must('GET', `/grants/${grant.id}`)).toMatchObject({ state: 'suspended', allowedCommands: ['revoke', 'resume'] });
    await owner.must('POST', `/grants/${grant.id}/resume`, { reason: 'Повернулася' });
    // Revoked while it is being given back: that is not done any more, and its ticket is over.
    const race = await Promise.all([0, 1, 2].map(() => owner.post(`/grants/${grant.id}/revoke`, { reason: 'Перейшла' })));
    expect(race.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    await app.settle();
    expect(await app.db.sql.rows(`select x.kind, x.state, t.state as ticket from access_action x join ticket t on t.id = x.ticket_id where x.grant_id = $1 order by x.id`, [grant.id])).toEqual([
      { kind: 'suspend', state: 'done', ticket: 'closed' }, { kind: 'resume', state: 'dropped', ticket: 'closed' }, { kind: 'remove', state: 'asked', ticket: 'provisioning' },
    ]);
    await register.carryOut(grant.id);
    expect(await owner.must('GET', `/grants/${grant.id}`)).toMatchObject({ state: 'revoked' });
  });

  it('is shown as it was at any past instant, and exported with its journal entry', async () => {
    const { grant } = await register.granted();
    const then = new Date(Date.parse(grant.grantedAt) + 1_000).toISOString();
    await advance(1);
    await app.as('manager').must('POST', `/grants/${grant.id}/revoke`, { reason: 'Не потрібно' });
    await register.carryOut(grant.id);
    const query = { entitlementId: grant.entitlement.id };
    expect((await app.as('auditor').must('GET', '/grants', undefined, { query })).items).toMatchObject([{ state: 'revoked' }]);
    expect((await app.as('auditor').must('GET', '/grants', undefined, { query: { ...query, asOf: then } })).items).toMatchObject([{ state: 'active', endedAt: null, allowedCommands: [], approvedBy: [{ person: { displayName: 'Андрій Мельник' } }] }]);
    expect((await app.as('auditor').must('GET', '/grants', undefined, { query: { ...query, asOf: new Date(Date.parse(grant.grantedAt) - 1_000).toISOString() } })).items).toEqual([]);
    expect((await app.as('auditor').must('GET', '/grants', undefined, { query: { ...query, asOf: after(0) } })).items).toEqual([]);

    const file = await app.as('auditor').get('/grants.csv', { query: { ...query, asOf: then } });
    expect(file.text.split('\r\n')).toHaveLength(3);
    const line = file.text.split('\r\n')[1] ?? '';
    const stored = await app.db.sql.one<{ id: string; hash: string }>(`select id, encode(hash, 'hex') as hash from journal where stream_id = $1 and kind = 'grant.granted'`, [grant.id]);
    expect(line).toContain(stored?.id);
    expect(line).toContain(stored?.hash);
    expect(await app.db.sql.one(`select data->>'sha256' as sha256 from journal where id = $1`, [file.headers.get('x-journal-entry')])).toEqual({ sha256: file.headers.get('x-content-sha256') });
    await expect(app.db.sql.run('update grant_event set reason = null where grant_id = $1', [grant.id])).rejects.toThrow('append-only');
  });

  it('is known to whom it concerns alone', async () => {
    const { grant } = await register.granted();
    expect((await app.as('supplier').get('/grants')).status).toBe(403);
    expect((await app.as('admin').must('GET', '/grants')).items).toEqual([]);
    expect((await app.as('admin').get(`/grants/${grant.id}`)).status).toBe(404);
    expect((await app.as('specialist').get(`/grants/${grant.id}`)).status).toBe(404);
    expect((await app.as('specialist').must('GET', '/grants')).items.every((one: Json) => one.person.displayName === 'Тарас Кравець')).toBe(true);
    expect((await app.as('employee').must('GET', '/grants')).items.every((one: Json) => one.person.displayName === 'Оксана Гнатюк')).toBe(true);
  });
});
