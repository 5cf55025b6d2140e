import { demoId } from '@opora/organisation';
import { describeInBrowser, TestBrowser, testApp, type TestApp } from '@opora/testing';
import { faults, unexpected, until } from './page';

describeInBrowser('Approvals', () => {
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

  const ask = async (title: string): Promise<string> => {
    const { id } = await app.as('employee').must('POST', '/incidents', { title });
    await app.as('dispatcher').must('POST', `/tickets/${id}/approvals`, { question: 'Купуємо новий?', steps: [{ mode: 'any', name: 'Керівник', approvers: [{ personId: demoId('person:employee2') }] }] });
    return id;
  };
  const stateOf = async (id: string): Promise<string> => (await app.as('dispatcher').must('GET', `/tickets/${id}/approvals`)).items[0].state;

  it('an approver finds what waits on the home page and approves it with one press', async () => {
    const id = await ask('Зламаний монітор');
    const page = await browser.open({ persona: 'employee2', path: '/portal' });
    await page.getByRole('link', { name: 'Зламаний монітор' }).click();
    await page.getByText('Купуємо новий?').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('INC-');
    expect(await faults(page, 'uk')).toEqual([]);
    await page.getByRole('button', { name: 'Погодити' }).click();
    await page.getByText('Ви вже відповіли.').waitFor();
    expect(await stateOf(id)).toBe('approved');
    await page.getByRole('link', { name: 'Усі погодження' }).click();
    await page.getByText('Нічого погоджувати').waitFor();
    await page.getByRole('link', { name: 'Ваші відповіді' }).click();
    await page.getByText('Погоджено', { exact: true }).waitFor();
    await page.context().close();
  });

  it('refuses only with a reason, on a phone, by keys as well', async () => {
    const id = await ask('Зламана миша');
    await app.as('employee2').must('PATCH', '/me', { locale: 'en' });
    const page = await browser.open({ persona: 'employee2', path: '/portal/approvals', width: 390, colorScheme: 'dark', locale: 'en' });
    await page.getByRole('link', { name: 'Зламана миша', exact: true }).click();
    await page.getByText('Купуємо новий?').waitFor();
    await page.keyboard.press('KeyN');
    const refuse = page.getByRole('button', { name: 'Refuse for this reason' });
    await refuse.waitFor();
    expect(await refuse.isDisabled()).toBe(true);
    await page.keyboard.type('Є запасна');
    await until(page, '!document.querySelector("[aria-busy=true]")');
    expect(await faults(page, 'en')).toEqual([]);
    await refuse.click();
    await page.getByText('You have answered.').waitFor();
    expect(await stateOf(id)).toBe('refused');
    expect(await page.locator('body').innerText()).toContain('Є запасна');
    await page.context().close();
  });
});
