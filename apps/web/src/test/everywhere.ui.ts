import { demoId } from '@opora/organisation';
import { describeInBrowser, TestBrowser, testApp, type TestApp } from '@opora/testing';
import type { Page } from 'playwright-core';
import { faults, unexpected, until } from './page';
import { allRoutes } from './routes';

const ROUTES = allRoutes();
const WIDTHS: Readonly<Record<string, readonly number[]>> = { employee: [1440, 390, 320] };

/* Of what is visible: controls whose words do not fit into them, and anything that reaches beyond the window without a scrolling parent. Runs in the page. */
const CLIPPED = `(() => {
  const found = [];
  const seen = (el) => el.checkVisibility({ visibilityProperty: true }) && el.getBoundingClientRect().width > 1;
  for (const el of document.querySelectorAll('button, [role=button], [role=tab], label, legend, h1, h2, th, a')) {
    if (!seen(el) || el.closest('.visually-hidden')) continue;
    const style = getComputedStyle(el);
    if (el.scrollWidth > el.clientWidth + 2 && style.overflowX !== 'visible' && style.display !== 'inline') found.push('clipped: ' + el.tagName + ' ' + el.innerText.slice(0, 60));
    const box = el.getBoundingClientRect();
    let scrolls = false;
    for (let up = el.parentElement; up; up = up.parentElement) if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX)) scrolls = true;
    if (!scrolls && (box.right > innerWidth + 1 || box.left < -1) && getComputedStyle(el).position !== 'fixed') found.push('outside: ' + el.tagName + ' ' + el.innerText.slice(0, 60));
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push('scrolls sideways: ' + document.documentElement.scrollWidth + ' of ' + innerWidth);
  return [...new Set(found)];
})()`;

/* Words in Cyrillic letters that stand on the page. What is marked as Ukrainian (the switch of languages) and initials are left out. */
const CYRILLIC = `(() => {
  const words = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || /^(SCRIPT|STYLE|NOSCRIPT)$/.test(parent.tagName) || parent.closest('[lang=uk]')) continue;
    for (const word of node.textContent.match(/[а-яіїєґ’']{3,}/gi) ?? []) words.add(word.toLowerCase());
  }
  for (const el of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    if (el.closest('[lang=uk]')) continue;
    for (const name of ['aria-label', 'title', 'placeholder']) for (const word of (el.getAttribute(name) ?? '').match(/[а-яіїєґ’']{3,}/gi) ?? []) words.add(word.toLowerCase());
  }
  return [...words];
})()`;

/** Each page once, in English with texts two fifths longer, at the widths of its users. */
describeInBrowser('Everywhere', () => {
  let app: TestApp;
  let browser: TestBrowser;
  const values: Record<string, string> = { view: 'open', token: 'none', id: 'none', offering: 'none', slug: 'none' };
  const pages = new Map<string, { page: Page; said: Set<string> }>();
  beforeAll(async () => {
    app = await testApp();
    browser = await TestBrowser.start(app.url);
    const { reference } = await app.as('employee').must<{ reference: string }>('POST', '/incidents', { title: 'The accounting system does not start after the update of this morning', description: 'It says that a key was not found.' });
    await app.as('dispatcher').must('POST', `/incidents/${reference}/assign`, { groupId: demoId('group:workplace'), assigneeId: demoId('person:specialist') });
    await app.as('dispatcher').must('POST', `/tickets/${reference}/messages`, { visibility: 'private', body: 'Looks like the licence service.' });
    await app.as('dispatcher').must('POST', `/tickets/${reference}/messages`, { visibility: 'public', body: 'Which version do you see?' });
    for (const persona of ['dispatcher', 'specialist']) for (let n = 0; n < 3; n++) await app.as(persona).must('POST', '/incidents', { title: `Printing number ${n} of ${persona}`, impact: 'low', urgency: 'high' });
    values['ref'] = reference;
    for (const persona of ['employee', 'dispatcher', 'manager', 'admin']) await app.as(persona).must('PATCH', '/me', { locale: 'en' });
    await app.settle();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    expect(unexpected(browser?.errors ?? [])).toEqual([]);
  });

  /** One page a persona: the program is loaded once. All words that the server sends are people's own or the server's, which answers in the language that is asked for. */
  const pageOf = async (persona: string | undefined): Promise<{ page: Page; said: Set<string> }> => {
    const known = pages.get(persona ?? 'nobody');
    if (known) return known;
    const page = await browser.open({ ...(persona ? { persona } : {}), locale: 'en', path: '/favicon.svg' });
    await page.context().addInitScript(`localStorage.setItem('opora.pseudo', '1')`);
    const said = new Set<string>();
    page.on('response', (response) => {
      if (response.url().includes('/api/v1/') && (response.headers()['content-type'] ?? '').includes('json')) void response.text().then((text) => (text.match(/[а-яіїєґ’']{2,}/gi) ?? []).forEach((word) => said.add(word.toLowerCase())), () => undefined);
    });
    const made = { page, said };
    pages.set(persona ?? 'nobody', made);
    return made;
  };

  it('has a list of all pages', () => expect(ROUTES.length).toBeGreaterThan(30));

  it.each(ROUTES)('$path', async ({ path, persona }) => {
    const { page, said } = await pageOf(persona);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${app.url}${path.replace(/\$(\w+)/g, (_whole, name: string) => values[name] ?? name)}`);
    await page.locator('h1').first().waitFor();
    await until(page, `document.documentElement.lang === 'en' && !document.querySelector('[aria-busy=true]')`);
    const found: Record<number, string[]> = {};
    for (const width of WIDTHS[persona ?? 'employee'] ?? [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
      found[width] = (await page.evaluate(CLIPPED)) as string[];
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((width) => [width, []])));
    expect(await faults(page, 'en')).toEqual([]);
    expect(((await page.evaluate(CYRILLIC)) as string[]).filter((word) => !said.has(word))).toEqual([]);
  });
});
