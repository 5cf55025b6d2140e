import { describeInBrowser, TestBrowser, testApp, type TestApp } from '@opora/testing';
import { faults, inTurn, unexpected, until } from './page';

/** `{…}` is the reference of a ticket in that state. */
const ROUTES: readonly { path: string; signedOut?: true }[] = [
  { path: '/sign-in', signedOut: true }, { path: '/reset-password', signedOut: true }, { path: '/welcome/none', signedOut: true },
  { path: '/portal' }, { path: '/portal/new' }, { path: '/portal/new?followUpOf={closed}' },
  { path: '/portal/tickets' }, { path: '/portal/tickets?show=closed' }, { path: '/portal/tickets?q=нічогоТакого' },
  { path: '/portal/tickets/{new}' }, { path: '/portal/tickets/{waits}' }, { path: '/portal/tickets/{resolved}' }, { path: '/portal/tickets/{closed}' }, { path: '/portal/tickets/{new}/sent' },
  { path: '/portal/outages' }, { path: '/me' }, { path: '/me?tab=look' }, { path: '/me?tab=security' }, { path: '/me?tab=tokens' }, { path: '/me?tab=notifications' }, { path: '/notifications' }, { path: '/portal/approvals' }, { path: '/portal/approvals?show=answered' }, { path: '/survey/none', signedOut: true }, { path: '/portal/nowhere' },
];

/** Once each route with the variants of theme, language and width in turn; `npm run test:full` plays all of them on each. */
describeInBrowser('Portal pages', () => {
  let app: TestApp;
  let browser: TestBrowser;
  const references: Record<string, string> = {};
  beforeAll(async () => {
    app = await testApp();
    browser = await TestBrowser.start(app.url);
    const [employee, dispatcher] = [app.as('employee'), app.as('dispatcher')];
    for (const state of ['new', 'waits', 'resolved', 'closed']) {
      const { reference } = await employee.must('POST', '/incidents', { title: `Стан ${state}: довга назва, яка описує все, що сталося з друком на третьому поверсі`, description: 'Рядок перший.\nРядок другий: https://example.org/шлях' });
      references[state] = reference;
      if (state === 'waits') await dispatcher.must('POST', `/incidents/${reference}/hold`, { reason: 'requester', message: 'Яка модель?' });
      if (state === 'resolved' || state === 'closed') await dispatcher.must('POST', `/incidents/${reference}/resolve`, { code: 'solved', text: 'Готово.' });
      if (state === 'closed') await employee.must('POST', `/incidents/${reference}/confirm`, { rating: 4 });
    }
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    expect(unexpected(browser?.errors ?? [])).toEqual([]);
  });

  const cases = ROUTES.flatMap((route, index) => inTurn(index).map((variant) => ({ ...route, ...variant })));
  it.each(cases)('$path ($locale, $colorScheme, $width px)', async ({ path, signedOut, locale, colorScheme, width }) => {
    const address = path.replace(/\{(\w+)\}/g, (_whole, state: string) => references[state] ?? state);
    // The profile decides the language where the browser has none of its own yet.
    if (!signedOut) await app.as('employee').must('PATCH', '/me', { locale });
    const page = await browser.open({ ...(signedOut ? {} : { persona: 'employee' }), locale, colorScheme, width, path: address });
    await page.locator('h1').first().waitFor();
    await until(page, `document.documentElement.lang === "${locale}" && !document.querySelector('[aria-busy=true]')`);
    expect(await faults(page, locale)).toEqual([]);
    await page.context().close();
  });
});
