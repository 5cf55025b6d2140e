import { describeInBrowser, type Json, TestBrowser, testApp, type TestApp } from '@opora/testing';
import { faults, Hand, SOME, unexpected, until } from './page';

const PAGES = ['/insight', '/insight/sla', '/insight/sla?by=month', '/insight/backlog', '/insight/load', '/insight/operators'];

/** Nine incidents of three priorities within four hours: some solved in time, some late, some open. */
async function story(app: TestApp): Promise<void> {
  const of = async (path: string): Promise<Json[]> => (await app.as('manager').must<Json>('GET', path)).items;
  const [services, groups] = [await of('/services'), await of('/groups')];
  const service = services.find(({ nameEn }) => nameEn === 'E-mail')?.id as string;
  const group = groups.find(({ nameEn }) => nameEn === 'Network')?.id as string;
  await app.clock.set('2026-12-09T09:00:00Z');
  const incidents: Json[] = [];
  for (const level of ['high', 'high', 'high', 'high', 'medium', 'medium', 'low', 'low', 'low'])
    incidents.push(await app.as('dispatcher').must('POST', '/incidents', { title: 'Не надсилаються листи', serviceId: service, groupId: group, impact: level, urgency: level, channel: 'phone' }));
  const resolve = (incident: Json | undefined): Promise<Json> => app.as('dispatcher').must('POST', `/incidents/${incident?.id}/resolve`, { code: 'solved', text: 'Надсилаються.' });
  await resolve(incidents[0]);
  await app.clock.advance(4 * 3600);
  for (const late of [incidents[1], incidents[2]]) await resolve(late);
  await app.as('dispatcher').must('POST', `/incidents/${incidents[4]?.id}/hold`, { reason: 'requester', message: 'Кому?' });
  await app.settle();
}

describeInBrowser('Insight', () => {
  let app: TestApp;
  let browser: TestBrowser;
  beforeAll(async () => {
    app = await testApp();
    await story(app);
    browser = await TestBrowser.start(app.url);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    expect(unexpected(browser?.errors ?? [])).toEqual([]);
  });

  it('a manager comes from a breached service level to its tickets by one press, and back', async () => {
    const page = await browser.open({ persona: 'manager', path: '/insight/sla' });
    const hand = new Hand(page);
    await page.getByRole('link', { name: /^Усього, Вирішення, Порушено: / }).waitFor();
    await page.getByRole('combobox', { name: 'Період' }).selectOption('quarter');
    await until(page, "location.search.includes('from=')");
    const report = await app.as('manager').must<Json>('GET', `/reports/sla${await page.evaluate('location.search')}`);
    const breached = report.totals.metrics[1].current.breached.count as number;
    expect(breached).toBeGreaterThan(0);
    await hand.click('link', `Усього, Вирішення, Порушено: ${breached}`);
    await page.getByRole('heading', { name: /Звернення за показником/ }).waitFor();
    await page.getByRole('link', { name: /^INC-/ }).first().waitFor();
    expect(await page.locator('tbody tr').count()).toBe(Math.min(50, breached));
    expect(await page.locator('h1').innerText()).toContain(String(breached));
    expect(await page.getByRole('list', { name: 'Що в них спільного' }).innerText()).toMatch(/Вирішення — Порушено/);
    expect(hand.acts).toBe(1);
    // From the first screen it is one press more, the link in the bar.
    console.info(`interactions: T18 ${hand.acts + 1}`);
    await hand.click('button', /Назад до звіту/);
    await page.getByRole('link', { name: `Усього, Вирішення, Порушено: ${breached}` }).waitFor();
  });

  it('what is shown stands in the address: rows, period, filters', async () => {
    const page = await browser.open({ persona: 'manager', path: '/insight/sla' });
    await page.getByRole('button', { name: 'Пріоритет' }).click();
    await page.getByRole('columnheader', { name: 'Пріоритет' }).first().waitFor();
    await page.getByRole('combobox', { name: 'Група' }).selectOption({ label: 'Мережа' });
    await until(page, "/by=priority/.test(location.search) && /group=/.test(location.search)");
    const again = await browser.open({ persona: 'manager', path: await page.evaluate('location.pathname + location.search') });
    await again.getByRole('columnheader', { name: 'Пріоритет' }).first().waitFor();
    expect(await again.getByRole('combobox', { name: 'Група' }).locator('option:checked').innerText()).toBe('Мережа');
    const [file] = await Promise.all([again.waitForEvent('download'), again.getByRole('link', { name: 'CSV' }).click()]);
    expect(file.suggestedFilename()).toMatch(/^sla-priority-\d{4}-\d{2}-01-\d{4}-\d{2}-\d{2}\.csv$/);
  });

  it('the heat map is walked by arrows, and Enter opens the hour', async () => {
    const page = await browser.open({ persona: 'manager', path: '/insight/load' });
    const at = page.locator('[data-cell][tabindex="0"]');
    await at.waitFor();
    await at.focus();
    const busiest = (await at.getAttribute('data-cell')) ?? '';
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate('document.activeElement.dataset.cell')).toBe(busiest);
    const n = Number(await at.innerText());
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /^INC-/ }).first().waitFor();
    expect(await page.locator('tbody tr').count()).toBe(n);
  });

  it('an auditor reads the same, an employee is refused', async () => {
    const auditor = await browser.open({ persona: 'auditor', path: '/insight/operators' });
    await auditor.getByRole('columnheader', { name: 'Оператор' }).waitFor();
    const employee = await browser.open({ persona: 'employee', path: '/insight/sla' });
    await employee.locator('h1').waitFor();
    expect(await employee.locator('table').count()).toBe(0);
  });

  it.each(SOME.map((variant) => [`${variant.width} px, ${variant.locale}, ${variant.colorScheme}`, variant] as const))('is whole for everybody: %s', async (_name, variant) => {
    await app.as('manager').must('PATCH', '/me', { locale: variant.locale });
    const page = await browser.open({ persona: 'manager', path: '/insight', ...variant });
    for (const path of [...PAGES, 'tickets']) {
      if (path === 'tickets') await page.locator('tbody a').first().click();
      else await page.goto(`${app.url}${path}`);
      await page.locator('table:visible').first().waitFor();
      await until(page, "document.querySelector('[aria-busy=true]') === null");
      expect([path, await faults(page, variant.locale)]).toEqual([path, []]);
      expect(await page.locator('body').innerText()).not.toMatch(/\binsight\.[a-z]/);
    }
  });
});
