import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** First words of all keys of texts, so that no part can be forgotten. */
const TEXTS = join(__dirname, '..', 'shared', 'i18n', 'messages');
const AREAS = [...new Set(readdirSync(TEXTS).filter((name) => name.endsWith('.uk.ts')).flatMap((name) => [...readFileSync(join(TEXTS, name), 'utf8').matchAll(/^ {2}'([a-zA-Z]+)\./gm)].map(([, area]) => area)))];

export const FULL = process.env['OPORA_TEST_FULL'] === '1';

/** Every combination of language, theme and width; `npm test` takes them in turn, `npm run test:full` plays all of them on each page. */
export const VARIANTS = [
  { locale: 'uk', colorScheme: 'light', width: 1440 },
  { locale: 'en', colorScheme: 'dark', width: 390 },
  { locale: 'uk', colorScheme: 'dark', width: 1440 },
  { locale: 'en', colorScheme: 'light', width: 390 },
  { locale: 'uk', colorScheme: 'light', width: 390 },
  { locale: 'en', colorScheme: 'dark', width: 1440 },
  { locale: 'uk', colorScheme: 'dark', width: 390 },
  { locale: 'en', colorScheme: 'light', width: 1440 },
] as const;
export type Variant = (typeof VARIANTS)[number];

/** All of them, or the two that differ in everything. */
export const SOME: readonly Variant[] = FULL ? VARIANTS : VARIANTS.slice(0, 2);
/** All of them, or the one whose turn it is. */
export const inTurn = (index: number): readonly Variant[] => (FULL ? VARIANTS : [VARIANTS[index % VARIANTS.length] ?? VARIANTS[0]]);

/** Console lines that are the browser's own account of an answer that the page expects. */
const EXPECTED = /Failed to load resource: the server responded with a status of (401|403|404|409|410|412|422)|net::ERR_INTERNET_DISCONNECTED|net::ERR_FAILED/;
export const unexpected = (errors: readonly string[]): string[] => errors.filter((line) => !EXPECTED.test(line));

/** Everything that must hold on any page: axe finds nothing, one h1, a title, the language, no sideways scrolling. One line a fault. */
export async function faults(page: Page, locale: 'uk' | 'en'): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(
    `axe.run({ runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) => {
      const found = violations.flatMap(({ id, help, nodes }) => nodes.slice(0, 3).map((node) => id + ': ' + help + ': ' + node.html.slice(0, 160)));
      if (document.querySelectorAll('h1').length !== 1) found.push('h1: ' + document.querySelectorAll('h1').length);
      if (document.documentElement.lang !== ${JSON.stringify(locale)}) found.push('lang: ' + document.documentElement.lang);
      if (document.title.trim() === '') found.push('no title');
      if (document.documentElement.scrollWidth > innerWidth) found.push('scrolls sideways: ' + document.documentElement.scrollWidth);
      const raw = document.body.innerText.match(/\\b(${AREAS.join('|')})\\.[a-zA-Z]+(\\.[a-zA-Z]+)*\\b/g);
      if (raw) found.push('raw keys: ' + raw.join(' '));
      return found;
    })`,
  );
}

const PATIENCE_MS = 10_000;

/** Until the expression holds in the page. (`waitForFunction` evaluates text there, which the page's own policy forbids.) */
export async function until(page: Page, expression: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await page.evaluate(expression))) {
    if (performance.now() > end) throw new Error(`never came true: ${expression}`);
    await page.waitForTimeout(50);
  }
}

/** Counts what the person does: a click, a key chord, a run of typing (ux.md §2.12). */
export class Hand {
  acts = 0;
  constructor(private readonly page: Page) {}

  async fill(label: string | RegExp, text: string): Promise<void> {
    this.acts += 1;
    await this.page.getByLabel(label).fill(text);
  }
  async press(key: string): Promise<void> {
    this.acts += 1;
    await this.page.keyboard.press(key);
  }
  async click(role: 'button' | 'link' | 'radio' | 'tab', name: string | RegExp): Promise<void> {
    this.acts += 1;
    const target = this.page.getByRole(role, { name });
    await (role === 'radio' ? target.check({ force: true }) : target.click());
  }
}
