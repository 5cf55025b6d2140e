import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeInBrowser, TestBrowser, testApp, type TestApp } from '@opora/testing';
import { faults, SOME, unexpected, until } from './page';

describeInBrowser('Integrations', () => {
  let app: TestApp;
  let browser: TestBrowser;
  let server: Server;
  let status = 500;
  const port = (): number => (server.address() as AddressInfo).port;
  beforeAll(async () => {
    server = createServer((_request, response) => response.writeHead(status).end('<b>отримувач</b> відповів'));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
    app = await testApp({ env: { OUTBOUND_ALLOW: '127.0.0.1/32', OUTBOUND_PORTS: String(port()) } });
    browser = await TestBrowser.start(app.url);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    server.closeAllConnections();
    server.close();
    expect(unexpected(browser?.errors ?? [])).toEqual([]);
  });

  it('an administrator sets a webhook up, sees its secret once, why it was not taken, and sends it again', async () => {
    const page = await browser.open({ persona: 'admin', path: '/admin' });
    await page.getByRole('link', { name: 'Інтеграції', exact: true }).click();
    await page.getByRole('button', { name: 'Додати вебхук' }).click();
    await page.getByLabel('Назва', { exact: true }).fill('Чат чергових');
    await page.getByLabel('Адреса отримувача').fill('http://10.0.0.1/hook');
    await page.getByRole('button', { name: 'Створити вебхук' }).click();
    await page.getByRole('alert').getByText('Оберіть, хто відповідає за вебхук').waitFor();
    await page.getByRole('combobox', { name: 'Відповідає за вебхук' }).fill('dispatcher@');
    await page.getByRole('option', { name: /dispatcher@/ }).click();
    await page.getByRole('button', { name: 'Створити вебхук' }).click();
    await page.getByRole('alert').getByText(/Це внутрішня адреса/).waitFor();
    await page.getByLabel('Адреса отримувача').fill(`http://127.0.0.1:${port()}/hook`);
    await page.getByRole('checkbox', { name: 'Звернення зареєстровано' }).check({ force: true });
    await page.getByRole('button', { name: 'Створити вебхук' }).click();
    await page.getByLabel('Секрет підпису').getByText(/^whsec_/).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Чат чергових' }).waitFor();
    expect(await page.getByText(/whsec_/).count()).toBe(0);

    await page.getByRole('button', { name: 'Надіслати пробне' }).click();
    const row = page.getByRole('row', { name: /Пробне/ });
    await row.getByText('500').waitFor();
    await row.getByText('не доставлено').waitFor();
    status = 204;
    await row.getByRole('button', { name: 'Надіслати ще раз: Пробне' }).click();
    await row.getByText('доставлено', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Замінити секрет' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Замінити секрет' }).click();
    await page.getByLabel('Секрет підпису').getByText(/^whsec_/).waitFor();
    await page.getByRole('button', { name: 'Вимкнути' }).click();
    await page.getByText('Вимкнено. Що не надіслано, чекає').waitFor();
    await page.getByRole('button', { name: 'Увімкнути' }).click();
    await page.getByRole('button', { name: 'Вимкнути' }).waitFor();
    await page.context().close();
  });

  it('what a receiver answers is shown as text', async () => {
    const { items } = await app.as('admin').must('GET', '/webhooks');
    status = 503;
    await app.as('employee').must('POST', '/incidents', { title: 'Не працює сканер' });
    const page = await browser.open({ persona: 'auditor', path: `/admin/integrations?id=${items[0].id}` });
    await page.getByText('<b>отримувач</b> відповів').first().waitFor();
    expect(await page.getByRole('button', { name: /Зберегти|Вимкнути|Додати вебхук|Замінити|ще раз/ }).count()).toBe(0);
    await page.context().close();
  });

  it('a token for another system is made, shown once, and revoked', async () => {
    const page = await browser.open({ persona: 'admin', path: '/admin/integrations?tab=tokens' });
    await page.getByLabel('Назва', { exact: true }).fill('Система моніторингу');
    await page.getByRole('combobox', { name: 'Від чийого імені' }).fill('dispatcher@');
    await page.getByRole('option', { name: /dispatcher@/ }).click();
    await page.getByRole('textbox', { name: 'Права' }).fill('ticket.read');
    await page.getByRole('button', { name: 'Створити токен' }).click();
    const token = await page.getByLabel('Токен', { exact: true }).innerText();
    expect((await fetch(`${app.url}/api/v1/tickets`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    await page.getByRole('button', { name: 'Відкликати токен «Система моніторингу»?' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Відкликати' }).click();
    await page.getByText('Токенів служб ще немає.').waitFor();
    expect((await fetch(`${app.url}/api/v1/tickets`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
    await page.context().close();
  });

  it.each(SOME)('has no faults ($locale, $colorScheme, $width px)', async ({ locale, colorScheme, width }) => {
    await app.as('admin').must('PATCH', '/me', { locale });
    const { items } = await app.as('admin').must('GET', '/webhooks');
    for (const path of ['/admin/integrations', `/admin/integrations?id=${items[0].id}`, '/admin/integrations?id=new', '/admin/integrations?tab=tokens']) {
      const page = await browser.open({ persona: 'admin', locale, colorScheme, width, path });
      await page.locator('h1').first().waitFor();
      await until(page, `document.documentElement.lang === "${locale}" && !document.querySelector('[aria-busy=true]')`);
      if (process.env['OPORA_PICTURES']) await browser.picture(page, `integrations${/(?:id|tab)=(.{3})/.exec(path)?.[1] ?? ''}-${locale}-${colorScheme}-${width}`, true);
      expect(await faults(page, locale)).toEqual([]);
      await page.context().close();
    }
  });
});
