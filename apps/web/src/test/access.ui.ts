import { type Json, describeInBrowser, playAccess, TestBrowser, testApp, type TestApp } from '@opora/testing';
import { faults, unexpected, until } from './page';

const WIDE = process.env['OPORA_PICTURES'] === '1';

describeInBrowser('Access management', () => {
  let app: TestApp;
  let browser: TestBrowser;
  let reference = '';
  beforeAll(async () => {
    app = await testApp({ jobs: false });
    await playAccess(app);
    browser = await TestBrowser.start(app.url);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    expect(unexpected(browser?.errors ?? [])).toEqual([]);
  });

  const picture = async (page: Parameters<TestBrowser['picture']>[0], name: string): Promise<void> => void (WIDE ? await browser.picture(page, `access-${name}`, true) : null);
  const still = (page: Parameters<typeof faults>[0]): Promise<void> => until(page, '!document.querySelector("[aria-busy=true]")');

  it('an employee sees what they have and until when, and asks for more: who decides is said before it is sent', async () => {
    const page = await browser.open({ persona: 'employee', path: '/portal/access' });
    await page.getByRole('heading', { name: 'Облік і склад (ERP), Проводки' }).waitFor();
    await page.getByText(/лишил(ося|ся) \d+ д/).first().waitFor();
    await still(page);
    expect(await faults(page, 'uk')).toEqual([]);
    await picture(page, 'mine');
    await page.getByRole('link', { name: 'Попросити доступ' }).click();
    await page.getByLabel('Система').selectOption({ label: 'Тека «Продажі»' });
    await page.getByRole('radio', { name: /Читання й запис/ }).check();
    await page.getByText('Власник системи: Андрій Мельник').waitFor();
    expect(await faults(page, 'uk')).toEqual([]);
    await page.getByRole('button', { name: 'Надіслати запит' }).click();
    await page.getByRole('link', { name: 'Напишіть, навіщо потрібен доступ' }).waitFor();
    await page.getByLabel('Навіщо потрібен доступ').fill('Звіряю договори з проводками');
    await picture(page, 'ask');
    await page.getByRole('button', { name: 'Надіслати запит' }).click();
    await page.getByText(/^ACC-\d+$/).first().waitFor();
    reference = (await page.getByText(/^ACC-\d+$/).first().innerText()).trim();
    await still(page);
    expect(await faults(page, 'uk')).toEqual([]);
    await picture(page, 'request');
    await page.context().close();
  });

  it('a conflict of duties is shown with its rule, and an exception needs its reason', async () => {
    const page = await browser.open({ persona: 'employee', path: '/portal/access/new', width: 390, colorScheme: 'dark' });
    await page.getByLabel('Система').selectOption({ label: 'Облік і склад (ERP)' });
    await page.getByRole('radio', { name: /Платежі/ }).check();
    await page.getByText(/Правило SoD-\d+: Хто проводить, той не платить/).waitFor();
    await page.getByLabel('Чому потрібен виняток').waitFor();
    await still(page);
    expect(await faults(page, 'uk')).toEqual([]);
    await picture(page, 'conflict-phone');
    await page.context().close();
  });

  it('the owner approves, the group carries it out, the employee confirms', async () => {
    const owner = await browser.open({ persona: 'employee2', path: '/portal/approvals' });
    await owner.getByRole('link', { name: 'Тека «Продажі», Читання й запис', exact: true }).first().click();
    await owner.getByText('Звіряю договори з проводками').first().waitFor();
    await owner.getByRole('button', { name: 'Погодити' }).click();
    await owner.getByText('Ви вже відповіли.').waitFor();
    await owner.context().close();

    const desk = await browser.open({ persona: 'specialist', path: '/desk/access?show=work' });
    await desk.getByText(reference).waitFor();
    await still(desk);
    expect(await faults(desk, 'uk')).toEqual([]);
    await picture(desk, 'queue');
    await desk.getByRole('row', { name: new RegExp(reference) }).getByRole('link').click();
    await desk.getByRole('button', { name: 'Виконано' }).click();
    await desk.getByLabel('Примітка').fill('Додано до групи sales-rw');
    await desk.getByRole('dialog').getByRole('button', { name: 'Виконано' }).click();
    await desk.getByText('Надано', { exact: true }).first().waitFor();
    await picture(desk, 'done');
    await desk.context().close();

    const page = await browser.open({ persona: 'employee', path: `/t/${reference}` });
    await page.getByRole('button', { name: 'Усе працює' }).click();
    await page.getByText('Закрито').first().waitFor();
    await page.context().close();
    expect(await app.as('employee').must('GET', `/access-requests/${reference}`)).toMatchObject({ state: 'closed' });
  });

  it('the register says who has what now and had it then; a right is revoked with a reason and held until it is gone', async () => {
    const page = await browser.open({ persona: 'manager', path: '/desk/access/grants' });
    await page.getByRole('row').nth(5).waitFor();
    await still(page);
    expect(await faults(page, 'uk')).toEqual([]);
    await picture(page, 'register');
    await page.getByLabel('Людина, право або система').fill('Гнатюк');
    await page.getByText(/^3 права$/).waitFor();
    await page.getByRole('button', { name: /Оксана Гнатюк: Тека «Продажі»/ }).click();
    await page.getByText('Додано до групи sales-rw').or(page.getByText(reference)).first().waitFor();
    await still(page);
    expect(await faults(page, 'uk')).toEqual([]);
    await picture(page, 'grant');
    await page.getByRole('button', { name: 'Відкликати…' }).click();
    expect(await page.getByRole('button', { name: 'Відкликати право' }).isDisabled()).toBe(true);
    await page.getByLabel('Причина').fill('Звірку завершено');
    await page.getByRole('button', { name: 'Відкликати право' }).click();
    await page.getByRole('dialog').getByText('Відкликається').waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Станом на').fill('2026-01-15T10:00');
    await page.getByText(/Показано, хто що мав станом на/).waitFor();
    await picture(page, 'past');
    await page.context().close();
  });

  it('an owner answers a recertification by keys, what is unusual first', async () => {
    const page = await browser.open({ persona: 'employee2', path: '/portal/access' });
    await page.getByRole('link', { name: 'Переглянути права' }).first().click();
    await page.getByRole('row').nth(3).waitFor();
    await still(page);
    expect(await faults(page, 'uk')).toEqual([]);
    await picture(page, 'review');
    const before = await mineOf();
    await page.keyboard.press('KeyK');
    await until(page, `document.body.innerText.includes('Відповіли на ${before.answered + 1} з ${before.total}')`);
    await page.keyboard.press('KeyR');
    await until(page, `document.body.innerText.includes('Відповіли на ${before.answered + 2} з ${before.total}')`);
    expect(await mineOf()).toMatchObject({ answered: before.answered + 2, revoked: before.revoked + 1 });
    await page.context().close();
  });

  const mineOf = async (): Promise<Json> => (await app.as('employee2').must('GET', '/recertifications')).items.find((one: Json) => one.origin === 'manual').mine;

  it('the manager sees campaigns, the reconciliation, systems and rules', async () => {
    for (const [path, text, name] of [
      ['/desk/access', 'Доступи', 'desk'], ['/desk/access/recertifications', 'Перегляд прав за IV квартал', 'campaigns'], ['/desk/access/drift', 'svc-crm-sync', 'drift'], ['/admin/access?id=', 'Клієнтська база (CRM)', 'systems'], ['/admin/sod', 'Хто проводить, той не платить', 'sod'],
    ] as const) {
      const page = await browser.open({ persona: 'manager', path: path.replace('?id=', '') });
      await page.getByText(text).first().waitFor();
      if (name === 'systems' || name === 'sod') await page.getByRole('link', { name: new RegExp(text.replace(/[()]/g, '.')) }).first().click();
      await still(page);
      expect([name, await faults(page, 'uk')]).toEqual([name, []]);
      await picture(page, name);
      await page.context().close();
    }
  });

  it.each([
    ['employee', '/portal/access'], ['manager', '/desk/access/grants'], ['manager', '/desk/access'],
  ] as const)('%s on a phone, in English and dark: %s', async (persona, path) => {
    await app.as(persona).must('PATCH', '/me', { locale: 'en' });
    const page = await browser.open({ persona, path, width: 390, height: 844, locale: 'en', colorScheme: 'dark' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await still(page);
    expect(await faults(page, 'en')).toEqual([]);
    await picture(page, `phone${path.replaceAll('/', '-')}`);
    await app.as(persona).must('PATCH', '/me', { locale: 'uk' });
    await page.context().close();
  });
});
