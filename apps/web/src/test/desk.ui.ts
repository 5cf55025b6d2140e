import { describeInBrowser, TestBrowser, testApp, type TestApp } from '@opora/testing';
import { faults, unexpected, until, SOME } from './page';

describeInBrowser('An incident, with three people in the browser', () => {
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

  it('goes from the report to the confirmation', async () => {
    const employee = await browser.open({ persona: 'employee', path: '/portal/new' });
    await employee.getByLabel(/Що сталося/).first().fill('Не відкривається спільна тека');
    await employee.getByRole('radio', { name: 'Не можу працювати' }).click();
    await employee.getByRole('radio', { name: 'Тільки мене' }).click();
    await employee.getByRole('button', { name: 'Надіслати' }).click();
    await employee.waitForURL('**/sent');
    const reference = /INC-\d{6}/.exec(employee.url())?.[0] ?? '';

    // The dispatcher finds it in the queue and gives it to the specialist.
    const dispatcher = await browser.open({ persona: 'dispatcher', path: '/desk/views/open' });
    await dispatcher.getByRole('link', { name: reference }).click();
    await dispatcher.getByRole('heading', { name: 'Не відкривається спільна тека' }).waitFor();
    await dispatcher.keyboard.press('KeyA');
    await dispatcher.getByLabel('Група').selectOption({ label: 'Робочі місця · лінія 2' });
    await dispatcher.getByLabel(/Виконавець/).selectOption({ label: 'Тарас Кравець' });
    await dispatcher.getByRole('dialog').getByRole('button', { name: 'Призначити' }).click();
    await dispatcher.getByRole('dialog').waitFor({ state: 'detached' });

    // The specialist takes it, notes something for colleagues, and asks; the employee's page follows by itself.
    const specialist = await browser.open({ persona: 'specialist', path: `/desk/t/${reference}` });
    await specialist.getByRole('button', { name: /Узяти в роботу/ }).click();
    await specialist.getByRole('button', { name: /Вирішити/ }).waitFor();
    await specialist.keyboard.press('KeyN');
    await specialist.locator('#composer').fill('Схоже на права групи');
    await specialist.keyboard.press('Control+Enter');
    await specialist.getByRole('article', { name: /Внутрішня нотатка/ }).waitFor();
    await employee.goto(`${app.url}/portal/tickets/${reference}`);
    await specialist.keyboard.press('Escape');
    await specialist.locator('h1').click();
    await specialist.keyboard.press('KeyH');
    await specialist.getByLabel(/Запитання заявникові/).fill('Яка саме тека?');
    await specialist.getByRole('dialog').getByRole('button', { name: 'Призупинити' }).click();
    await employee.getByRole('heading', { name: 'Чекаємо на вашу відповідь' }).waitFor();
    expect(await employee.locator('body').innerText()).not.toContain('права групи');

    // The answer wakes it, on the specialist's screen too; why the time is as it is can be asked of each clock.
    await employee.getByRole('button', { name: 'Відповісти' }).click();
    await employee.keyboard.type('Тека «Звіти».');
    await employee.keyboard.press('Control+Enter');
    await specialist.getByRole('article', { name: /Відповідь, Оксана Гнатюк/ }).waitFor();
    await specialist.getByRole('button', { name: /Чому такий строк: Вирішення/ }).click();
    await specialist.getByText('Разом відлічено').waitFor();
    expect(await faults(specialist, 'uk')).toEqual([]);
    await specialist.keyboard.press('Escape');

    await specialist.getByRole('button', { name: /Вирішити/ }).click();
    await specialist.getByLabel('Що зроблено').fill('Повернули права на теку «Звіти».');
    await specialist.getByRole('dialog').getByRole('button', { name: 'Вирішити' }).click();
    await employee.getByRole('heading', { name: 'Вирішено. Усе працює?' }).waitFor();
    await employee.getByRole('button', { name: 'Так, закрити' }).click();
    await until(specialist, 'document.querySelector("header h1") !== null && document.body.innerText.includes("Закрито")');
    expect((await app.as('dispatcher').must<{ state: string }>('GET', `/incidents/${reference}`)).state).toBe('closed');
  });

  it('offers nobody a reply that the server would refuse', async () => {
    const { reference } = await app.as('employee').must<{ reference: string }>('POST', '/incidents', { title: 'Не працює мережа' });
    const network = (await app.as('manager').must<{ items: { id: string; nameEn: string }[] }>('GET', '/groups')).items.find(({ nameEn }) => nameEn === 'Network');
    await app.as('dispatcher').must('POST', `/incidents/${reference}/assign`, { groupId: network?.id });
    const page = await browser.open({ persona: 'specialist', path: `/desk/t/${reference}` });
    await page.getByRole('heading', { name: 'Хід подій' }).waitFor();
    expect(await page.locator('#composer').count()).toBe(0);
  });

  it.each(SOME)('has a queue and a ticket without faults ($locale, $colorScheme, $width px)', async ({ locale, colorScheme, width }) => {
    const { reference } = await app.as('employee').must<{ reference: string }>('POST', '/incidents', { title: 'Довга назва, яка описує все, що сталося з друком на третьому поверсі сьогодні зранку' });
    await app.as('dispatcher').must('PATCH', '/me', { locale });
    for (const path of ['/desk/triage', '/desk/my', '/desk/views/open', '/desk/search?q=друк', `/desk/major/${reference}`, `/desk/t/${reference}`]) {
      const page = await browser.open({ persona: 'dispatcher', locale, colorScheme, width, path });
      await page.locator('h1').first().waitFor();
      await until(page, `document.documentElement.lang === "${locale}" && !document.querySelector('[aria-busy=true]')`);
      expect([path, await faults(page, locale), await page.evaluate('document.documentElement.scrollWidth <= innerWidth')]).toEqual([path, [], true]);
      await page.context().close();
    }
  });
});
