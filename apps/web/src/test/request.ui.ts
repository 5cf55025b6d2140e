import { demoId } from '@opora/organisation';
import { describeInBrowser, TestBrowser, testApp, type Json, type TestApp } from '@opora/testing';
import { faults, Hand, inTurn, SOME, unexpected, until } from './page';

const VPN = `/portal/catalog/${demoId('offering:vpn')}`;

describeInBrowser('Requests', () => {
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

  const last = async (): Promise<Json> => (await app.as('employee').must('GET', '/requests', undefined, { query: { sort: '-createdAt', limit: 1 } })).items[0];

  it('an employee orders, the manager approves by the link of the letter, the task is done, and the employee confirms', async () => {
    const page = await browser.open({ persona: 'employee', path: '/portal' });
    const hand = new Hand(page);
    await hand.click('link', 'Каталог послуг');
    await hand.click('link', 'VPN для роботи з дому');
    await page.getByText('Погоджує:').waitFor();
    await page.getByText('Наталія Ткаченко').waitFor();
    await hand.fill(/Навіщо це потрібно/, 'Звітний тиждень удома');
    await hand.fill(/Коли закінчити доступ/, '2031-12-15');
    await hand.click('radio', 'Ноутбук компанії');
    expect(await page.getByLabel(/Телефон для коду/).inputValue()).toBe('+380 44 500 1011');
    await hand.click('button', 'Надіслати запит');
    await page.waitForURL(/\/sent$/);
    expect(hand.acts).toBeLessThanOrEqual(8);
    const request = await last();
    await page.getByText(request.reference).first().waitFor();
    await page.goto(`/portal/tickets/${request.reference}`);
    await page.getByText('Має погодити: Наталія Ткаченко.').waitFor();
    expect(await faults(page, 'uk')).toEqual([]);

    const letter = await app.mail.next(({ to, text }) => to.includes('manager@demo.opora.test') && text.includes('VPN для роботи з дому'));
    const link = await browser.open({ path: /\/a\/[\w-]{20,}/.exec(letter.text)?.[0] ?? '/' });
    await link.getByText('Звітний тиждень удома').waitFor();
    expect(await faults(link, 'uk')).toEqual([]);
    await link.getByRole('button', { name: 'Погодити' }).click();
    await link.getByText('Ви вже відповіли.').waitFor();
    await page.getByRole('heading', { name: 'Працюємо' }).waitFor();

    const [task] = (await app.as('dispatcher').must<Json>('GET', `/tickets/${request.id}/tasks`)).items;
    await app.as('dispatcher').must('POST', `/tickets/${request.id}/tasks/${task.id}/complete`, {});
    await page.getByRole('heading', { name: 'Виконано. Усе отримали?' }).waitFor();
    await page.getByText('Доступ відкрито, інструкцію надіслано листом.').waitFor();
    await page.getByRole('button', { name: 'Так, закрити' }).click();
    await page.getByRole('heading', { name: 'Закрито' }).waitFor();
    expect((await app.as('employee').must('GET', `/requests/${request.id}`)).state).toBe('closed');
    await page.context().close();
    await link.context().close();
  });

  it('what is wrong stands above and beside the field, nothing typed is lost (ux.md §4, check 5)', async () => {
    const page = await browser.open({ persona: 'employee', path: VPN });
    await page.getByLabel(/Навіщо це потрібно/).fill('Вечірня робота вдома');
    await page.getByRole('button', { name: 'Надіслати запит' }).click();
    await until(page, `document.activeElement?.getAttribute('role') === 'alert'`);
    expect(await page.title()).toMatch(/^Помилка:/);
    for (const [text, field] of [['Заповніть поле «Коли закінчити доступ»', /Коли закінчити доступ/]] as const) {
      await page.getByRole('link', { name: text }).click();
      const input = page.getByLabel(field);
      await until(page, `document.activeElement?.id === 'f/until'`);
      expect(await input.getAttribute('aria-invalid')).toBe('true');
      const described = (await input.getAttribute('aria-describedby')) ?? '';
      expect(await page.locator(`[id="${described.split(' ').at(-1)}"]`).innerText()).toContain(text);
    }
    await page.getByRole('link', { name: 'Виберіть відповідь у полі «З якого пристрою»' }).click();
    await until(page, `document.activeElement?.getAttribute('type') === 'radio'`);
    expect(await page.getByLabel(/Навіщо це потрібно/).inputValue()).toBe('Вечірня робота вдома');
    expect(await page.locator('form').innerText()).not.toContain('*');
    expect(await faults(page, 'uk')).toEqual([]);
    await browser.picture(page, 'order-errors', true);
    await page.getByLabel(/Коли закінчити доступ/).fill('2001-01-01');
    await page.getByLabel(/Коли закінчити доступ/).blur();
    await page.getByText('«Коли закінчити доступ»: ця дата вже минула').first().waitFor();
    await page.reload();
    expect(await page.getByLabel(/Навіщо це потрібно/).inputValue()).toBe('Вечірня робота вдома');
    await page.context().close();
  });

  it('a long form has pages, conditions and rows, and its answers are checked before they are sent', async () => {
    const page = await browser.open({ persona: 'manager', path: `/portal/catalog/${demoId('offering:newcomer')}` });
    await page.getByText('Крок 1 із 2').waitFor();
    await page.getByLabel(/Прізвище/).fill('Гордійчук Олена');
    await page.getByLabel(/Перший робочий день/).fill('2031-03-03');
    await page.getByLabel(/Підрозділ/).selectOption({ label: 'Логістика' });
    await page.getByLabel(/Де працюватиме/).selectOption({ index: 1 });
    await page.getByRole('group', { name: 'Потрібен ноутбук' }).getByLabel('Так').check({ force: true });
    await page.getByRole('button', { name: 'Далі' }).click();
    await page.getByText('Крок 2 із 2').waitFor();
    await page.getByRole('group', { name: 'Потрібен службовий телефон' }).getByLabel('Ні').check({ force: true });
    await page.getByLabel('Пошта').check({ force: true });
    await page.getByRole('button', { name: 'Додати ще' }).click();
    await page.getByLabel(/Що саме/).fill('Монітор');
    await page.getByLabel(/Кількість/).fill('2');
    await browser.picture(page, 'order-page-2', true);
    await page.getByRole('button', { name: 'Далі' }).click();
    await page.getByRole('heading', { name: 'Перевірте відповіді' }).waitFor();
    await page.getByText('Що саме: Монітор, Кількість: 2').waitFor();
    await page.getByRole('button', { name: 'Змінити: Прізвище, ім’я' }).click();
    expect(await page.getByLabel(/Прізвище/).inputValue()).toBe('Гордійчук Олена');
    await page.context().close();
  });

  it('at the desk a request stands with its answers, tasks and approvals; what was reported as a failure is turned into one, and the old number leads to it', async () => {
    const ordered = await app.as('employee').must<Json>('POST', `/offerings/${demoId('offering:printer')}/order`, { answers: { place: demoId('location:kyiv-3'), colour: true } });
    const page = await browser.open({ persona: 'specialist', path: `/desk/t/${ordered.reference}` });
    await page.getByRole('heading', { name: 'Замовлено: Підключити принтер (версія 1)' }).waitFor();
    await page.getByText('Київ, 3 поверх').first().waitFor();
    await page.getByText('Підключити й перевірити друк').first().waitFor();
    expect(await faults(page, 'uk')).toEqual([]);
    await browser.picture(page, 'desk-request', true);
    await page.getByRole('button', { name: 'Зроблено' }).click();
    await page.getByText('Принтер підключено, пробну сторінку надруковано.').first().waitFor();
    await page.context().close();

    const { reference } = await app.as('employee').must<Json>('POST', '/incidents', { title: 'Потрібна друга мишка' });
    const desk = await browser.open({ persona: 'dispatcher', path: `/desk/t/${reference}` });
    await desk.getByRole('button', { name: 'Інші дії' }).first().click();
    await desk.getByRole('menuitem', { name: 'Перетворити на інший вид' }).click();
    await desk.getByLabel('На що').selectOption({ label: 'Запит на послугу' });
    await browser.picture(desk, 'convert');
    await desk.getByRole('button', { name: 'Перетворити', exact: true }).click();
    await desk.waitForURL(/\/desk\/t\/REQ-/);
    await desk.getByRole('heading', { name: 'Потрібна друга мишка' }).waitFor();
    await desk.goto(`/desk/t/${reference}`);
    await desk.getByText(/REQ-\d{6}/).first().waitFor();
    await desk.context().close();
  });

  it('who may not order reads why and whom to ask', async () => {
    const page = await browser.open({ persona: 'employee2', path: `/portal/catalog/${demoId('offering:license')}` });
    await page.getByText('запитайте свого керівника або власника послуги «Облік і склад»').waitFor();
    expect(await faults(page, 'uk')).toEqual([]);
    await page.context().close();
  });

  it('a draft is changed in the editor, looked at as people will see it, and published', async () => {
    const id = demoId('offering:vpn');
    const page = await browser.open({ persona: 'admin', path: `/admin/catalog?id=${id}` });
    await page.getByText('Діє, версія 1').waitFor();
    expect(await page.getByRole('button', { name: 'Зберегти чернетку' }).isDisabled()).toBe(true);
    for (const part of ['Погодження', 'План', 'Умови', 'Форма']) {
      await page.getByRole('button', { name: part, exact: true }).click();
      await until(page, `document.querySelector('#offering') !== null`);
      expect(await faults(page, 'uk')).toEqual([]);
      await browser.picture(page, `offer-${part}`, true);
    }
    await page.getByRole('button', { name: 'Додати поле' }).click();
    await page.getByLabel('Запитання (українською)').last().fill('Чи є домашній роутер');
    await page.getByLabel('Запитання (англійською)').last().fill('Is there a router at home');
    await page.getByRole('button', { name: 'Перегляд', exact: true }).click();
    await page.getByLabel(/Чи є домашній роутер/).waitFor();
    expect(await faults(page, 'uk')).toEqual([]);
    await browser.picture(page, 'offer-preview', true);
    await page.getByRole('button', { name: 'Зберегти чернетку' }).click();
    await page.getByText('чернетка відрізняється від того, що діє').waitFor();
    await page.getByRole('button', { name: 'Опублікувати', exact: true }).click();
    await page.getByText('Діє, версія 2').waitFor();
    await page.context().close();
    const order = await browser.open({ persona: 'employee', path: VPN });
    await order.getByLabel(/Чи є домашній роутер/).waitFor();
    await order.context().close();
  });

  it.each(['/portal/catalog', VPN, `/portal/catalog/${demoId('offering:laptop')}`].flatMap((path, index) => (index === 0 ? SOME : inTurn(index)).map((variant) => [path, variant] as const)))('%s %j', async (path, variant) => {
    // The profile decides the language where the browser has none of its own yet.
    await app.as('employee').must('PATCH', '/me', { locale: variant.locale });
    const page = await browser.open({ persona: 'employee', path, ...variant });
    await until(page, `document.documentElement.lang === "${variant.locale}" && document.querySelector('h1')`);
    await page.locator(path === '/portal/catalog' ? 'main li a' : 'form button[type=submit]').first().waitFor();
    expect(await faults(page, variant.locale)).toEqual([]);
    await browser.picture(page, `catalog-${path.split('/').at(-1)?.slice(0, 4)}-${variant.locale}-${variant.colorScheme}-${variant.width}`, true);
    await page.context().close();
  });
});
