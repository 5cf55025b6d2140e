import { demoId } from '@opora/organisation';
import { describeInBrowser, TestBrowser, testApp, type TestApp } from '@opora/testing';
import { unexpected, until } from './page';

const REPLIES = 10;

describeInBrowser('Live, offline and installed', () => {
  let app: TestApp;
  let browser: TestBrowser;
  beforeAll(async () => {
    app = await testApp();
    browser = await TestBrowser.start(app.url);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    expect(unexpected(browser?.errors ?? [])).toEqual([]);
  });

  const report = async (title: string): Promise<string> => (await app.as('employee').must<{ reference: string }>('POST', '/incidents', { title })).reference;

  it('20: a reply is there at once in the other browser; without a network the page says since when, keeps what is done and sends it once', async () => {
    const reference = await report('Немає мережі в кабінеті 214');
    const [staff, requester] = [await browser.open({ persona: 'dispatcher', path: `/desk/t/${reference}` }), await browser.open({ persona: 'employee', path: `/portal/tickets/${reference}` })];
    await staff.getByRole('heading', { level: 1, name: 'Немає мережі в кабінеті 214' }).waitFor();
    await requester.getByRole('heading', { name: 'Листування' }).waitFor();
    const times: number[] = [];
    for (let n = 0; n < REPLIES; n++) {
      await app.as('dispatcher').must('POST', `/tickets/${reference}/messages`, { visibility: 'public', body: `Перевіряємо порт номер ${n}.` });
      const begun = performance.now();
      await requester.getByText(`Перевіряємо порт номер ${n}.`).waitFor();
      times.push(performance.now() - begun);
    }
    console.info(`a reply is in the other browser after ${times.sort((a, b) => a - b)[Math.floor(REPLIES / 2)]?.toFixed(0)} ms, slowest ${times.at(-1)?.toFixed(0)} ms of ${REPLIES}`);

    await until(staff, `performance.getEntriesByType('resource').some(({ name }) => name.includes('/groups?'))`);
    await staff.context().setOffline(true);
    await staff.getByText(/Немає зв’язку\. Показано стан на .*\d{2}:\d{2}/).waitFor({ timeout: 5_000 });
    await staff.keyboard.press('KeyA');
    const dialog = staff.getByRole('dialog');
    await dialog.getByLabel('Група').selectOption({ value: demoId('group:network') });
    await dialog.getByRole('button', { name: 'Призначити' }).click();
    await dialog.waitFor({ state: 'detached' });
    await staff.getByText('Чекає на зв’язок', { exact: true }).waitFor();
    await staff.getByText(/Чекає на зв’язок 1 зміна/).waitFor();
    expect(await app.as('dispatcher').must('GET', `/incidents/${reference}`)).toMatchObject({ state: 'new' });
    await app.as('employee').must('POST', `/tickets/${reference}/messages`, { visibility: 'public', body: 'У сусідньому кабінеті те саме.' });

    await staff.context().setOffline(false);
    await staff.getByText('У сусідньому кабінеті те саме.').waitFor({ timeout: 20_000 });
    await staff.getByText('Чекає на зв’язок', { exact: true }).waitFor({ state: 'detached' });
    await staff.getByText('Зв’язок відновлено, дані оновлено.').waitFor();
    expect(await app.as('dispatcher').must('GET', `/incidents/${reference}`)).toMatchObject({ state: 'assigned', group: { id: demoId('group:network') } });
    await app.settle();
    const { items } = await app.as('dispatcher').must<{ items: { changes: { field: string }[]; message?: { body: string } }[] }>('GET', `/tickets/${reference}/timeline?limit=200`);
    expect(items.filter(({ changes }) => changes.some(({ field }) => field === 'groupId'))).toHaveLength(1);
    // Nothing is lost and nothing stands there twice.
    for (const { message } of items) if (message) expect([message.body, await staff.locator('main article', { hasText: message.body }).count()]).toEqual([message.body, 1]);
    await Promise.all([staff.context().close(), requester.context().close()]);
  });

  it('one tab reads the stream and tells the others; when it is closed, another takes over', async () => {
    const reference = await report('Кілька вкладок');
    const first = await browser.open({ persona: 'employee', path: `/portal/tickets/${reference}` });
    await until(first, `navigator.locks.query().then(({ held }) => held.some(({ name }) => name === 'opora-stream'))`);
    const second = await first.context().newPage();
    const streams = { first: 0, second: 0 };
    first.on('request', (request) => void (request.url().endsWith('/stream') && streams.first++));
    second.on('request', (request) => void (request.url().endsWith('/stream') && streams.second++));
    await second.goto(`/portal/tickets/${reference}`);
    await second.getByRole('heading', { name: 'Листування' }).waitFor();
    await app.as('dispatcher').must('POST', `/tickets/${reference}/messages`, { visibility: 'public', body: 'Видно в обох.' });
    await Promise.all([first, second].map((page) => page.getByText('Видно в обох.').waitFor()));
    expect(streams.second).toBe(0);
    await Promise.all([second.waitForRequest((request) => request.url().endsWith('/stream')), first.close()]);
    await app.as('dispatcher').must('POST', `/tickets/${reference}/messages`, { visibility: 'public', body: 'І після зміни читача.' });
    await second.getByText('І після зміни читача.').waitFor();
    await second.context().close();
  });

  it('the portal can be installed, opens without a network, keeps nothing of the person and is there again by itself', async () => {
    const page = await browser.open({ persona: 'employee', width: 390, height: 844, path: '/portal', worker: true });
    await page.getByLabel('Що сталося?').waitFor();
    const session = await page.context().newCDPSession(page);
    const { errors, data } = await session.send('Page.getAppManifest');
    expect([errors, JSON.parse(data ?? '{}')]).toEqual([[], expect.objectContaining({ start_url: '/portal', display: 'standalone' })]);
    expect((await session.send('Page.getInstallabilityErrors')).installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
    await until(page, 'navigator.serviceWorker.controller !== null');
    expect((await page.evaluate(`caches.keys().then(async (names) => (await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat().filter((path) => path.startsWith('/api') || path.startsWith('/portal')))`))).toEqual([]);

    await page.context().setOffline(true);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Немає зв’язку' }).waitFor();
    await page.context().setOffline(false);
    await page.getByLabel('Що сталося?').waitFor();
    await page.context().close();
  });
});
