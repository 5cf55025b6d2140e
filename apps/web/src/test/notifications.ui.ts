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
    await box.uncheck({ force: true });
    await page.getByText('Saved').first().waitFor();
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
    await page.goto(`${app.url}/survey/nothing`);
    await page.getByText('Такого посилання немає').waitFor();
    await page.context().close();
  });
});
