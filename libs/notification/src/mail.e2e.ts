import { type AddressInfo, type Socket, createServer } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { demoId } from '@opora/organisation';
import { Database } from '@opora/platform';
import { type Json, type TestApp, type TestClient, testApp } from '@opora/testing';

let app: TestApp;
let employee: TestClient;
let dispatcher: TestClient;
let specialist: TestClient;
const others: TestApp[] = [];
const another = async (...options: Parameters<typeof testApp>): Promise<TestApp> => {
  const made = await testApp(...options);
  others.push(made);
  return made;
};

beforeAll(async () => {
  app = await testApp();
  [employee, dispatcher, specialist] = [app.as('employee'), app.as('dispatcher'), app.as('specialist')];
});
afterAll(async () => {
  for (const each of [app, ...others]) await each?.close();
});

const to = (who: string, ...words: string[]) => app.mail.next((letter) => letter.to.includes(`${who}@demo.opora.test`) && words.every((word) => letter.text.includes(word)));
const incident = (title: string, more: Json = {}): Promise<Json> => employee.must('POST', '/incidents', { title, ...more });
const english = (who: TestClient, locale = 'en') => who.must('PATCH', '/me', { locale });
const tokenOf = (text: string): string => /\/survey\/([\w-]+)/.exec(text)?.[1] ?? '';

describe('letters to the requester', () => {
  it('say that the ticket is registered, in the language of each', async () => {
    const { reference } = await incident('Не працює сканер');
    const letter = await to('employee', reference, 'Ми отримали ваше звернення «Не працює сканер»');
    expect(letter.raw).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(letter.raw).toMatch(/^Message-ID:\s+<n\.[0-9a-f-]{36}\.[\w-]{16}@/im);
    await english(employee);
    const { reference: other } = await incident('The scanner is dead');
    expect((await to('employee', other, 'We have your ticket “The scanner is dead”')).text).not.toMatch(/[а-яіїє]{4}/i);
    await english(employee, 'uk');
  });

  it('ask the question of a hold, and carry no private word (PN-04)', async () => {
    const { id, reference } = await incident('Гальмує пошта');
    await dispatcher.must('POST', `/tickets/${id}/messages`, { visibility: 'private', body: 'таємна внутрішня нотатка про користувача' });
    await dispatcher.must('POST', `/incidents/${id}/hold`, { reason: 'requester', message: 'Яка версія програми?' });
    expect((await to('employee', reference, 'нам потрібна ваша відповідь', 'Яка версія програми?')).text).not.toContain('таємна внутрішня');
    expect(app.mail.letters.filter(({ text }) => text.includes(reference) && text.includes('вам написали'))).toEqual([]);
  });

  it('tell the solution with a link that confirms it once, by a button and never by opening (AP-03)', async () => {
    const { id, reference } = await incident('Зник звук');
    await dispatcher.must('POST', `/incidents/${id}/resolve`, { code: 'solved', text: 'Увімкнули звук у налаштуваннях' });
    const letter = await to('employee', reference, 'вирішено', 'Увімкнули звук у налаштуваннях');
    const token = tokenOf(letter.text);
    for (let scanner = 0; scanner < 3; scanner++) expect(await app.anonymous().get(`/surveys/${token}`)).toMatchObject({ status: 200, body: { title: 'Зник звук', canConfirm: true, answered: null } });
    expect(Object.keys((await app.anonymous().get(`/surveys/${token}`)).body).sort()).toEqual(['answered', 'canConfirm', 'canReject', 'reference', 'state', 'title']);
    expect((await employee.must('GET', `/incidents/${id}`)).state).toBe('resolved');
    expect(await app.anonymous().post(`/surveys/${token}`, { answer: 'rejected' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/reason' }] } });
    expect(await app.anonymous().post(`/surveys/${token}`, { answer: 'confirmed', rating: 5, comment: 'Дякую' })).toMatchObject({ status: 200, body: { state: 'closed', answered: 'confirmed', canConfirm: false } });
    expect((await app.anonymous().post(`/surveys/${token}`, { answer: 'confirmed' })).status).toBe(409);
    expect((await employee.must('GET', `/incidents/${id}`)).state).toBe('closed');
    for (const guess of ['x', token.slice(0, -1), `${token}a`]) expect((await app.anonymous().get(`/surveys/${guess}`)).status).toBe(404);
  });

  it('reject by the link too; a link of an earlier solution decides nothing about a later one', async () => {
    const { id, reference } = await incident('Не друкує');
    await dispatcher.must('POST', `/incidents/${id}/resolve`, { code: 'solved', text: 'Перша спроба' });
    const first = tokenOf((await to('employee', reference, 'Перша спроба')).text);
    expect(await app.anonymous().post(`/surveys/${first}`, { answer: 'rejected', reason: 'Знову не друкує' })).toMatchObject({ status: 200, body: { state: 'in_progress', answered: 'rejected' } });
    await app.clock.advance(60);
    await dispatcher.must('POST', `/incidents/${id}/resolve`, { code: 'solved', text: 'Друга спроба' });
    const second = tokenOf((await to('employee', reference, 'Друга спроба')).text);
    expect(second).not.toBe(first);
    expect((await app.anonymous().post(`/surveys/${first}`, { answer: 'confirmed' })).status).toBe(409);
    await app.clock.advance(31 * 86_400);
    expect((await app.anonymous().get(`/surveys/${second}`)).status).toBe(410);
  });

  it('bring the link for a new password, which stands nowhere in the register', async () => {
    await app.anonymous().post('/auth/password-reset', { email: 'employee2@demo.opora.test' });
    const secret = /reset-password\/([\w-]+)/.exec((await to('employee2', 'Посилання діє')).text)?.[1] ?? '';
    expect(secret.length).toBeGreaterThan(20);
    expect(JSON.stringify(await app.db.sql.rows('select * from mail_message'))).not.toContain(secret);
    expect(JSON.stringify(await app.as('admin').must('GET', '/mail'))).not.toContain(secret);
  });
});

describe('notifications', () => {
  it('tell the assignee why, live, and nobody of their own act', async () => {
    const { id, reference } = await incident('Треба мережу');
    const stream = await specialist.stream();
    await dispatcher.must('POST', `/incidents/${id}/assign`, { assigneeId: demoId('person:specialist') });
    await stream.next((event: { event: string }) => event.event === 'notification');
    // What the rest of the house still has to tell would be new again after all was read.
    await app.settle();
    const { items, unread } = await specialist.must('GET', '/me/notifications');
    expect(items[0]).toMatchObject({ kind: 'ticket.assigned', reason: 'assignee', reasonText: 'ви виконавець', text: `${reference} призначено вам: Треба мережу`, readAt: null });
    expect(unread).toBeGreaterThan(0);
    expect((await specialist.must('POST', '/me/notifications/read', {})).unread).toBe(0);
    expect((await dispatcher.must('GET', '/me/notifications')).items.filter((item: Json) => item.ticket?.reference === reference && item.kind === 'ticket.assigned')).toEqual([]);
  });

  it('come where the person chose, and stop where they may not see the ticket any more', async () => {
    await employee.must('PUT', '/me/notification-choices', { items: [{ kind: 'ticket.registered', web: true, mail: false }] });
    const { reference, id } = await incident('Без листа');
    await app.settle();
    expect((await employee.must('GET', '/me/notifications')).items[0]).toMatchObject({ kind: 'ticket.registered', ticket: { reference } });
    expect(await app.db.sql.rows(`select 1 from mail_message where ticket_id = $1 and kind = 'ticket.registered'`, [id])).toEqual([]);
    expect(await employee.put('/me/notification-choices', { items: [{ kind: 'password.reset', web: true, mail: false }] })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/items/0/kind' }] } });
    await app.db.sql.run('update ticket set requester_id = $2, reporter_id = $2 where id = $1', [id, demoId('person:employee2')]);
    expect((await employee.must('GET', '/me/notifications')).items.filter((item: Json) => item.ticket?.reference === reference)).toEqual([]);
    await app.db.sql.run('update ticket set requester_id = $2, reporter_id = $2 where id = $1', [id, demoId('person:employee')]);
  });

  it('say nothing of what is older than a day', async () => {
    const { id } = await incident('Учорашнє');
    await app.settle();
    const before = await app.db.sql.one<{ n: number }>('select count(*) as n from mail_message where ticket_id = $1', [id]);
    await app.api.get(Database).tx((tx) => tx.run(`insert into outbox (id, topic, key, payload, at) values (gen_random_uuid(), 'ticket.registered', $1, '{}', now() + interval '29 days')`, [id]));
    await app.settle();
    expect(await app.db.sql.one('select count(*) as n from mail_message where ticket_id = $1', [id])).toEqual(before);
  });
});

describe('a mail server that fails', () => {
  const answers: (() => Error | null)[] = [];
  const sockets: Socket[] = [];
  const seen: string[] = [];
  let server: SMTPServer;
  let own: TestApp;

  beforeAll(async () => {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          seen.push(/^Message-ID:\s+(<.*>)/im.exec(Buffer.concat(chunks).toString())?.[1] ?? '');
          done(answers.shift()?.() ?? null);
        });
      },
    });
    server.on('error', () => undefined);
    const port = await new Promise<number>((ready) => {
      const listening = server.listen(0, '127.0.0.1', () => ready((listening.address() as AddressInfo).port));
    });
    own = await another({ mail: false, env: { SMTP_URL: `smtp://127.0.0.1:${port}` } });
  });
  afterAll(async () => {
    await new Promise<void>((done) => server.close(() => done()));
  });

  const stateOf = async (id: string, until: (row: Json) => boolean): Promise<Json> => {
    for (const end = Date.now() + 8_000; ; ) {
      const row = await own.db.sql.one<Json>(`select state, attempts, last_error as error, message_id as "messageId" from mail_message where ticket_id = $1`, [id]);
      if ((row && until(row)) || Date.now() > end) return row;
      await new Promise((next) => setTimeout(next, 30));
    }
  };
  const failing = (code: number) => () => Object.assign(new Error('no'), { responseCode: code });

  it('for a while is tried again with the same Message-ID', async () => {
    answers.push(failing(451), failing(421));
    const { id } = await own.as('employee').must('POST', '/incidents', { title: 'Спершу не дійшло' });
    for (const attempts of [1, 2]) {
      expect(await stateOf(id, (row) => row.attempts === attempts && row.error !== null)).toMatchObject({ state: 'queued', attempts });
      await own.clock.advance(120);
    }
    const sent = await stateOf(id, (row) => row.state === 'sent');
    expect(sent).toMatchObject({ state: 'sent', attempts: 3, error: null });
    expect(seen.filter((messageId) => messageId === sent.messageId)).toHaveLength(3);
  });

  it('for good leaves the letter in the list with the reason, from where it is sent again', async () => {
    answers.push(failing(550));
    const { id } = await own.as('employee').must('POST', '/incidents', { title: 'Немає такої скриньки' });
    expect(await stateOf(id, (row) => row.state === 'failed')).toMatchObject({ state: 'failed', attempts: 1 });
    const { items } = await own.as('admin').must('GET', '/mail', undefined, { query: { state: 'failed' } });
    expect(items).toMatchObject([{ state: 'failed', address: 'employee@demo.opora.test', name: 'Звернення зареєстровано' }]);
    await own.as('admin').must('POST', `/mail/${items[0].id}/resend`);
    expect(await stateOf(id, (row) => row.state === 'sent')).toMatchObject({ state: 'sent' });
    expect((await own.as('admin').post(`/mail/${items[0].id}/resend`)).status).toBe(409);
    expect((await own.as('employee').get('/mail')).status).toBe(403);
  });

  it('that does not answer at all holds up nothing: the ticket is there at once', async () => {
    const silent = createServer((socket) => void sockets.push(socket));
    await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', () => ready()));
    const slow = await another({ mail: false, env: { SMTP_URL: `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}` } });
    const { id } = await slow.as('employee').must('POST', '/incidents', { title: 'Пошта мовчить' });
    await slow.settle();
    expect((await slow.as('dispatcher').must('GET', `/incidents/${id}`)).title).toBe('Пошта мовчить');
    expect(await slow.db.sql.rows(`select state from mail_message where ticket_id = $1`, [id])).toEqual([{ state: 'queued' }]);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
});

it('where none is set letters lie in the list as unsent, and nothing is lost', async () => {
  const own = await another({ mail: false });
  const { reference } = await own.as('employee').must('POST', '/incidents', { title: 'Нікуди слати' });
  await own.settle();
  const page = await own.as('admin').must('GET', '/mail', undefined, { query: { q: reference } });
  expect(page).toMatchObject({ sends: false, items: [{ state: 'unsent', reference }] });
  expect((await own.as('admin').post(`/mail/${page.items[0].id}/resend`)).status).toBe(409);
});

it('settings are changed all or none, and the auto-close time follows', async () => {
  const admin = app.as('admin');
  const { items, version } = await admin.must('GET', '/settings');
  expect(items).toContainEqual(expect.objectContaining({ key: 'incident.autoCloseWorkingDays', value: 3, fallback: 3 }));
  expect(await admin.patch('/settings', { values: { 'incident.autoCloseWorkingDays': 0, nothing: 1 } })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/values/incident.autoCloseWorkingDays' }, { pointer: '/values/nothing' }] } });
  expect((await admin.patch('/settings', { values: { 'incident.autoCloseWorkingDays': 1 } }, { ifMatch: version })).status).toBe(200);
  expect((await admin.patch('/settings', { values: {} }, { ifMatch: version })).status).toBe(412);
  const { id } = await incident('Закриється завтра');
  await dispatcher.must('POST', `/incidents/${id}/resolve`, { code: 'solved', text: 'Готово' });
  await app.clock.advance(5 * 86_400);
  expect((await dispatcher.must('GET', `/incidents/${id}`)).state).toBe('closed');
  expect((await dispatcher.get('/settings')).status).toBe(403);
});
