import { describeInBrowser, TestBrowser, testApp, type TestApp } from '@opora/testing';
import type { Page } from 'playwright-core';
import { Hand, unexpected, until } from './page';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describeInBrowser('An employee in the portal', () => {
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

  const text = (page: Page): Promise<string> => page.locator('body').innerText();
  const register = async (title: string): Promise<string> => (await app.as('employee').must('POST', '/incidents', { title, impact: 'low', urgency: 'medium' })).reference;

  it('reports a failure in five acts on a phone, and follows it to the end', async () => {
    const page = await browser.open({ persona: 'employee', width: 390, height: 844, path: '/portal' });
    const hand = new Hand(page);
    await hand.fill('Що сталося?', 'Не відкривається електронний підпис');
    await hand.press('Enter');
    await page.waitForURL('**/portal/new');
    await hand.click('radio', 'Не можу працювати');
    await hand.click('radio', 'Тільки мене');
    await hand.click('button', 'Надіслати');
    await page.waitForURL('**/sent');
    expect(hand.acts).toBeLessThanOrEqual(5);

    const reference = /INC-\d{6}/.exec(page.url())?.[0] ?? '';
    await page.getByRole('heading', { name: 'Звернення отримано' }).waitFor();
    for (const look of ['first', 'after a reload']) {
      expect([look, await page.locator('main').innerText()]).toEqual([look, expect.stringContaining(reference)]);
      expect(await page.locator('main time').count()).toBeGreaterThan(0);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await page.reload();
      await page.locator('main time').first().waitFor();
    }
    await page.getByRole('link', { name: 'Відкрити звернення' }).click();

    // Somebody takes it, notes something for colleagues alone, and asks.
    const specialist = app.as('dispatcher');
    await specialist.must('POST', `/tickets/${reference}/messages`, { visibility: 'private', body: 'Схоже на прострочений сертифікат її відділу' });
    await specialist.must('POST', `/incidents/${reference}/hold`, { reason: 'requester', message: 'Який рядок помилки ви бачите?' });
    await page.getByRole('heading', { name: 'Чекаємо на вашу відповідь' }).waitFor();
    expect(await text(page)).toContain('Який рядок помилки ви бачите?');
    expect(await text(page)).not.toContain('сертифікат її відділу');

    // The answer goes with a picture and wakes the ticket by itself.
    await page.getByRole('button', { name: 'Відповісти' }).click();
    await page.keyboard.type('Пише «ключ прострочено».');
    await page.locator('input[type=file]').setInputFiles({ name: 'помилка.png', mimeType: 'image/png', buffer: PNG });
    await page.getByRole('button', { name: 'Прибрати файл помилка.png' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('img', { name: 'помилка.png' }).waitFor();
    await page.getByRole('heading', { name: 'Чекаємо на вашу відповідь' }).waitFor({ state: 'detached' });

    // Not solved at the first attempt.
    await specialist.must('POST', `/incidents/${reference}/resolve`, { code: 'solved', text: 'Оновили сертифікат.' });
    await page.getByRole('heading', { name: 'Вирішено. Усе працює?' }).waitFor();
    await page.getByRole('button', { name: 'Ні, не працює' }).click();
    await page.getByRole('button', { name: 'Повернути в роботу' }).click();
    await page.getByRole('alert').getByText('Опишіть, що саме не працює').waitFor();
    expect(await page.title()).toMatch(/^Помилка:/);
    await page.getByLabel('Що саме не працює?').fill('Той самий рядок');
    await page.getByRole('button', { name: 'Повернути в роботу' }).click();
    await page.getByRole('heading', { name: 'Вирішено. Усе працює?' }).waitFor({ state: 'detached' });
    expect((await app.as('employee').must('GET', `/incidents/${reference}`)).reopenCount).toBe(1);

    // Confirmed and rated: two acts.
    await specialist.must('POST', `/incidents/${reference}/resolve`, { code: 'solved', text: 'Перевипустили ключ.' });
    await page.getByRole('heading', { name: 'Вирішено. Усе працює?' }).waitFor();
    const end = new Hand(page);
    await end.click('radio', /5 зірок/);
    await end.click('button', 'Так, закрити');
    await page.getByRole('heading', { name: 'Закрито' }).waitFor();
    expect(end.acts).toBe(2);
    const closed = await app.as('employee').must('GET', `/incidents/${reference}`);
    expect([closed.state, closed.rating.score]).toEqual(['closed', 5]);
    expect(await page.getByRole('link', { name: 'Нове звернення, пов’язане з цим' }).getAttribute('href')).toContain(`followUpOf=${reference}`);
  });

  it('sees what needs her first, and closes from the list in one press', async () => {
    const reference = await register('Скрипить крісло біля сервера');
    await app.as('dispatcher').must('POST', `/incidents/${reference}/resolve`, { code: 'solved', text: 'Змастили.' });
    const page = await browser.open({ persona: 'employee', path: '/portal/tickets' });
    const needed = page.getByRole('region').or(page.locator('section')).filter({ has: page.getByRole('heading', { name: 'Потребує вас' }) });
    await needed.getByRole('link', { name: 'Скрипить крісло біля сервера' }).waitFor();
    await page.getByRole('button', { name: `Так, закрити: ${reference}` }).click();
    await page.getByRole('link', { name: 'Скрипить крісло біля сервера' }).waitFor({ state: 'detached' });
    expect((await app.as('employee').must('GET', `/incidents/${reference}`)).state).toBe('closed');

    await page.getByRole('link', { name: 'Закриті' }).click();
    await page.getByRole('link', { name: 'Скрипить крісло біля сервера' }).waitFor();
    await page.goto('/portal/tickets?q=немає.txt');
    await page.getByText('Нічого не знайшли за словами «немає.txt».').waitFor();
    await page.goto('/portal/tickets?show=closed');
    await page.getByLabel('Пошук у зверненнях').fill('крісло');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=/);
    await page.getByRole('link', { name: 'Скрипить крісло біля сервера' }).click();
    await page.getByRole('heading', { level: 1, name: 'Скрипить крісло біля сервера' }).waitFor();
    await page.goBack();
    expect(await page.getByLabel('Пошук у зверненнях').inputValue()).toBe('крісло');
  });

  it('is told at the fields what is wrong, and nothing that she typed is lost', async () => {
    const page = await browser.open({ persona: 'employee2', path: '/portal/new' });
    await page.getByLabel('Подробиці').fill('Почалося після обіду');
    await page.getByRole('button', { name: 'Надіслати' }).click();
    const summary = page.getByRole('alert');
    await summary.waitFor();
    expect(await page.evaluate('document.activeElement?.getAttribute("role")')).toBe('alert');
    expect(await page.title()).toMatch(/^Помилка:/);
    await summary.getByRole('link', { name: 'Напишіть, що сталося' }).click();
    const field = page.getByLabel('Що сталося');
    expect(await page.evaluate('document.activeElement?.getAttribute("name")')).toBe('title');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const described = (await field.getAttribute('aria-describedby')) ?? '';
    expect(await page.locator(described.split(' ').map((id) => `[id="${id}"]`).join(', ')).allInnerTexts()).toEqual(expect.arrayContaining([expect.stringContaining('Напишіть, що сталося')]));
    expect(await page.getByLabel('Подробиці').inputValue()).toBe('Почалося після обіду');
    expect(await text(page)).not.toContain('*');
  });

  it('keeps an unsent message over reloads, other pages and the end of the session', async () => {
    const reference = await register('Гаснуть монітори');
    const page = await browser.open({ persona: 'employee', path: `/portal/tickets/${reference}` });
    const box = page.getByRole('textbox', { name: 'Додати повідомлення' });
    const kept = page.waitForResponse((answer) => answer.url().includes('/draft/') && answer.request().method() === 'PUT' && answer.ok());
    await box.fill('Це сталося вдруге за тиждень');
    await kept;
    await page.reload();
    expect(await box.inputValue()).toBe('Це сталося вдруге за тиждень');
    await page.getByRole('link', { name: 'Головна' }).first().click();
    await page.goBack();
    expect(await box.inputValue()).toBe('Це сталося вдруге за тиждень');

    // Another device, another session: the server has it.
    const elsewhere = await browser.open({ persona: 'employee', width: 390, path: `/portal/tickets/${reference}` });
    const there = elsewhere.getByRole('textbox', { name: 'Додати повідомлення' });
    await there.waitFor();
    await until(elsewhere, '[...document.querySelectorAll("textarea")].some((area) => area.value === "Це сталося вдруге за тиждень")');

    // The session ends under the open page: the sign-in lies over it, the text stands.
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Надіслати' }).click();
    const over = page.getByRole('dialog');
    await over.waitFor();
    await over.getByLabel('Пароль', { exact: true }).fill('opora-demo');
    await over.getByRole('button', { name: 'Увійти', exact: true }).click();
    await over.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Надіслати ще раз' }).click();
    await page.locator('article:not([data-waiting])').filter({ hasText: 'Це сталося вдруге за тиждень' }).waitFor();
    const { items } = await app.as('employee').must('GET', `/tickets/${reference}/messages`);
    expect(items.filter((message: { body: string }) => message.body === 'Це сталося вдруге за тиждень')).toHaveLength(1);
  });

  it('drops what is no longer needed, with a reason', async () => {
    const reference = await register('Зник ярлик на столі');
    const page = await browser.open({ persona: 'employee', path: `/t/${reference.toLowerCase()}` });
    await page.getByRole('button', { name: 'Більше не потрібно' }).click();
    await page.getByRole('radio', { name: 'Уже працює' }).check();
    await page.getByRole('button', { name: 'Скасувати звернення' }).click();
    await page.getByRole('heading', { name: 'Скасовано' }).waitFor();
    expect((await app.as('employee').must('GET', `/incidents/${reference}`)).state).toBe('cancelled');
  });

  it('is told the same of a ticket that is not hers and of one that does not exist', async () => {
    const reference = await register('Не моє для сторонніх');
    const texts: string[] = [];
    for (const ref of [reference, 'INC-999999']) {
      const page = await browser.open({ persona: 'employee2', path: `/portal/tickets/${ref}` });
      await page.getByRole('heading', { name: 'Такої сторінки немає' }).waitFor();
      texts.push(await page.locator('main').innerText());
    }
    expect(texts[0]).toBe(texts[1]);
  });

  it('reads of a major incident on every page at once, and when the next update comes', async () => {
    const page = await browser.open({ persona: 'employee', path: '/portal' });
    await page.getByRole('heading', { name: 'Що сталося?' }).waitFor();
    const service = (await app.as('dispatcher').must('GET', '/services?limit=1')).items[0];
    const major = (await app.as('dispatcher').must('POST', '/incidents', { title: 'Пошта не надсилає', serviceId: service.id, impact: 'high', urgency: 'high' })).reference;
    await app.as('dispatcher').must('POST', `/incidents/${major}/major`, { declared: true, updateEverySeconds: 1800 });
    await page.reload();
    await page.getByText(service.name).first().waitFor();
    await page.goto('/portal/outages');
    await page.getByText('Наступне повідомлення').waitFor();
    expect(await page.locator('main time').count()).toBeGreaterThanOrEqual(3);
  });

  it('says when the line is down, and is up to date when it is back', async () => {
    const reference = await register('Хлипкий інтернет');
    const page = await browser.open({ persona: 'employee', path: `/portal/tickets/${reference}` });
    await page.getByRole('heading', { name: 'Листування' }).waitFor();
    await page.context().setOffline(true);
    await page.getByText(/Немає зв’язку\. Показано стан на/).waitFor({ timeout: 8_000 });
    await app.as('dispatcher').must('POST', `/tickets/${reference}/messages`, { visibility: 'public', body: 'Перезавантажили точку доступу.' });
    await page.context().setOffline(false);
    await page.getByText('Перезавантажили точку доступу.').waitFor({ timeout: 20_000 });
    await page.getByText(/Немає зв’язку/).waitFor({ state: 'detached' });
  });
});
