import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { DEMO_PASSWORD, emailOf } from './personas';

const ROOT = join(__dirname, '..', '..', '..');
const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
/* None of these lets Chromium call home; the suite needs no network. */
const ARGUMENTS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export interface OpenPage {
  persona?: string;
  width?: number;
  height?: number;
  locale?: 'uk' | 'en';
  colorScheme?: 'light' | 'dark';
  path?: string;
  /** With the service worker of the pages; without it (so it is unless said otherwise) each test sees the network as it is. */
  worker?: boolean;
  timeZone?: string;
}

/** Chromium for one suite. Each page has a context, and so a session, of its own; what its console says is kept. */
export class TestBrowser {
  readonly errors: string[] = [];
  private readonly contexts: BrowserContext[] = [];

  private constructor(
    private readonly browser: Browser,
    private readonly address: string,
  ) {}

  static async start(address: string): Promise<TestBrowser> {
    const { chromium } = await import('playwright-core');
    return new TestBrowser(await chromium.launch({ executablePath: executable() ?? '/usr/bin/chromium', args: ARGUMENTS }), address);
  }

  /** Signs the persona in through the API (the form has a test of its own), then opens the path. */
  async open({ persona, width = 1440, height = 900, locale = 'uk', colorScheme = 'light', path = '/', worker = false, timeZone = 'Europe/Kyiv' }: OpenPage = {}): Promise<Page> {
    const context = await this.browser.newContext({ baseURL: this.address, viewport: { width, height }, locale: locale === 'uk' ? 'uk-UA' : 'en-GB', timezoneId: timeZone, colorScheme, serviceWorkers: worker ? 'allow' : 'block' });
    this.contexts.push(context);
    context.setDefaultTimeout(10_000);
    if (persona) {
      const answer = await context.request.post('/api/v1/auth/login', { data: { email: emailOf(persona), password: DEMO_PASSWORD } });
      if (!answer.ok()) throw new Error(`${persona} cannot sign in: ${answer.status()} ${await answer.text()}`);
    }
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && this.errors.push(`${page.url()}: ${message.text()}`));
    page.on('pageerror', (error) => this.errors.push(`${page.url()}: ${error.stack ?? error.message}`));
    await page.goto(path);
    return page;
  }

  /** Keeps a picture in screenshots/ (not in the repository) for a person to look at. */
  async picture(page: Page, name: string, fullPage = false): Promise<string> {
    const folder = join(ROOT, 'screenshots');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path, fullPage });
    return path;
  }

  async close(): Promise<void> {
    for (const context of this.contexts) await context.close();
    await this.browser.close();
  }
}

/** `describe` where a Chromium is installed and the pages are built. Without Chromium the block is skipped and says so; with CI=true it runs and so fails. */
export function describeInBrowser(title: string, body: () => void): void {
  if (executable() || process.env['CI'] === 'true') describe(title, body);
  else describe.skip(`${title} (no Chromium here: apt-get install chromium)`, body);
}

function executable(): string | undefined {
  return [process.env['CHROMIUM'] ?? '', ...CANDIDATES].find((path) => path !== '' && existsSync(path));
}
