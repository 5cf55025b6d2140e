import { describeInBrowser, TestBrowser, testApp, type TestApp } from '@opora/testing';
import { faults, unexpected, until } from './page';

describeInBrowser('Notifications', () => {
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

  it('a question rings the bell while the page is open, says why, and opening it marks it read', async () => {
    const { reference } = await app.as('employee').must('POST', '/incidents', { title: 'Гальмує база' });
    const page = await browser.open({ persona: 'employee', path: '/portal' });
    await page.getByRole('link', { name: 'Сповіщення: нового немає' }).waitFor();
    await app.as('dispatcher').must('POST', `/incidents/${reference}/hold`, { reason: 'requester', message: 'Яка саме?' });
    await page.getByRole('link', { name: '1 нове сповіщення' }).click();
    await page.getByText(`${reference}: запитання до вас`).waitFor();
    await page.getByText('бо це ваше звернення').waitFor();
    await until(page, '!document.querySelector("[aria-busy=true]")');
    expect(await faults(page, 'uk')).toEqual([]);
    await page.getByRole('link', { name: `${reference} · Гальмує база` }).click();
    await page.getByRole('heading', { name: 'Чекаємо на вашу відповідь' }).waitFor();
    await page.getByRole('link', { name: 'Сповіщення: нового немає' }).waitFor();
    await page.context().close();
  });

  it('what is told and where is chosen, and holds', async () => {
    await app.as('employee').must('PATCH', '/me', { locale: 'en' });
    const page = await browser.open({ persona: 'employee', path: '/notifications', width: 390, colorScheme: 'dark', locale: 'en' });
    await page.getByRole('link', { name: 'Choose' }).click();
    const box = page.getByRole('checkbox', { name: 'A question to me: In the web' });
    await box.waitFor();
    expect(await faults(page, 'en')).toEqual([]);
    await page.route('**/me/notification-choices', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
    await box.uncheck({ force: true });
    await page.getByRole('alert').getByText(/Not saved/).waitFor();
    expect(await box.isChecked()).toBe(true);
    await page.unroute('**/me/notification-choices');
    await box.uncheck({ force: true });
    await page.getByText('Saved').first().waitFor();
    expect(await box.isChecked()).toBe(false);
    const { items } = await app.as('employee').must('GET', '/me/notification-choices');
    expect(items).toContainEqual(expect.objectContaining({ kind: 'ticket.question', web: false, mail: true }));
    await app.as('employee').must('PATCH', '/me', { locale: 'uk' });
    await page.context().close();
  });

  it('the link of a letter confirms without sign-in, by a press and not by opening', async () => {
    const { id, reference } = await app.as('employee').must('POST', '/incidents', { title: 'Зник звук' });
    await app.as('dispatcher').must('POST', `/incidents/${id}/resolve`, { code: 'solved', text: 'Увімкнули' });
    const letter = await app.mail.next(({ text }) => text.includes(reference) && text.includes('/survey/'));
    const token = /\/survey\/([\w-]+)/.exec(letter.text)?.[1] ?? '';
    const page = await browser.open({ path: `/survey/${token}`, width: 390, locale: 'uk' });
    await page.getByText('Зник звук').waitFor();
    expect(await faults(page, 'uk')).toEqual([]);
    expect((await app.as('employee').must('GET', `/incidents/${id}`)).state).toBe('resolved');
    await page.getByLabel(/Оцінка/).selectOption('5');
    await page.getByRole('button', { name: 'Так, працює' }).click();
    await page.getByText('Дякуємо. Звернення закрито.').waitFor();
    expect((await app.as('employee').must('GET', `/incidents/${id}`)).state).toBe('closed');
    await page.reload();
    await page.getByText('Дякуємо. Звернення закрито.').waitFor();
    await page.goto(`${app.url}/survey/nothing`);
    await page.getByText('Такого посилання немає').waitFor();
    await page.context().close();
  });

  it('the link of a letter says what is still wrong and gives the ticket back to work; a month later it works no longer', async () => {
    const { id, reference } = await app.as('employee').must('POST', '/incidents', { title: 'Не друкує' });
    const linkOf = async (solution: string): Promise<string> => {
      await app.as('dispatcher').must('POST', `/incidents/${id}/resolve`, { code: 'solved', text: solution });
      return /\/survey\/[\w-]+/.exec((await app.mail.next(({ text }) => text.includes(reference) && text.includes(solution))).text)?.[0] ?? '';
    };
    const page = await browser.open({ path: await linkOf('Перша спроба'), width: 320, locale: 'uk' });
    await page.getByRole('button', { name: 'Ні, не працює' }).click();
    expect(await page.getByRole('button', { name: 'Надіслати' }).isDisabled()).toBe(true);
    await page.getByLabel('Що не так').fill('Знову не друкує');
    expect(await faults(page, 'uk')).toEqual([]);
    await page.getByRole('button', { name: 'Надіслати' }).click();
    await page.getByText('Ми знову взялися за звернення').waitFor();
    expect((await app.as('employee').must('GET', `/incidents/${id}`)).state).toBe('in_progress');
    await app.clock.advance(60);
    const second = await linkOf('Друга спроба');
    await app.clock.advance(31 * 86_400);
    await page.goto(`${app.url}${second}`);
    await page.getByText('Посилання вже не діє').waitFor();
    await page.context().close();
  });

  it('of many events of one ticket each can be seen and marked; a reason leads to its choice; G N comes here from every shell', async () => {
    const { id, reference } = await app.as('employee2').must('POST', '/incidents', { title: 'Багато новин' });
    for (const n of [1, 2, 3, 4, 5]) await app.as('dispatcher').must('POST', `/tickets/${id}/messages`, { visibility: 'public', body: `Новина ${n}` });
    await app.settle();
    const page = await browser.open({ persona: 'employee2', path: '/portal' });
    await page.getByRole('link', { name: '5 нових сповіщень' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await page.waitForURL('**/notifications');
    const line = page.getByRole('button', { name: `Позначити прочитаним: ${reference}: нове повідомлення` });
    await until(page, `document.querySelectorAll('main li button[aria-label^="Позначити"]').length === 4`);
    await page.getByRole('button', { name: 'ще 2 події' }).click();
    expect(await line.count()).toBe(5);
    await line.first().click();
    await page.getByRole('link', { name: '4 нові сповіщення' }).waitFor();
    await page.route('**/me/notifications/read', (route) => route.abort());
    await line.first().click();
    await page.locator('[data-tone=bad]').waitFor();
    await page.getByRole('link', { name: 'бо це ваше звернення' }).first().click();
    await page.waitForURL('**/me?tab=notifications#ticket.answered');
    await page.getByRole('checkbox', { name: 'Нове повідомлення: У системі' }).waitFor();
    await page.context().close();
    for (const [persona, path] of [['dispatcher', '/desk'], ['manager', '/insight'], ['admin', '/admin']] as const) {
      const staff = await browser.open({ persona, path });
      await staff.getByRole('heading', { level: 1 }).waitFor();
      await staff.keyboard.press('g');
      await staff.keyboard.press('n');
      await staff.waitForURL('**/notifications');
      await staff.context().close();
    }
  });
});
