import { Identity } from '@opora/identity';
import { describeInBrowser, TestBrowser, testApp, type TestApp } from '@opora/testing';
import { unexpected, until } from './page';

describeInBrowser('Signing in, and the profile', () => {
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

  it('leads back to the page that was asked for, and says nothing of which part was wrong', async () => {
    const page = await browser.open({ path: '/portal/tickets?show=closed' });
    await page.waitForURL(/sign-in/);
    await page.getByLabel('Електронна пошта').fill('employee@demo.opora.test');
    await page.getByLabel('Пароль', { exact: true }).fill('не той');
    await page.getByRole('button', { name: 'Увійти', exact: true }).click();
    await page.getByText('Адреса або пароль неправильні.').first().waitFor();
    expect(await page.getByLabel('Електронна пошта').inputValue()).toBe('employee@demo.opora.test');
    await page.getByLabel('Пароль', { exact: true }).fill('opora-demo');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/portal/tickets?show=closed');
  });

  it('never leads to another site', async () => {
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
      const page = await browser.open({ path: `/sign-in?next=${encodeURIComponent(next)}` });
      await page.getByLabel('Електронна пошта').fill('employee2@demo.opora.test');
      await page.getByLabel('Пароль', { exact: true }).fill('opora-demo');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/portal');
      expect(new URL(page.url()).origin).toBe(app.url);
    }
  });

  it('asks for a letter without telling whether the address is known', async () => {
    for (const email of ['employee2@demo.opora.test', 'nobody@demo.opora.test']) {
      const page = await browser.open({ path: '/reset-password' });
      await page.getByLabel('Електронна пошта').fill(email);
      await page.getByRole('button', { name: 'Надіслати посилання' }).click();
      await page.getByRole('heading', { name: 'Перевірте пошту' }).waitFor();
      expect((await page.locator('main').innerText()).replace(email, '…')).toContain('Якщо адреса … відома Опорі');
    }
  });

  it('begins for the first administrator with a link that sets a password, once', async () => {
    const email = 'first@demo.opora.test';
    const link = new URL(await app.api.get(Identity, { strict: false }).administratorLink(email));
    const page = await browser.open({ path: link.pathname });
    await page.getByLabel('Новий пароль').fill('коротко');
    await page.getByRole('button', { name: 'Зберегти пароль' }).click();
    await page.getByText('Пароль має бути не коротший за 10 символів').first().waitFor();
    await page.getByLabel('Новий пароль').fill('чотири випадкові теплі слова');
    await page.getByRole('button', { name: 'Зберегти пароль' }).click();
    await page.getByRole('heading', { name: 'Пароль збережено' }).waitFor();

    const again = await browser.open({ path: link.pathname });
    await again.getByLabel('Новий пароль').fill('інші випадкові теплі слова');
    await again.getByRole('button', { name: 'Зберегти пароль' }).click();
    await again.getByRole('heading', { name: 'Посилання вже не діє' }).waitFor();

    await page.goto('/sign-in');
    await page.getByLabel('Електронна пошта').fill(email);
    await page.getByLabel('Пароль', { exact: true }).fill('чотири випадкові теплі слова');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname !== '/sign-in');
  });

  it('changes the language without a reload, everywhere, and keeps it for the next device', async () => {
    const page = await browser.open({ persona: 'employee', path: '/me' });
    await page.getByRole('radio', { name: 'English' }).check();
    await page.getByRole('heading', { level: 1, name: 'Profile' }).waitFor();
    await until(page, 'document.documentElement.lang === "en"');
    for (const path of ['/portal/new', '/portal/outages', '/me?tab=look', '/me?tab=tokens']) {
      await page.goto(path);
      await page.locator('main h1').waitFor();
      // What is left in Cyrillic is the name of the other language and what people themselves wrote.
      const left = await page.evaluate('[...document.querySelectorAll("h1,h2,h3,label,legend,button,nav a,footer")].map((node) => node.innerText).join(" ").replace(/Українська|УК/g, "").match(/[а-яіїєґ]{3,}/gi)');
      expect([path, left]).toEqual([path, null]);
    }
    const elsewhere = await browser.open({ persona: 'employee', path: '/portal' });
    await elsewhere.getByRole('heading', { name: 'What happened?' }).waitFor();
    await app.as('employee').must('PATCH', '/me', { locale: 'uk' });
  });

  it('shows times in the zone of the profile, wherever the browser is', async () => {
    await app.as('employee').must('PATCH', '/me', { timeZone: 'America/New_York' });
    const page = await browser.open({ persona: 'employee', path: '/me' });
    await page.getByText(/Браузер підказує: Europe\/Kyiv/).waitFor();
    await page.getByRole('button', { name: 'Узяти його' }).click();
    await page.getByText('Збігається з поясом браузера.').waitFor();
    expect((await app.as('employee').must('GET', '/me')).timeZone).toBe('Europe/Kyiv');
  });

  it('shows a token once, and takes it back', async () => {
    const page = await browser.open({ persona: 'employee', path: '/me?tab=tokens' });
    await page.getByLabel('Назва').fill('Мій звіт');
    await page.getByRole('button', { name: 'Створити ключ' }).click();
    const token = await page.getByLabel('Ключ доступу', { exact: true }).innerText();
    const asked = (): Promise<number> => fetch(`${app.url}/api/v1/tickets?limit=1`, { headers: { authorization: `Bearer ${token}` } }).then(({ status }) => status);
    expect(await asked()).toBe(200);
    await page.reload();
    await page.getByText('Мій звіт').waitFor();
    expect(await page.locator('body').innerText()).not.toContain(token);
    await page.getByRole('button', { name: 'Відкликати' }).click();
    await page.getByRole('button', { name: 'Відкликати ключ' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Мій звіт' }).waitFor({ state: 'detached' });
    expect(await asked()).toBe(401);
  });

  it('ends another session from here', async () => {
    const other = await browser.open({ persona: 'auditor', path: '/me' });
    const page = await browser.open({ persona: 'auditor', path: '/me?tab=security' });
    await page.getByText('цей сеанс').waitFor();
    await page.getByRole('button', { name: 'Завершити', exact: true }).first().click();
    await page.getByRole('button', { name: 'Завершити сеанс' }).click();
    await page.getByText('Сеанс завершено').waitFor();
    await other.reload();
    await other.waitForURL(/sign-in/);
  });

  it('paints the dark theme first, without a white frame', async () => {
    const page = await browser.open({ persona: 'employee', colorScheme: 'dark', path: '/portal' });
    await page.getByRole('heading', { name: 'Що сталося?' }).waitFor();
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe('rgb(14, 17, 22)');
    await page.goto('/me?tab=look');
    await page.getByRole('radio', { name: 'Світла' }).check();
    await until(page, 'document.documentElement.dataset.theme === "light"');
    await page.reload({ waitUntil: 'commit' });
    await until(page, 'document.documentElement.dataset.theme !== undefined');
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('light');

    // Chosen once, it is so on the next device too.
    const elsewhere = await browser.open({ persona: 'employee', colorScheme: 'dark', path: '/portal' });
    await until(elsewhere, 'document.documentElement.dataset.theme === "light"');
    await app.as('employee').must('PUT', '/me/preferences', { preferences: {} });
  });
});
