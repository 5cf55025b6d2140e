import { demoId } from '@opora/organisation';
import { type Json, type TestApp, testApp } from '@opora/testing';
import { ANSWERS, LAPTOP, Shop, words } from './test/shop';

let app: TestApp;
let shop: Shop;
beforeAll(async () => {
  app = await testApp();
  shop = new Shop(app);
});
afterAll(() => app?.close());

const person = (key: string): string => demoId(`person:${key}`);
const pointers = (reply: { body: Json }): string[] => reply.body.errors.map((error: Json) => `${error.pointer} ${error.code}`).sort();
const tasksOf = async (request: Json): Promise<Json[]> => (await app.as('dispatcher').must<Json>('GET', `/tickets/${request.id}/tasks`)).items;
const done = (request: Json, task: Json) => app.as('specialist').must('POST', `/tickets/${request.id}/tasks/${task.id}/complete`, {});
const letterTo = (who: string, ...parts: string[]) => app.mail.next(({ to, text }) => to.includes(`${who}@demo.opora.test`) && parts.every((part) => text.includes(part)));

describe('an order', () => {
  it('is promised before it is sent, approved, worked on by its plan, fulfilled and confirmed', async () => {
    const laptop = await shop.laptop();
    const promise = await app.as('employee').must('POST', `/offerings/${laptop.id}/promise`, { answers: { model: 'light' } });
    expect(promise).toMatchObject({
      approvals: [{ name: 'Керівник', needed: 1, dueDays: 2, people: [{ id: person('manager'), askedAs: 'line_manager' }] }], tasks: [{ title: 'Підготувати ноутбук', group: 'Робочі місця' }, { title: 'Видати' }], group: 'Робочі місця',
      cost: { amountCents: 120_000, currency: 'USD', per: 'once' },
    });
    const placed = await shop.order(laptop);
    expect(placed).toMatchObject({ kind: 'request', reference: expect.stringMatching(/^REQ-\d{6}$/) });
    const asked = await shop.get('employee', placed);
    expect(asked).toMatchObject({ state: 'approving', phase: 'waiting', title: 'Новий ноутбук', requestKind: 'service', offering: { name: 'Новий ноутбук', number: 1 }, cost: { amountCents: 120_000 }, allowedCommands: ['withdraw'], plan: null });
    expect(asked.answers).toEqual([{ name: 'why', label: 'Навіщо', value: 'Старий не вмикається' }, { name: 'model', label: 'Модель', value: 'Легкий' }]);
    const [card] = (await app.as('manager').must('GET', '/me/approvals')).items.filter((each: Json) => each.ticketId === placed.id);
    expect(card.lines).toEqual([{ label: 'Навіщо', value: 'Старий не вмикається' }, { label: 'Модель', value: 'Легкий' }, { label: 'Вартість', value: expect.stringContaining('1\u00a0200,00') }]);

    await shop.answer(placed, 'approved');
    expect(await shop.get('employee', placed)).toMatchObject({ state: 'fulfilling', plan: { done: 0, total: 2 } });
    const [prepare, hand] = await tasksOf(placed);
    expect([prepare, hand]).toMatchObject([{ state: 'open', title: 'Підготувати ноутбук', dueAt: expect.any(String) }, { state: 'planned' }]);
    await done(placed, prepare);
    expect((await tasksOf(placed))[1]).toMatchObject({ state: 'open' });
    expect((await shop.get('employee', placed)).state).toBe('fulfilling');
    await done(placed, hand);
    expect(await shop.get('employee', placed)).toMatchObject({ state: 'fulfilled', fulfilment: { text: 'Ноутбук видано.' }, plan: { done: 2, total: 2 }, allowedCommands: ['confirm', 'reject'] });
    expect((await letterTo('employee', placed.reference, 'Ноутбук видано.')).text).toContain('виконано');
    expect(await shop.command('employee', placed, 'confirm', { rating: 5, comment: 'Швидко' })).toMatchObject({ state: 'closed', rating: { score: 5, comment: 'Швидко' } });
    const timeline = (await app.as('dispatcher').must('GET', `/tickets/${placed.id}/timeline`)).items.map((entry: Json) => entry.kind);
    expect(timeline.filter((kind: string) => kind.startsWith('request.'))).toEqual(['request.submitted', 'request.approved', 'request.fulfilled', 'request.confirmed']);
    expect((await app.as('employee').get(`/offerings/${laptop.id}`)).body.ordered).toBe(1);
  });

  it('refused says why, and its letter does too', async () => {
    const placed = await shop.order(await shop.laptop());
    await shop.answer(placed, 'refused', 'manager', 'Є запасний у шафі');
    expect(await shop.get('employee', placed)).toMatchObject({ state: 'rejected', phase: 'closed', endReason: 'Є запасний у шафі', allowedCommands: [] });
    expect((await letterTo('employee', placed.reference, 'відхилено')).text).toContain('Є запасний у шафі');
    expect(await tasksOf(placed)).toEqual([]);
  });

  it('taken back asks nobody any more', async () => {
    const placed = await shop.order(await shop.laptop());
    const vote = await shop.vote(placed);
    await shop.command('employee', placed, 'withdraw');
    expect(await app.as('manager').post(`/tickets/${placed.id}/approvals/${vote}/answer`, { answer: 'approved' })).toMatchObject({ status: 409, body: { state: 'withdrawn' } });
    expect((await shop.get('employee', placed)).state).toBe('cancelled');
  });

  it('that nobody approves in time is rejected, after a reminder', async () => {
    const placed = await shop.order(await shop.laptop());
    await app.clock.advance(14 * 86_400);
    expect(await shop.get('employee', placed)).toMatchObject({ state: 'rejected', endReason: 'Ніхто не погодив запит до кінця строку.' });
    expect((await app.db.sql.rows(`select 1 from outbox where topic = 'approval.reminded' and key = $1`, [placed.id])).length).toBeGreaterThan(0);
  });

  it('keeps the version it was ordered by, whatever is published later', async () => {
    const offering = await shop.offer({ approval: [] });
    const placed = await shop.order(offering);
    await app.as('manager').must('PATCH', `/offerings/${offering.id}`, { definition: { ...LAPTOP, approval: [], name: words('Ноутбук-2'), plan: [], form: { schema: { type: 'object', properties: {} }, ui: { order: [], fields: {} } } } });
    await app.as('manager').must('POST', `/offerings/${offering.id}/publish`, {});
    const kept = await shop.get('employee', placed);
    expect([kept.offering, kept.answers.length]).toEqual([{ id: offering.id, name: 'Новий ноутбук', number: 1 }, 2]);
    expect(await app.as('employee').post(`/offerings/${offering.id}/order`, { answers: {}, number: 1 })).toMatchObject({ status: 409 });
    expect((await app.as('employee').post(`/offerings/${offering.id}/order`, { answers: {}, number: 2 })).status).toBe(201);
  });

  it('is for oneself, or for others by whoever may; nobody approves what they ordered', async () => {
    const laptop = await shop.laptop();
    expect(pointers(await app.as('employee2').post(`/offerings/${laptop.id}/order`, { answers: ANSWERS, requesterId: person('employee') }))).toEqual(['/requesterId read_only']);
    await app.db.sql.run('update person set manager_id = $1 where id = $2', [person('p1'), person('manager')]);
    const byManager = await shop.order(laptop, ANSWERS, 'manager', { requesterId: person('employee') });
    const { items } = await app.as('dispatcher').must('GET', `/tickets/${byManager.id}/approvals`);
    expect(items[0].steps[0].votes.map((vote: Json) => vote.person.id)).toEqual([person('p1')]);
    expect((await shop.get('employee', byManager)).requester.id).toBe(person('employee'));
  });

  it.each([
    [{}, ['/answers/model required', '/answers/why required']],
    [{ why: 'ні', model: 'golden' }, ['/answers/model not_one_of', '/answers/why too_short']],
    [{ ...ANSWERS, until: '2001-01-01' }, ['/answers/until form.over']],
    [{ ...ANSWERS, dock: true }, ['/answers/dock unknown_field']],
    [{ ...ANSWERS, model: 'strong', dock: 'yes' }, ['/answers/dock wrong_type']],
    [{ ...ANSWERS, price: 1 }, ['/answers/price unknown_field']],
  ])('names the field of a wrong answer: %j', async (answers, expected) => expect(pointers(await app.as('employee').post(`/offerings/${(await shop.laptop()).id}/order`, { answers }))).toEqual(expected));

  it('sent twice with one key is one request', async () => {
    const laptop = await shop.laptop();
    const send = () => app.as('employee').post(`/offerings/${laptop.id}/order`, { answers: ANSWERS }, { headers: { 'Idempotency-Key': 'order-once' } } as never);
    const [first, second] = [await send(), await send()];
    expect([first.status, second.body.reference]).toEqual([201, first.body.reference]);
  });
});

describe('clocks of a request', () => {
  it('measure the approval and the fulfilment by what the offering promised; waiting for approvals pauses the fulfilment where the agreement says so', async () => {
    const agreement = await app.as('manager').must('POST', '/agreements', {
      type: 'SLA', nameUk: 'Запити', nameEn: 'Requests',
      draft: {
        calendarId: demoId('calendar:always'), match: { kind: 'request' }, targets: [{ metric: 'fulfilment', seconds: 400_000 }, { metric: 'approval', seconds: 100_000 }], pauses: [{ metric: 'fulfilment', state: 'approving' }, { metric: 'fulfilment', state: 'on_hold', reason: 'requester' }],
        validFrom: new Date(Date.now() - 86_400_000).toISOString(),
      },
    });
    await app.as('manager').must('POST', `/agreements/${agreement.id}/publish`, {});
    const clocks = async (request: Json): Promise<Json> => Object.fromEntries((await app.as('dispatcher').must<Json>('GET', `/tickets/${request.id}/clocks`)).items.filter(({ agreement: { type } }: Json) => type === 'SLA').map((clock: Json) => [clock.metric, clock]));
    const placed = await shop.order(await shop.laptop());
    const before = await clocks(placed);
    expect(Object.keys(before).sort()).toEqual(['approval', 'fulfilment', 'response']);
    expect([before.approval.targetSeconds, before.approval.state, before.fulfilment.targetSeconds, before.fulfilment.state]).toEqual([28_800, 'running', 86_400, 'paused']);
    await app.clock.advance(3_600);
    await shop.answer(placed, 'approved');
    const after = await clocks(placed);
    expect([after.approval.state, after.approval.elapsedSeconds >= 3_600, after.fulfilment.state, after.fulfilment.elapsedSeconds < 60]).toEqual(['met', true, 'running', true]);
    const free = await shop.order(await shop.offer({ approval: [] }));
    expect(Object.keys(await clocks(free)).sort()).toEqual(['fulfilment', 'response']);
    const refused = await shop.order(await shop.laptop());
    await shop.answer(refused, 'refused', 'manager', 'Ні');
    expect(Object.fromEntries(Object.entries(await clocks(refused)).map(([metric, clock]) => [metric, (clock as Json).state]))).toEqual({ approval: 'met', fulfilment: 'cancelled', response: 'cancelled' });
  });
});

describe('in one’s own words', () => {
  it('a question waits for triage, is answered and closes by itself when nobody says anything more', async () => {
    const asked = await app.as('employee').must('POST', '/requests', { kind: 'information', title: 'Як налаштувати підпис у пошті?', description: 'На телефоні.' });
    expect(asked).toMatchObject({ state: 'submitted', phase: 'new', requestKind: 'information', group: null });
    expect((await app.as('dispatcher').must('POST', `/requests/${asked.id}/fulfil`, { text: 'Налаштування → Підпис.' })).state).toBe('fulfilled');
    await app.clock.advance(10 * 86_400);
    expect((await shop.get('employee', asked)).state).toBe('closed');
  });

  it('an answer wakes what waits for it, and a returned request goes on', async () => {
    const request = await shop.bring('on_hold');
    const said = await app.as('employee').must('POST', `/tickets/${request.id}/messages`, { visibility: 'public', body: 'Чорний, будь ласка.' });
    expect([said.outcome, (await shop.get('employee', request)).state]).toEqual(['resumed', 'fulfilling']);
    await shop.command('specialist', request, 'fulfil', { text: 'Видано.' });
    expect(await shop.command('employee', request, 'reject', { reason: 'Не той колір' })).toMatchObject({ state: 'fulfilling', fulfilment: null, reopenCount: 1 });
  });

  it('answers are never rewritten, what classifies it may be', async () => {
    const request = await shop.bring('fulfilling');
    expect(pointers(await app.as('dispatcher').patch(`/requests/${request.id}`, { answers: { why: 'інше' } }))).toEqual(['/answers read_only']);
    expect(await app.as('dispatcher').must('PATCH', `/requests/${request.id}`, { serviceId: demoId('service:mail'), tags: ['нагально'] })).toMatchObject({ service: { id: demoId('service:mail') }, tags: ['нагально'] });
    expect((await app.as('employee').patch(`/requests/${request.id}`, { title: 'x' })).status).toBe(403);
  });
});
