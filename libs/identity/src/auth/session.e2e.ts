import { demoId } from '@opora/organisation';
import { DEMO_PASSWORD, type TestApp, emailOf, testApp } from '@opora/testing';
import { Browser } from '../test/browser';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

const person = (key: string): string => demoId(`person:${key}`);
const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();
async function signedIn(who: string): Promise<Browser> {
  const browser = new Browser(app);
  expect((await browser.signIn(emailOf(who))).status).toBe(200);
  return browser;
}
const older = (who: string, interval: string, ...columns: string[]) => app.db.sql.rows(`update session set ${columns.map((column) => `${column} = ${column} - interval '${interval}'`).join(', ')} where person_id = $1`, [person(who)]);
/** What a process keeps of sessions goes with the next change of rights, at most a minute later; here at once. */
const forgotten = () => app.db.sql.rows('update rights_epoch set n = n + 1');
const within = async (ms: number, holds: () => Promise<boolean>): Promise<void> => {
  const until = performance.now() + ms;
  while (!(await holds())) if (performance.now() > until) throw new Error(`not within ${ms} ms`);
};

describe('a session', () => {
  it('SE-01 is another one after each sign-in, and the one before is over', async () => {
    const browser = await signedIn('employee');
    const before = browser.cookie;
    await browser.signIn(emailOf('employee'));
    expect(browser.cookie).not.toBe(before);
    const old = new Browser(app);
    old.cookie = before;
    expect((await old.send('GET', '/me')).status).toBe(401);
    expect((await browser.send('GET', '/me')).status).toBe(200);
  });

  it('SE-01 a cookie that a stranger planted is not taken over', async () => {
    const browser = new Browser(app);
    browser.cookie = 'opora_session=planted';
    await browser.signIn(emailOf('employee'));
    expect(browser.cookie).not.toContain('planted');
  });

  it('SE-02, SE-03 has a cookie for the server alone, and leaves nothing behind', async () => {
    const browser = new Browser(app);
    const answer = await browser.signIn(emailOf('employee'));
    expect(answer.headers.getSetCookie()[0]).toMatch(/^opora_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const out = await browser.send('POST', '/auth/logout');
    expect([out.status, out.headers.get('clear-site-data')]).toEqual([204, '"cache", "storage"']);
    const old = new Browser(app);
    old.cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? null;
    expect((await old.send('GET', '/me')).status).toBe(401);
  });

  it.each([
    ['eight idle hours', '8 hours', ['last_seen_at']],
    ['seven days, however busy', '7 days', ['expires_at']],
  ])('SE-04 ends after %s', async (_what, interval, columns) => {
    const browser = await signedIn('employee2');
    await older('employee2', interval, ...columns);
    await forgotten();
    await within(1_000, async () => (await browser.send('GET', '/me')).body.type === '/problems/session-expired');
  });

  it('SE-06 is listed to its person, who may end it, but nobody else’s', async () => {
    const [mine, other] = [await signedIn('employee2'), await signedIn('employee2')];
    const { items } = (await mine.send('GET', '/me/sessions')).body;
    const theirs = items.find((session: { current: boolean }) => !session.current);
    expect(theirs).toMatchObject({ ip: expect.any(String), createdAt: expect.any(String) });
    expect((await (await signedIn('employee')).send('DELETE', `/me/sessions/${theirs.id}`)).status).toBe(404);
    expect((await mine.send('DELETE', `/me/sessions/${theirs.id}`)).status).toBe(204);
    expect((await other.send('GET', '/me')).status).toBe(401);
    expect((await mine.send('GET', '/me')).status).toBe(200);
  });

  it('SE-05 is ended by an administrator, with its stream', async () => {
    const browser = await signedIn('dispatcher2');
    const stream = await app.as('dispatcher2').stream();
    expect((await app.as('admin').delete(`/people/${person('dispatcher2')}/sessions`)).status).toBe(204);
    expect((await browser.send('GET', '/me')).status).toBe(401);
    await within(3_000, async () => {
      await app.as('admin').get('/me');
      return stream.closed;
    });
    expect((await app.as('manager').delete(`/people/${person('dispatcher')}/sessions`)).status).toBe(403);
  });

  it('SE-08 changes nothing without its own token against forgery', async () => {
    const browser = await signedIn('employee');
    const [own, other] = [browser.csrf, (await signedIn('employee2')).csrf];
    for (const wrong of [null, 'x', other]) {
      browser.csrf = wrong;
      const answer = await browser.send('PATCH', '/me', { phone: '1' });
      expect([answer.status, answer.body.type]).toEqual([403, '/problems/csrf']);
    }
    browser.csrf = null;
    expect((await browser.send('PATCH', `/me?csrf=${own}`, { phone: '1' })).status).toBe(403);
    browser.csrf = own;
    expect((await browser.send('PATCH', '/me', { phone: '+380 44 500 1011' })).status).toBe(200);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded'])('SE-09, SE-16 takes no %s', async (type) => {
    expect((await (await signedIn('employee')).send('PATCH', '/me', 'phone=1', { 'content-type': type })).status).toBe(415);
    expect((await new Browser(app).send('POST', '/auth/login', 'email=a&password=b', { 'content-type': type })).status).toBe(415);
  });

  it('SE-10 works for no page of another origin', async () => {
    const browser = await signedIn('employee');
    const foreign: Record<string, string>[] = [{ origin: 'https://evil.test' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }];
    for (const headers of foreign) {
      const answer = await browser.send('PATCH', '/me', { phone: '1' }, headers);
      expect(answer.status).toBe(403);
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-allow'))).toEqual([]);
    }
  });

  it('AU-20 comes from no header that names a person', async () => {
    for (const name of ['x-remote-user', 'x-forwarded-user', 'x-user-id', 'cf-access-authenticated-user-email']) expect((await new Browser(app).send('GET', '/me', undefined, { [name]: emailOf('admin') })).status).toBe(401);
  });
});

describe('the password', () => {
  it('AU-12 is changed with the present one alone; then the cookie is another, and all other sessions are over', async () => {
    const [browser, other] = [await signedIn('employee2'), await signedIn('employee2')];
    const wrong = await browser.send('POST', '/me/password', { presentPassword: 'no', newPassword: 'чотири випадкові слова тут' });
    expect(wrong.body.errors).toEqual([expect.objectContaining({ pointer: '/presentPassword', code: 'password.present_wrong' })]);
    const before = browser.cookie;
    expect((await browser.send('POST', '/me/password', { presentPassword: DEMO_PASSWORD, newPassword: 'correct horse battery staple' })).status).toBe(204);
    expect(browser.cookie).not.toBe(before);
    expect((await browser.send('GET', '/me')).status).toBe(200);
    expect((await browser.send('PATCH', '/me', { phone: null })).status).toBe(200);
    expect((await other.send('GET', '/me')).status).toBe(401);
    expect((await new Browser(app).signIn(emailOf('employee2'), 'correct horse battery staple')).status).toBe(200);
  });

  it.each([
    ['password1234', 'password.guessable'], ['opora-opora1', 'password.personal'], ['employee@demo.opora.test', 'password.personal'], ['Гнатюк2026', 'password.personal'], ['коротко', 'too_short'], ['qwertyuiop12', 'password.guessable'],
  ])('AU-13 %s is refused: %s', async (newPassword, code) => {
    const answer = await (await signedIn('employee')).send('POST', '/me/password', { presentPassword: DEMO_PASSWORD, newPassword });
    expect([answer.status, answer.body.errors]).toEqual([422, [expect.objectContaining({ pointer: '/newPassword', code, message: expect.any(String) })]]);
  });

  it('AU-12 has to be typed in again for roles and the own address after ten minutes', async () => {
    const admin = await signedIn('admin');
    await older('admin', '11 minutes', 'authenticated_at');
    const change = () => admin.send('PUT', `/people/${person('p1')}/roles`, { roles: ['requester', 'dispatcher'] });
    expect((await change()).body.type).toBe('/problems/reauthentication-required');
    expect((await admin.send('PATCH', `/people/${person('admin')}`, { email: 'me@else.test' })).status).toBe(401);
    expect((await admin.send('POST', '/auth/reauthenticate', { password: 'wrong' })).status).toBe(422);
    const before = admin.cookie;
    expect((await admin.send('POST', '/auth/reauthenticate', { password: DEMO_PASSWORD })).status).toBe(204);
    expect(admin.cookie).not.toBe(before);
    expect((await change()).status).toBe(200);
  });
});

describe('a token', () => {
  const make = (who: 'employee' | 'dispatcher' | 'admin' | 'auditor', body: object) => app.as(who).post('/me/tokens', { name: 'test', scopes: ['*'], expiresAt: inAnHour(), ...body });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const me = (headers: Record<string, string>, path = '/me') => new Browser(app).send('GET', path, undefined, headers);

  it('AU-14 that is none, garbage or in the address is no token', async () => {
    const { token } = (await make('employee', {})).body;
    for (const headers of [{}, bearer(''), bearer('garbage'), { authorization: token as string }, { authorization: `Basic ${token as string}` }]) {
      const answer = await me(headers as Record<string, string>);
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    }
    expect((await me({}, `/me?access_token=${token as string}`)).status).toBe(401);
    expect((await me(bearer(token))).status).toBe(200);
  });

  it('AU-14 opens nothing once it is revoked or expired', async () => {
    const { token, id } = (await make('employee', {})).body;
    expect((await me(bearer(token))).status).toBe(200);
    expect((await app.as('specialist').delete(`/me/tokens/${id}`)).status).toBe(404);
    expect((await app.as('employee').delete(`/me/tokens/${id}`)).status).toBe(204);
    expect((await me(bearer(token))).status).toBe(401);
    const second = (await make('employee', {})).body;
    await app.db.sql.rows(`update api_token set expires_at = now() - interval '1 second' where id = $1`, [second.id]);
    expect((await me(bearer(second.token))).status).toBe(401);
  });

  it('AU-15, I27 does what its scopes and its owner’s rights allow, both', async () => {
    const reader = await app.token('dispatcher', ['incident.read']);
    expect((await reader.get('/incidents')).status).toBe(200);
    expect((await reader.post('/incidents', { title: 'x' })).status).toBe(403);
    expect((await (await app.token('employee', ['*'])).get('/journal')).status).toBe(403);
    expect((await make('employee', { scopes: ['journal.read'] })).body.errors).toEqual([expect.objectContaining({ code: 'token.scopes' })]);
    expect((await make('employee', { scopes: ['no.such'] })).body.errors).toEqual([expect.objectContaining({ pointer: '/scopes/0', code: 'unknown_permission' })]);
  });

  it('AU-15 makes no token that can do more or lives longer than itself', async () => {
    const narrow = await app.token('dispatcher', ['me', 'ticket.read']);
    const body = { name: 'child', expiresAt: inAnHour() };
    expect((await narrow.post('/me/tokens', { ...body, scopes: ['ticket.read'] })).status).toBe(201);
    expect((await narrow.post('/me/tokens', { ...body, scopes: ['ticket.register'] })).status).toBe(403);
    expect((await narrow.post('/me/tokens', { ...body, scopes: ['*'] })).status).toBe(403);
    expect((await narrow.post('/me/tokens', { ...body, scopes: ['ticket.read'], expiresAt: new Date(Date.now() + 30 * 86_400_000).toISOString() })).status).toBe(403);
  });

  it('AU-16 lives up to a year, and is shown once', async () => {
    for (const expiresAt of [new Date(Date.now() + 400 * 86_400_000).toISOString(), new Date(Date.now() - 1).toISOString()]) expect((await make('auditor', { expiresAt })).body.errors).toEqual([expect.objectContaining({ pointer: '/expiresAt', code: 'token.expiry' })]);
    const { token } = (await make('auditor', { name: 'Monthly' })).body;
    const list = await app.as('auditor').get('/me/tokens');
    expect(list.text).not.toContain(token);
    expect(list.body.items[0]).toMatchObject({ name: 'Monthly', prefix: (token as string).slice(0, 12), lastUsedAt: null });
  });

  it('of a service is an administrator’s to make, and ends with its owner', async () => {
    const body = { name: 'Monitoring', ownerId: person('p2'), scopes: ['ticket.register'], expiresAt: inAnHour() };
    expect((await app.as('manager').post('/service-tokens', body)).status).toBe(403);
    expect((await app.as('admin').post('/service-tokens', { ...body, ownerId: '01900000-0000-7000-8000-00000000dead' })).body.errors[0]).toMatchObject({ pointer: '/ownerId', code: 'unknown_reference' });
    expect((await app.as('admin').post('/service-tokens', { ...body, scopes: ['settings.write'] })).status).toBe(422);
    const { token } = (await app.as('admin').post('/service-tokens', body)).body;
    const register = () => new Browser(app).send('POST', '/incidents', { title: 'x' }, bearer(token));
    expect((await register()).status).toBe(201);
    await app.as('admin').must('POST', `/people/${person('p2')}/deactivate`);
    expect((await register()).status).toBe(401);
  });
});
