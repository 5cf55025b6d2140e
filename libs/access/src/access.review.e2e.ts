import { type Json, type TestApp, testApp } from '@opora/testing';
import { DAY, Register } from './test/register';

let app: TestApp;
let register: Register;
let offset = 0;
const after = (days: number): string => new Date(Date.now() + offset + days * DAY * 1_000).toISOString();
const advance = async (days: number): Promise<void> => {
  offset = (await app.clock.advance(Math.round(days * DAY))).getTime() - Date.now();
  await app.settle();
};
const grantOf = (id: string): Promise<Json> => app.as('manager').must('GET', `/grants/${id}`);

beforeAll(async () => {
  app = await testApp();
  register = await Register.open(app);
});
afterAll(() => app?.close());

describe('a recertification', () => {
  it('is answered by the owners, one’s own right by somebody above; what nobody answered for is revoked once (AP-11)', async () => {
    const kept = await register.granted();
    const taken = await register.granted();
    const unanswered = await register.granted();
    const own = await register.ask('employee2');
    await register.answer('manager', own);
    const ownGrant = (await register.command('specialist', own, 'provision')).grantId;

    expect((await app.as('employee2').post('/recertifications', { name: 'x', endsAt: after(10) })).status).toBe(403);
    const campaign = await app.as('manager').must('POST', '/recertifications', { name: 'Перегляд за IV квартал', endsAt: after(10), scope: { resourceIds: [register.resource.id] } });
    expect(campaign).toMatchObject({ state: 'running', noAnswer: 'revoke', all: { total: 4, answered: 0 } });
    await app.settle();
    expect((await app.as('employee2').must('GET', '/me/notifications')).items.map((one: Json) => one.kind)).toContain('recertification.asked');
    expect((await app.as('specialist').get(`/recertifications/${campaign.id}`)).status).toBe(404);

    const { items } = await app.as('employee2').must('GET', `/recertifications/${campaign.id}/items`);
    expect(items).toHaveLength(3);
    const item = (list: Json[], grantId: string): Json => list.find((one) => one.grantId === grantId);
    const answer = (by: string, ...answers: object[]) => app.as(by).post(`/recertifications/${campaign.id}/answers`, { answers });
    expect((await answer('manager', { itemId: item(items, kept.grant.id).id, answer: 'keep' })).status).toBe(404);
    const mine = (await app.as('manager').must('GET', `/recertifications/${campaign.id}/items`)).items;
    expect(mine.map((one: Json) => one.grantId)).toEqual([ownGrant]);
    // Somebody who stands in for the manager cannot so come to decide about their own right.
    await app.db.sql.run(`insert into absence (id, person_id, from_at, to_at, substitute_id) values (gen_random_uuid(), $1, now() - interval '1 day', now() + interval '1 day', $2)`, [await register.id('manager'), await register.id('employee2')]);
    expect((await answer('employee2', { itemId: mine[0].id, answer: 'keep' })).status).toBe(403);

    expect((await answer('employee2', { itemId: item(items, kept.grant.id).id, answer: 'keep' }, { itemId: item(items, taken.grant.id).id, answer: 'revoke', reason: 'Перейшла до іншого відділу' })).body).toMatchObject({ mine: { answered: 2, kept: 1, revoked: 1 } });
    expect((await answer('employee2', { itemId: item(items, taken.grant.id).id, answer: 'keep' })).status).toBe(409);
    expect(await grantOf(taken.grant.id)).toMatchObject({ pending: 'remove' });
    expect((await grantOf(kept.grant.id)).history.at(-1)).toMatchObject({ kind: 'certified', campaign: 'Перегляд за IV квартал' });

    await advance(10.01);
    expect(await app.as('auditor').must('GET', `/recertifications/${campaign.id}`)).toMatchObject({ state: 'ended', all: { total: 4, answered: 4, kept: 1, revoked: 3 } });
    expect((await answer('employee2', { itemId: item(items, unanswered.grant.id).id, answer: 'keep' })).status).toBe(409);
    expect(await grantOf(unanswered.grant.id)).toMatchObject({ pending: 'remove' });
    expect(await grantOf(ownGrant)).toMatchObject({ pending: 'remove' });
    await app.db.sql.run('update timer set fired_at = null where kind = $1', ['recertification.end']);
    await advance(0.01);
    expect(await app.db.sql.rows(`select count(*)::int as n from grant_event where grant_id = $1 and kind = 'ending'`, [unanswered.grant.id])).toEqual([{ n: 1 }]);
  });
});

describe('people who move', () => {
  const personal = async (): Promise<Json> => {
    const right = await register.entitlement();
    const request = await app.as('dispatcher').must('POST', '/access-requests', { entitlementId: right.id, requesterId: mover, reason: 'Нова посада' });
    await register.command('dispatcher', request, 'verify', { method: 'in_person' });
    await register.answer('employee2', request);
    return register.get('manager', request);
  };
  let mover: string;
  beforeAll(async () => {
    const { items } = await app.as('admin').must('GET', '/people', undefined, { query: { q: 'p07@demo' } });
    mover = items[0].id;
  });

  it('have what they hold looked at when their department changes', async () => {
    const request = await personal();
    const { grantId } = await register.command('specialist', request, 'provision');
    const { items: departments } = await app.as('admin').must('GET', '/departments', undefined, { query: { limit: 200 } });
    await app.as('admin').must('PATCH', `/people/${mover}`, { departmentId: departments.find((one: Json) => one.nameEn === 'Sales').id });
    await app.as('admin').must('PATCH', `/people/${mover}`, { phone: '+380 44 500 2222' });
    await app.settle();
    const campaigns = (await app.as('manager').must('GET', '/recertifications', undefined, { query: { state: 'running' } })).items.filter((one: Json) => one.origin === 'mover');
    expect(campaigns).toMatchObject([{ person: { id: mover }, all: { total: 1 } }]);
    expect((await app.as('employee2').must('GET', `/recertifications/${campaigns[0].id}/items`)).items).toMatchObject([{ grantId, flags: expect.arrayContaining(['mover']), exception: true }]);
  });

  it('lose everything once when they leave, and what they asked for is stopped', async () => {
    const held = (await app.db.sql.rows<{ id: string }>(`select id from access_grant where person_id = $1 and state = 'active'`, [mover])).map(({ id }) => id);
    const underWay = await personal();
    expect(await app.as('admin').must('POST', `/people/${mover}/deactivation-preview`)).toMatchObject({ grants: held.length });
    await app.as('admin').must('POST', `/people/${mover}/deactivate`);
    await app.settle();
    expect(await register.get('manager', underWay)).toMatchObject({ state: 'cancelled', actions: [{ state: 'dropped' }] });
    for (const id of held) expect(await grantOf(id)).toMatchObject({ pending: 'remove', personActive: false });
    // The event comes once more, as after a worker that was killed before it could say that it was done.
    await app.db.sql.run(`insert into outbox_delivery (event_id, handler, enqueued_at) select id, 'access.people', now() - interval '1 hour' from outbox where topic = 'person.deactivated' and key = $1`, [mover]);
    await app.settle();
    expect(await app.db.sql.rows(`select count(*)::int as n from grant_event where grant_id = any($1) and kind = 'ending'`, [held])).toEqual([{ n: held.length }]);
    const [removal] = await app.db.sql.rows<{ id: string }>(`select t.id from ticket t join access_request a on a.ticket_id = t.id where t.requester_id = $1 and a.purpose = 'remove'`, [mover]);
    expect(await register.command('specialist', removal as { id: string }, 'provision')).toMatchObject({ state: 'closed' });
    for (const id of held) expect(await grantOf(id)).toMatchObject({ state: 'revoked', pending: null });
  });
});

describe('an import of real accounts', () => {
  const bring = async (by: string, csv: string) => {
    const form = new FormData();
    form.append('file', new Blob([csv], { type: 'text/csv' }), 'accounts.csv');
    return app.as(by).post(`/access-resources/${register.resource.id}/drift-imports`, form);
  };

  it('finds what is granted and not present and what is present and not granted; each is resolved in one act', async () => {
    const [seen, missing, ended] = [await register.granted(), await register.granted(), await register.granted()];
    const codes = [seen, missing].map(({ grant }) => grant.entitlement.code);
    const csv = (...rows: string[]): string => ['account;entitlement;last_used', ...rows].join('\n');
    expect((await bring('employee', csv())).status).toBe(403);
    expect((await bring('manager', 'a,b\n1,2')).body).toMatchObject({ status: 422, errors: [{ code: 'access.drift.columns' }] });
    const rows = [`employee@demo.opora.test;${codes[0]};2026-10-01`, `dispatcher2;${codes[1]};`, `svc-backup;${codes[1]};`, `employee;${codes[1]}x;`];
    const report = (await bring('manager', csv(...rows))).body;
    expect(report).toMatchObject({ rows: 4, matched: 1, unknown: [{ line: 5, why: 'entitlement' }] });
    expect(await grantOf(seen.grant.id)).toMatchObject({ lastUsedAt: '2026-10-01T00:00:00.000Z' });

    const open = async (): Promise<Json[]> => (await app.as('manager').must('GET', '/drift-findings', undefined, { query: { resourceId: register.resource.id, limit: 200 } })).items;
    const findings = await open();
    const of = (what: object): Json => findings.find((one) => Object.entries(what).every(([key, value]) => one[key] === value));
    const absent = of({ grantId: missing.grant.id });
    const unused = of({ grantId: ended.grant.id });
    const extra = findings.find((one) => one.person?.displayName === 'Максим Бойко' && one.kind === 'present_not_granted');
    const stranger = of({ account: 'svc-backup' });
    expect(absent).toMatchObject({ kind: 'granted_not_present', allowedCommands: ['provision', 'end', 'accept'] });
    expect(stranger).toMatchObject({ person: null, allowedCommands: ['remove', 'accept'] });

    const resolve = (id: string, body: object) => app.as('manager').post(`/drift-findings/${id}/resolve`, body);
    expect((await resolve(stranger.id, { act: 'accept' })).body.errors).toMatchObject([{ pointer: '/reason' }]);
    expect((await resolve(stranger.id, { act: 'end' })).status).toBe(422);
    expect((await resolve(unused.id, { act: 'end' })).body).toMatchObject({ resolution: 'end', resolvedBy: { displayName: 'Наталія Ткаченко' } });
    expect(await grantOf(ended.grant.id)).toMatchObject({ state: 'revoked', pending: null });
    const again = (await resolve(absent.id, { act: 'provision' })).body;
    expect(await register.command('specialist', { id: again.ticket }, 'provision')).toMatchObject({ state: 'closed' });
    const asked = (await resolve(extra?.id, { act: 'request', reason: 'Має від торік' })).body;
    const request = await app.as('manager').must('GET', `/access-requests/${asked.ticket}`);
    expect(request).toMatchObject({ state: 'approving', requester: { displayName: 'Максим Бойко' } });
    expect((await resolve(absent.id, { act: 'end' })).status).toBe(409);
    const removal = (await resolve(stranger.id, { act: 'remove' })).body;
    expect(await app.as('specialist').must('GET', `/access-requests/${removal.ticket}`)).toMatchObject({ purpose: 'remove', actions: [{ kind: 'remove', account: 'svc-backup' }] });

    await bring('manager', csv(rows[0] ?? ''));
    expect((await open()).map((one) => one.account)).not.toContain('svc-backup');
  });
});
