import { demoId } from '@opora/organisation';
import { type Json, type TestApp, testApp } from '@opora/testing';

let app: TestApp;
beforeAll(async () => (app = await testApp()));
afterAll(() => app?.close());

const report = (title: string): Promise<Json> => app.as('employee').must('POST', '/incidents', { title });
const assigned = async (title: string): Promise<Json> => app.as('dispatcher').must('POST', `/incidents/${(await report(title)).reference}/assign`, { groupId: demoId('group:workplace'), assigneeId: demoId('person:specialist') });
const SOLVE = { nameUk: 'Перезапущено службу', nameEn: 'Service restarted', command: 'resolve', code: 'solved', replyUk: '{{requester}}, {{reference}} «{{title}}» готово.', replyEn: '{{requester}}, {{reference}} “{{title}}” is done.', impact: 'low', urgency: 'high', serviceId: demoId('service:printing'), tags: ['служба'] };

describe('Macros', () => {
  it('are kept by who leads, seen by who works, and their changes stand in the journal', async () => {
    const macro = await app.as('manager').must('POST', '/macros', SOLVE);
    expect(macro).toMatchObject({ name: 'Перезапущено службу', command: 'resolve', version: 1, active: true });
    expect((await app.as('specialist').must('GET', '/macros')).items.map(({ id }: Json) => id)).toContain(macro.id);
    expect(await app.as('specialist').request('POST', '/macros', SOLVE)).toMatchObject({ status: 403 });
    expect(await app.as('employee').request('GET', '/macros', undefined)).toMatchObject({ status: 403 });
    expect(await app.as('manager').request('POST', '/macros', { ...SOLVE, replyUk: '{{internal}}' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/replyUk', code: 'macro.unknown_token' }] } });
    expect(await app.as('manager').request('POST', '/macros', { ...SOLVE, code: 'nothing_such' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/code' }] } });
    const changed = await app.as('manager').must('PATCH', `/macros/${macro.id}`, { nameEn: 'Service was restarted' });
    expect(changed).toMatchObject({ nameEn: 'Service was restarted', replyUk: SOLVE.replyUk, version: 2 });
    expect(await app.as('manager').request('PATCH', `/macros/${macro.id}`, { replyUk: null, replyEn: null })).toMatchObject({ status: 422 });
    const { items } = await app.as('auditor').must('GET', `/journal?streamId=${macro.id}`);
    expect(items.map(({ kind }: Json) => kind).sort()).toEqual(['macro.changed', 'macro.created']);
  });

  it('change the fields, answer in the reader’s language and act, at once and once', async () => {
    const macro = await app.as('manager').must('POST', '/macros', SOLVE);
    await app.as('employee').must('PATCH', '/me', { locale: 'en' });
    const ticket = await assigned('Print queue is stuck');
    const key = { idempotencyKey: 'macro-once' };
    const after = await app.as('specialist').must('POST', `/incidents/${ticket.reference}/macros/${macro.id}`, {}, key);
    expect(after).toMatchObject({ state: 'resolved', impact: 'low', urgency: 'high', service: { id: demoId('service:printing') }, tags: ['служба'], resolution: { code: 'solved', text: `Оксана Гнатюк, ${ticket.reference} “Print queue is stuck” is done.` } });
    expect(await app.as('specialist').must('POST', `/incidents/${ticket.reference}/macros/${macro.id}`, {}, key)).toMatchObject({ version: after.version });
    await app.as('employee').must('PATCH', '/me', { locale: 'uk' });
  });

  it('leave everything as it was where one part may not be done', async () => {
    const macro = await app.as('manager').must('POST', '/macros', SOLVE);
    const ticket = await assigned('Уже вирішене');
    await app.as('specialist').must('POST', `/incidents/${ticket.reference}/resolve`, { code: 'solved', text: 'Готово.' });
    const before = await app.as('specialist').must('GET', `/incidents/${ticket.reference}`);
    expect(await app.as('specialist').request('POST', `/incidents/${ticket.reference}/macros/${macro.id}`, {})).toMatchObject({ status: 409, body: { state: 'resolved' } });
    expect(await app.as('specialist').must('GET', `/incidents/${ticket.reference}`)).toMatchObject({ version: before.version, urgency: before.urgency, tags: before.tags });
    expect(await app.as('employee').request('POST', `/incidents/${ticket.reference}/macros/${macro.id}`, {})).toMatchObject({ status: 403 });
    await app.as('manager').must('PATCH', `/macros/${macro.id}`, { active: false });
    expect(await app.as('specialist').request('POST', `/incidents/${(await assigned('Нове')).reference}/macros/${macro.id}`, {})).toMatchObject({ status: 404 });
    await app.as('manager').must('DELETE', `/macros/${macro.id}`);
    expect(await app.as('manager').request('GET', `/macros/${macro.id}`, undefined)).toMatchObject({ status: 404 });
  });
});
