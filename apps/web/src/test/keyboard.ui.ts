import { demoId } from '@opora/organisation';
import { describeInBrowser, TestBrowser, testApp, type TestApp } from '@opora/testing';
import type { Page } from 'playwright-core';
import { unexpected, until } from './page';

const MOST_STOPS = 90;
const LEAST_CONTRAST = 3;

/* What has the focus: can it be seen, and how. Runs in the page after each Tab. */
const FOCUSED = `(() => {
  const rgb = (text) => { const canvas = (window.probe ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true })); canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)).reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const el = document.activeElement;
  if (!el || el === document.body) return null;
  const name = el.tagName + ' ' + (el.getAttribute('aria-label') ?? el.innerText ?? el.getAttribute('name') ?? '').trim().slice(0, 50) + ' ' + (el.labels?.[0]?.innerText ?? '').slice(0, 40);
  const box = el.getBoundingClientRect();
  /* The mark may be drawn by the element or by what it stands in (a field with a button in it). */
  let mark = 0, colour = null, around = null;
  for (let up = el, n = 0; up && n < 5; up = up.parentElement, n++) {
    const style = getComputedStyle(up);
    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > mark) { mark = parseFloat(style.outlineWidth); colour = rgb(style.outlineColor); around = up; }
  }
  for (const sibling of [el.nextElementSibling, el.previousElementSibling]) if (mark < 2 && sibling) {
    const style = getComputedStyle(sibling);
    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > mark) { mark = parseFloat(style.outlineWidth); colour = rgb(style.outlineColor); around = sibling; }
  }
  let ground = [255, 255, 255, 255];
  for (let up = (around ?? el).parentElement; up; up = up.parentElement) { const found = rgb(getComputedStyle(up).backgroundColor); if (found[3] === 255) { ground = found; break; } }
  const inset = around && parseFloat(getComputedStyle(around).outlineOffset) < 0;
  if (inset) { const own = rgb(getComputedStyle(around).backgroundColor); if (own[3] === 255) ground = own; }
  const [x, y] = [Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1), Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1)];
  const there = document.elementFromPoint(x, y);
  const covered = !(there && (el.contains(there) || there.contains(el) || el.labels?.[0]?.contains(there) || (around && around.contains(there))));
  el.dataset.stop ??= String((window.stops = (window.stops ?? 0) + 1));
  return { name, stop: el.dataset.stop, mark, contrast: colour ? contrast(colour, ground) : 0, covered, small: box.width < 2 || box.height < 2, inside: box.bottom > 0 && box.top < innerHeight };
})()`;

interface Focused {
  name: string;
  stop: string;
  mark: number;
  contrast: number;
  covered: boolean;
  small: boolean;
  inside: boolean;
}

describeInBrowser('16: with the keyboard alone', () => {
  let app: TestApp;
  let browser: TestBrowser;
  let reference = '';
  beforeAll(async () => {
    app = await testApp();
    browser = await TestBrowser.start(app.url);
    ({ reference } = await app.as('employee').must('POST', '/incidents', { title: 'Не відкривається бухгалтерія' }));
    await app.as('dispatcher').must('POST', `/incidents/${reference}/assign`, { groupId: demoId('group:workplace'), assigneeId: demoId('person:specialist') });
    await app.as('employee').must('POST', '/incidents', { title: 'Не друкує принтер' });
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    expect(unexpected(browser?.errors ?? [])).toEqual([]);
  });

  /** Tabs through the page until it comes round; what is wrong with a stop, one line each. */
  const walk = async (page: Page): Promise<{ wrong: string[]; stops: number }> => {
    const wrong: string[] = [];
    const met = new Set<string>();
    for (let n = 0; n < MOST_STOPS; n++) {
      await page.keyboard.press('Tab');
      const at = (await page.evaluate(FOCUSED)) as Focused | null;
      if (!at) break;
      if (met.has(at.stop)) {
        // A second time the same without having come round is a trap.
        if (met.size < 3) wrong.push(`trap: ${at.name}`);
        break;
      }
      met.add(at.stop);
      if (at.mark < 2) wrong.push(`no mark of the focus: ${at.name}`);
      else if (at.contrast < LEAST_CONTRAST) wrong.push(`mark too faint (${at.contrast.toFixed(1)}): ${at.name}`);
      if (at.small) wrong.push(`too small to see: ${at.name}`);
      else if (!at.inside) wrong.push(`out of the window: ${at.name}`);
      else if (at.covered) wrong.push(`covered: ${at.name}`);
    }
    return { wrong, stops: met.size };
  };

  it.each([
    { what: 'triage', persona: 'dispatcher', path: '/desk/triage', least: 15, colorScheme: 'light' },
    { what: 'the ticket', persona: 'specialist', path: '/desk/t/{ref}', least: 25, colorScheme: 'dark' },
    { what: 'the form', persona: 'employee', path: '/portal/new', least: 10, colorScheme: 'light' },
    { what: 'the calendar editor', persona: 'manager', path: '/admin/calendars?id=new', least: 15, colorScheme: 'dark' },
    { what: 'a queue', persona: 'dispatcher', path: '/desk/views/open', least: 10, colorScheme: 'light' },
    { what: 'the ticket of its requester, on a phone', persona: 'employee', path: '/portal/tickets/{ref}', least: 10, width: 390, colorScheme: 'light' },
  ] as const)('$what: every stop is seen, nothing traps', async ({ persona, path, least, colorScheme, ...look }) => {
    const page = await browser.open({ persona, path: path.replace('{ref}', reference), colorScheme, ...look });
    await page.locator('h1').first().waitFor();
    await until(page, `!document.querySelector('[aria-busy=true]')`);
    const { wrong, stops } = await walk(page);
    expect(wrong).toEqual([]);
    expect(stops).toBeGreaterThanOrEqual(least);
    await page.context().close();
  });

  it('Esc closes what is on top and gives the focus back', async () => {
    const page = await browser.open({ persona: 'specialist', path: `/desk/t/${reference}` });
    await page.locator('h1').first().waitFor();
    for (const name of [/^Призначити/, /^Призупинити/]) {
      const opener = page.getByRole('button', { name }).first();
      await opener.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      expect(await page.evaluate(`document.querySelector('dialog[open], [role=dialog]').contains(document.activeElement)`)).toBe(true);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await until(page, `document.activeElement?.tagName === 'BUTTON' && document.activeElement !== document.body`);
      expect(await opener.evaluate((el) => el === el.ownerDocument.activeElement)).toBe(true);
    }
    await page.context().close();
  });
});
