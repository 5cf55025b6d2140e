import { demoId } from '@opora/organisation';
import { describeInBrowser, type Json, TestBrowser, testApp, type TestApp } from '@opora/testing';
import { faults, inTurn, unexpected, until } from './page';

const ROUTES = [
  '/admin', '/admin/people', `/admin/people?id=${demoId('person:specialist')}`, '/admin/people?id=new', '/admin/groups?id=new', '/admin/groups?id={group}', '/admin/services?id={service}', '/admin/calendars?id={calendar}',
  '/admin/calendars?id=new', '/admin/agreements?id={agreement}', '/admin/agreements?id=new', '/admin/mail', '/admin/settings',
];

describeInBrowser('Administration', () => {
  let app: TestApp;
  let browser: TestBrowser;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    app = await testApp();
    browser = await TestBrowser.start(app.url);
    const admin = app.as('admin');
    for (const kind of ['group', 'service', 'calendar', 'agreement']) ids[kind] = (await admin.must('GET', `/${kind}s`)).items[0].id;
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    expect(unexpected(browser?.errors ?? [])).toEqual([]);
  });

  it('a person is added, given a group, and deactivated after the consequences were read', async () => {
    const page = await browser.open({ persona: 'admin', path: '/admin/people?id=new' });
    await page.getByRole('button', { name: 'Створити' }).click();
    await page.getByRole('alert').getByText('Вкажіть: Ім’я та прізвище').waitFor();
    await page.getByLabel('Ім’я та прізвище').fill('Нова Людина');
    await page.getByLabel('Електронна пошта').fill('nova@demo.opora.test');
    await page.getByRole('button', { name: 'Створити' }).click();
    await page.getByRole('heading', { name: 'Нова Людина' }).waitFor();
    await page.getByRole('checkbox', { name: 'Фахівець другої лінії' }).check();
    await page.getByRole('button', { name: 'Зберегти ролі' }).click();
    await until(page, `fetch('/api/v1/people?email=nova@demo.opora.test').then((reply) => reply.json()).then(({ items }) => items[0].version > 1)`);

    await page.goto(`${app.url}/admin/groups?id=${demoId('group:network')}`);
    await page.getByRole('combobox', { name: 'Додати до групи' }).fill('Нова Людина');
    await page.getByRole('option', { name: /Нова Людина/ }).click();
    await page.getByRole('cell', { name: 'Нова Людина', exact: true }).waitFor();

    await page.goto(`${app.url}/admin/people?q=nova`);
    await page.getByRole('link', { name: /Нова Людина/ }).click();
    await page.getByRole('button', { name: 'Деактивувати' }).click();
    await page.getByRole('dialog').getByText('1 група втратить учасника').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Деактивувати' }).click();
    await page.getByText('Особа не може увійти').waitFor();
    await page.context().close();
  });

  it('a calendar is typed and tried before it is saved', async () => {
    const page = await browser.open({ persona: 'manager', path: '/admin/calendars?id=new' });
    await page.getByLabel('Назва', { exact: true }).fill('Вечірня зміна');
    await page.getByRole('textbox', { name: 'Понеділок' }).fill('13-22');
    await page.getByText('Напишіть години як 9:00–18:00').first().waitFor();
    expect(await page.getByRole('button', { name: 'Створити календар' }).isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Понеділок' }).fill('13:00–22:00');
    await page.getByRole('button', { name: /Державні свята/ }).first().click();
    await page.getByText(/Додано \d+ свят/).waitFor();
    await page.getByRole('button', { name: 'Коли це буде' }).click();
    await page.getByText(/Це буде .*\d/).waitFor();
    await page.getByRole('button', { name: 'Створити календар' }).click();
    await page.getByRole('link', { name: /Вечірня зміна/ }).waitFor();
    await page.context().close();
  });

  it('an agreement is drafted, its effect looked at, published to open tickets, and a due time moves as was said', async () => {
    const standard = (await app.as('manager').must('GET', '/agreements')).items.find((agreement: Json) => agreement.nameUk === 'Стандартний рівень');
    const { id } = await app.as('employee').must('POST', '/incidents', { title: 'Строк зміниться' });
    const dueOf = async (): Promise<string> => (await app.as('dispatcher').must('GET', `/tickets/${id}/clocks`)).items.find((clock: Json) => clock.metric === 'resolution').dueAt;
    const before = await dueOf();
    const page = await browser.open({ persona: 'manager', path: `/admin/agreements?id=${standard.id}` });
    for (const n of [1, 2, 3, 4, 5]) await page.getByLabel(`Вирішення P${n}`).fill('90 год');
    await page.getByRole('button', { name: 'Зберегти чернетку' }).click();
    await page.getByText('Є неопублікована чернетка').waitFor();
    await page.getByRole('radio', { name: /І для відкритих/ }).check({ force: true });
    await page.getByRole('button', { name: 'Що зрушить' }).click();
    await page.getByRole('dialog').getByText(/Строк зміниться у [1-9]/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Опублікувати' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Опублікувати' }).click();
    await page.getByText('Є неопублікована чернетка').waitFor({ state: 'detached' });
    await app.settle();
    expect(Date.parse(await dueOf())).toBeGreaterThan(Date.parse(before));
    await page.context().close();
  });

  it('letters that were not sent and settings stand where an administrator looks', async () => {
    const page = await browser.open({ persona: 'admin', path: '/admin/settings' });
    await page.getByLabel(/Закривати вирішений інцидент/).fill('5');
    await page.getByRole('button', { name: 'Зберегти' }).click();
    await page.getByRole('button', { name: 'Повернути типове: 3' }).waitFor();
    await page.getByRole('link', { name: 'Листи' }).click();
    await page.getByRole('link', { name: /^Надіслані( \d+)?$/ }).click();
    await page.waitForURL('**/admin/mail?state=sent');
    await page.getByRole('searchbox', { name: 'Адреса або номер звернення' }).fill('nobody-has-this');
    await page.getByRole('button', { name: 'Знайти' }).click();
    await page.getByText('Таких листів немає.').waitFor();
    await page.context().close();
  });

  it('an auditor sees the same without anything to change; who may not is told so', async () => {
    const page = await browser.open({ persona: 'auditor', path: `/admin/groups?id=${demoId('group:network')}` });
    await page.getByRole('heading', { name: 'Мережа', exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /Додати|Зберегти|Прибрати/ }).count()).toBe(0);
    await page.context().close();
    const employee = await browser.open({ persona: 'employee', path: '/admin/people' });
    await employee.getByRole('heading', { level: 1 }).waitFor();
    expect(await employee.getByRole('heading', { name: 'Люди' }).count()).toBe(0);
    await employee.context().close();
  });

  const cases = ROUTES.flatMap((path, index) => inTurn(index).map((variant) => ({ path, ...variant })));
  it.each(cases)('$path ($locale, $colorScheme, $width px)', async ({ path, locale, colorScheme, width }) => {
    const persona = /calendars|agreements/.test(path) ? 'manager' : 'admin';
    await app.as(persona).must('PATCH', '/me', { locale });
    const page = await browser.open({ persona, locale, colorScheme, width, path: path.replace(/\{(\w+)\}/g, (_whole, kind: string) => ids[kind] ?? kind) });
    await page.locator('h1').first().waitFor();
    await until(page, `document.documentElement.lang === "${locale}" && !document.querySelector('[aria-busy=true]')`);
    expect(await faults(page, locale)).toEqual([]);
    await page.context().close();
  });
});
