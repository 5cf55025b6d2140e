import { demoId } from '@opora/organisation';
import { DEMO_PASSWORD, type TestApp, emailOf, testApp } from '@opora/testing';
import { PasswordLinks } from '..';
import { Browser } from '../test/browser';

/* Limits as in production; requests say where they come from, as behind a proxy of ours. */
let app: TestApp;
beforeAll(async () => {
  /* The letter to its own person is the one way that a link may take; here all others are watched. */
  app = await testApp({ mail: false, env: { OPORA_LIMITS: 'default', TRUSTED_PROXIES: '127.0.0.1' } });
});
afterAll(() => app?.close());

let addresses = 0;
const elsewhere = (): Browser => new Browser(app, `198.51.100.${++addresses}`);
const journalOf = (streamId: string): Promise<{ kind: string; data: unknown }[]> => app.db.sql.rows('select kind, data from journal where stream_id = $1 order by seq', [streamId]);
const SYSTEM = '00000000-0000-7000-8000-000000000000';

describe('a wrong password', () => {
  it('AU-01 is taken five times from one address, then asks to wait; elsewhere the right one works', async () => {
    const thief = elsewhere();
    for (let n = 0; n < 5; n++) expect((await thief.signIn(emailOf('employee'), 'not the password')).status).toBe(401);
    const sixth = await thief.signIn(emailOf('employee'), 'not the password');
    expect(sixth.status).toBe(429);
    expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThan(60);
    expect(sixth.headers.get('ratelimit-policy')).toBe('"sign-in-account";q=5;w=900');
    expect(sixth.body).toMatchObject({ type: 'https://iana.org/assignments/http-problem-types#quota-exceeded', 'violated-policies': ['sign-in-account'] });
    expect((await thief.signIn(emailOf('employee'), DEMO_PASSWORD)).status).toBe(429);
    expect((await elsewhere().signIn(emailOf('employee'))).status).toBe(200);
    const kinds = (await journalOf(demoId('person:employee'))).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'auth.failed')).toHaveLength(5);
    expect(kinds).toContain('auth.signed_in');
  });

  it('AU-01 twenty at a time get no more than one by one', async () => {
    const thief = elsewhere();
    const answers = await Promise.all(Array.from({ length: 20 }, () => thief.signIn(emailOf('manager'), 'not the password')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it('AU-02 one for each of many accounts ends the address’s budget, and the journal says it once', async () => {
    const thief = elsewhere();
    const answers: number[] = [];
    for (let n = 0; n < 55; n++) answers.push((await thief.signIn(`stranger${n}@nowhere.test`, 'x')).status);
    expect(answers.slice(0, 50).every((status) => status === 401)).toBe(true);
    expect(answers.slice(50).every((status) => status === 429)).toBe(true);
    expect((await journalOf(SYSTEM)).filter(({ kind }) => kind === 'auth.spray')).toHaveLength(1);
  });

  it('AU-03 of a megabyte is refused before any hashing', async () => {
    const answer = await elsewhere().signIn(emailOf('employee'), 'x'.repeat(900_000));
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: '/password', code: 'too_long' })]);
  });

  it('AU-05 looks the same for known and unknown addresses', async () => {
    const [known, unknown] = [await elsewhere().signIn(emailOf('auditor'), 'x'), await elsewhere().signIn('nobody@nowhere.test', 'x')];
    expect(known.status).toBe(401);
    expect({ ...known.body, instance: '' }).toEqual({ ...unknown.body, instance: '' });
  });
});

describe('a forgotten password', () => {
  const ask = (email: string) => elsewhere().send('POST', '/auth/password-reset', { email });
  const asked = (): Promise<{ key: string; payload: { sealed: string | null; reason?: string } }[]> => app.db.sql.rows(`select key, payload from outbox where topic = 'password.reset_requested' order by seq`);
  const link = async (person: string): Promise<string> => {
    const last = (await asked()).filter(({ key }) => key === demoId(`person:${person}`)).at(-1);
    return app.api.get(PasswordLinks, { strict: false }).addressOf(last?.payload.sealed ?? '');
  };
  const finish = (token: unknown, password: string) => elsewhere().send('POST', '/auth/password-reset/finish', { token, password });

  it('AU-06 is answered alike for known, unknown and deactivated people; only the first gets a link', async () => {
    await app.as('admin').must('POST', `/people/${demoId('person:p40')}/deactivate`);
    const answers = [await ask(emailOf('employee2')), await ask('nobody@nowhere.test'), await ask(emailOf('p40'))];
    expect(answers.map(({ status, body }) => ({ status, body }))).toEqual(Array.from({ length: 3 }, () => ({ status: 202, body: {} })));
    const events = await asked();
    expect(events.map(({ key, payload }) => [key, payload.sealed !== null, payload.reason])).toEqual([[demoId('person:employee2'), true, undefined], [demoId('person:p40'), false, 'inactive']]);
  });

  it('AU-07 ten times for one address is answered alike, with three letters an hour, of which the last one works', async () => {
    const links: string[] = [];
    for (let n = 0; n < 10; n++) {
      expect((await ask(emailOf('specialist'))).status).toBe(202);
      links.push(await link('specialist'));
    }
    expect(new Set(links).size).toBe(3);
    const tokens = [...new Set(links)].map((address) => address.split('/').at(-1));
    expect((await finish(tokens[0], 'ялинка під вікном 7 сорок')).body.errors).toEqual([expect.objectContaining({ pointer: '/token', code: 'link_invalid' })]);
    expect((await finish(tokens[2], 'ялинка під вікном 7 сорок')).status).toBe(204);
  });

  it('AU-09 the link is made of the public address, whatever the request calls the host', async () => {
    await elsewhere().send('POST', '/auth/password-reset', { email: emailOf('manager') }, { 'x-forwarded-host': 'evil.test' });
    expect(await link('manager')).toMatch(new RegExp(`^${app.url}/reset-password/[\\w-]{43}$`));
  });

  it('AU-08 a link works once, for its person, as it was sent; then all sessions and tokens end', async () => {
    const browser = elsewhere();
    await browser.signIn(emailOf('auditor'));
    const { token } = (await browser.send('POST', '/me/tokens', { name: 'report', scopes: ['*'], expiresAt: new Date(Date.now() + 3_600_000).toISOString() })).body as { token: string };
    await ask(emailOf('auditor'));
    const secret = (await link('auditor')).split('/').at(-1) ?? '';
    expect(secret).toHaveLength(43);
    const flipped = (secret.startsWith('A') ? 'B' : 'A') + secret.slice(1);
    for (const wrong of [flipped, '', ' ', null, [secret], secret.toUpperCase() === secret ? secret.toLowerCase() : secret.toUpperCase(), undefined, 'x'.repeat(500)]) {
      const answer = await finish(wrong, 'чотири випадкові слова тут');
      expect([answer.status, answer.body.errors[0].code]).toEqual([422, 'link_invalid']);
    }
    const stored = await app.db.sql.one<{ n: number }>(`select count(*)::int as n from password_link where encode(token_hash, 'escape') like '%' || $1 || '%'`, [secret]);
    expect(stored?.n).toBe(0);
    app.canaries.secret(secret, 'A reset link');
    expect((await finish(secret, 'чотири випадкові слова тут')).status).toBe(204);
    expect((await finish(secret, 'чотири випадкові слова тут')).body.errors[0].code).toBe('link_invalid');
    expect((await browser.send('GET', '/me')).status).toBe(401);
    expect((await new Browser(app).send('GET', '/me', undefined, { authorization: `Bearer ${token}` })).status).toBe(401);
    expect((await elsewhere().signIn(emailOf('auditor'), DEMO_PASSWORD)).status).toBe(401);
    expect((await elsewhere().signIn(emailOf('auditor'), 'чотири випадкові слова тут')).status).toBe(200);
    expect(await journalOf(demoId('person:auditor'))).toEqual(expect.arrayContaining([{ kind: 'person.password_set', data: { changes: [{ field: 'password', from: '••••', to: '••••' }] } }]));
  });

  it('AU-08 a link dies after half an hour', async () => {
    await ask(emailOf('employee2'));
    const secret = (await link('employee2')).split('/').at(-1);
    await app.db.sql.rows(`update password_link set expires_at = now() - interval '1 second' where person_id = $1`, [demoId('person:employee2')]);
    expect((await finish(secret, 'чотири випадкові слова тут')).body.errors[0].code).toBe('link_invalid');
  });
});

describe('requests of a minute', () => {
  it('RL-01 the 601st by one token asks to wait, and says until when', async () => {
    const admin = await app.token('admin', ['me']);
    const answers: number[] = [];
    let refused: Awaited<ReturnType<typeof admin.get>> | undefined;
    for (let batch = 0; batch < 125 && !refused; batch++) {
      const replies = await Promise.all(Array.from({ length: 10 }, () => admin.get('/me/sessions')));
      answers.push(...replies.map(({ status }) => status));
      refused = replies.find(({ status }) => status === 429);
    }
    expect(refused?.headers.get('ratelimit-policy')).toBe('"default";q=600;w=60');
    expect(refused?.headers.get('ratelimit')).toMatch(/^"default";r=0;t=\d+$/);
    expect(refused?.body).toMatchObject({ status: 429, 'violated-policies': ['default'] });
    expect(Number(refused?.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(answers.filter((status) => status === 200).length).toBeGreaterThanOrEqual(600);
  });

  it('RL-02 another X-Forwarded-For from each request changes nothing for a token', async () => {
    const { token } = await app.as('dispatcher').must('POST', '/me/tokens', { name: 'x', scopes: ['me'], expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    let refused = 0;
    for (let batch = 0; batch < 125 && refused === 0; batch++) {
      const replies = await Promise.all(Array.from({ length: 10 }, () => elsewhere().send('GET', '/me/sessions', undefined, { authorization: `Bearer ${token}` })));
      refused = replies.filter(({ status }) => status === 429).length;
    }
    expect(refused).toBeGreaterThan(0);
  });

  it('RL-06 an employee registers thirty a minute; the desk as many as call', async () => {
    const incident = { title: 'Не друкує' };
    const answers: number[] = [];
    while (answers.length < 65 && answers.at(-1) !== 429) answers.push((await app.as('employee').post('/incidents', incident)).status);
    expect(answers.at(-1)).toBe(429);
    expect(answers.slice(0, 30).every((status) => status === 201)).toBe(true);
    for (let n = 0; n < 32; n++) expect((await app.as('dispatcher2').post('/incidents', { ...incident, requesterId: demoId('person:p1'), channel: 'phone' })).status).toBe(201);
  });
});
