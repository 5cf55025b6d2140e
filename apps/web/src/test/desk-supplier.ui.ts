import { demoId } from '@opora/organisation';
import { describeInBrowser, TestBrowser, testApp, type TestApp } from '@opora/testing';
import { faults, unexpected, until } from './page';

/** The desk of somebody who sees little of it: nothing that the server would refuse is asked for or offered. */
describeInBrowser('The desk of a supplier’s engineer', () => {
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

  it('begins with their own work and opens their tickets', async () => {
    const { reference } = await app.as('employee').must<{ reference: string }>('POST', '/incidents', { title: 'Смуги на друці' });
    await app.as('dispatcher').must('POST', `/incidents/${reference}/assign`, { groupId: demoId('group:printers') });
    const page = await browser.open({ persona: 'supplier', path: '/desk' });
    const refused: string[] = [];
    page.on('response', (response) => response.status() >= 400 && refused.push(`${response.status()} ${response.url()}`));
    await page.waitForURL('**/desk/my');
    await page.getByRole('link', { name: /Смуги на друці/ }).waitFor();
    expect(await page.getByRole('link', { name: 'Triage' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Call' }).count()).toBe(0);
    await page.getByRole('link', { name: /Смуги на друці/ }).click();
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    await until(page, `!document.querySelector('main [aria-busy=true]')`);
    expect(await faults(page, 'en')).toEqual([]);
    expect(refused).toEqual([]);
  });
});
