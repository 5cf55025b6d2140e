import { describeInBrowser, TestBrowser, testApp, type TestApp } from '@opora/testing';
import { faults, SOME, unexpected, until } from './page';

const HEADER = 'ticket,at,state,title,requester,group,assignee,priority,made_sla';
const LOG = [
  HEADER,
  'T-1,2024-03-01T09:00:00+02:00,new,Принтер мовчить,olena@example.org,Перша лінія,,3,', 'T-1,2024-03-01T11:05:00+02:00,resolved,,,,,,true', 'T-1,2024-03-04T11:05:00+02:00,closed,,,,,,true',
  'T-2,2024-03-02T09:00:00+02:00,new,Пошта не відкривається,ivan@example.org,Перша лінія,,2,', 'T-2,31.31.2024,resolved,,,,,,', 'T-3,2024-03-03T09:00:00+02:00,щось,Дивний стан,ivan@example.org,,,9,',
].join('\n');

describeInBrowser('Import of history', () => {
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

  it('an administrator brings a log in, sees what was left out and why, and finds the rest', async () => {
    const page = await browser.open({ persona: 'admin', path: '/admin' });
    await page.getByRole('link', { name: 'Імпорт', exact: true }).click();
    await page.getByRole('heading', { name: 'Імпорт історії' }).waitFor();
    await page.getByRole('button', { name: 'Імпортувати' }).click();
    await page.getByRole('alert').getByText('Оберіть файл').waitFor();
    await page.getByRole('alert').getByText('Оберіть, що це за файл').waitFor();

    await page.locator('input[type=file]').setInputFiles({ name: 'звернення.csv', mimeType: 'text/csv', buffer: Buffer.from(LOG) });
    await page.getByRole('radio', { name: /Простий CSV/ }).check({ force: true });
    await page.getByText('Інші назви стовпців і значень').first().click();
    await page.getByRole('textbox', { name: 'Інші назви стовпців і значень' }).fill('не JSON');
    await page.getByRole('button', { name: 'Імпортувати' }).click();
    await page.getByRole('alert').getByText(/Відповідність/).waitFor();
    await page.getByRole('textbox', { name: 'Інші назви стовпців і значень' }).fill('');
    await page.getByRole('button', { name: 'Імпортувати' }).click();

    await page.getByRole('heading', { name: 'звернення.csv' }).waitFor();
    await page.getByRole('heading', { name: 'Хибні рядки' }).waitFor();
    expect(await page.getByRole('table').getByRole('row').allInnerTexts()).toEqual([
      expect.stringContaining('Рядок'), expect.stringMatching(/6\s+T-2\s+at\s+31\.31\.2024\s+Не дата й час/), expect.stringMatching(/7\s+T-3\s+state\s+щось\s+Очікується одне з/), expect.stringMatching(/7\s+T-3\s+priority\s+9\s+Очікується ціле число від 1 до 5/),
    ]);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Завантажити як CSV' }).click()]);
    expect(file.suggestedFilename()).toMatch(/^bad-rows-.*\.csv$/);
    await app.settle();
    expect((await app.as('dispatcher').must('GET', '/search', undefined, { query: { q: 'T-1' } })).items).toHaveLength(1);

    await page.getByRole('link', { name: 'До всіх імпортів' }).click();
    await page.getByRole('row', { name: /звернення\.csv.*завершено.*1 нове.*2 пропущено/s }).waitFor();
    await page.context().close();
  });

  it('shows how far a running one is, without being asked again', async () => {
    const rows = Array.from({ length: 3_000 }, (_, n) => `L-${n},2024-04-01T09:00:00Z,new,Рядок ${n},ivan@example.org,,,3,`);
    await app.as('admin').must('PATCH', '/me', { locale: 'en' });
    const page = await browser.open({ persona: 'admin', path: '/admin/imports', locale: 'en' });
    await page.locator('input[type=file]').setInputFiles({ name: 'long.csv', mimeType: 'text/csv', buffer: Buffer.from([HEADER, ...rows].join('\n')) });
    await page.getByRole('radio', { name: /Plain CSV/ }).check({ force: true });
    await page.getByRole('checkbox', { name: /Only check/ }).check({ force: true });
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByRole('heading', { name: 'long.csv' }).waitFor();
    await page.getByText('Would be new').waitFor();
    await until(page, `document.body.innerText.includes('3,000')`);
    expect(await app.db.sql.one('select count(*) as n from ticket where import_key like $1', ['L-%'])).toEqual({ n: 0 });
    await page.context().close();
  });

  it.each(SOME)('has no faults ($locale, $colorScheme, $width px)', async ({ locale, colorScheme, width }) => {
    await app.as('admin').must('PATCH', '/me', { locale });
    const { items } = await app.as('admin').must('GET', '/imports');
    const run = items.find((one: { badRows: number }) => one.badRows > 0);
    for (const path of ['/admin/imports', `/admin/imports?id=${run.id}`]) {
      const page = await browser.open({ persona: 'admin', locale, colorScheme, width, path });
      await page.locator('h1').first().waitFor();
      await until(page, `document.documentElement.lang === "${locale}" && !document.querySelector('[aria-busy=true]')`);
      if (process.env['OPORA_PICTURES']) await browser.picture(page, `imports${path.includes('id=') ? '-run' : ''}-${locale}-${colorScheme}-${width}`, true);
      expect(await faults(page, locale)).toEqual([]);
      await page.context().close();
    }
  });
});
