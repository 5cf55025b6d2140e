import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { option } from '../commands';
import { Failure, command } from '../failure';
import { Installation, type Serving } from './installation';
import { pageWith } from './report';

/* npm run bench:web [-- --tickets 60000 --runs 5 --only 'portal, home' --folder DIR --write]: what people wait for in the browser, on a view of about ten thousand open tickets; see docs/performance.md. */
const args = process.argv.slice(3);
const number = (name: string, fallback: number): number => Number(option(args, name) ?? fallback);
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const FLAGS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const OPEN_SHARE = 0.15;
const CLOCKS_A_TICKET = 1.27;
const LIMIT_SECONDS = 15 * 60;
const PAGE = join('docs', 'performance.md');

interface Place {
  what: string;
  as: string;
  path: string;
  phone?: boolean;
  /** Largest contentful paint, seconds (`ux.md` §2.13). */
  wanted: number;
  keys: readonly string[];
}

const PLACES: readonly Place[] = [
  { what: 'portal, home, phone profile', as: 'employee', path: '/portal', phone: true, wanted: 2, keys: ['Tab', 'Tab', 'Tab', 'Tab'] },
  { what: 'portal, my tickets', as: 'employee', path: '/portal/tickets', wanted: 1.2, keys: ['Tab', 'Tab', 'Tab', 'Tab'] },
  { what: 'desk, all that is open', as: 'dispatcher', path: '/desk/views/open', wanted: 1.2, keys: Array.from({ length: 30 }, () => 'j') },
  { what: 'desk, triage', as: 'dispatcher', path: '/desk/triage', wanted: 1.2, keys: Array.from({ length: 30 }, () => 'j') },
  { what: 'desk, one ticket', as: 'dispatcher', path: '/desk/t/INC-000001', wanted: 1.2, keys: ['Tab', 'Tab', 'Tab', 'Tab'] },
];
const MOST_NODES = 3_000;
const INP_P75_MS = 100;
const INP_WORST_MS = 200;

interface Seen {
  lcp: number;
  shift: number;
  nodes: number;
  /** Milliseconds from an input to the paint after it. */
  interactions: number[];
  scriptKb: number;
}

/* Runs in the page, before anything of it. */
const WATCH = `
  window.__seen = { lcp: 0, shift: 0, interactions: [], nodes: 0 };
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.__seen.lcp = entry.startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__seen.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (entry.interactionId) window.__seen.interactions.push([entry.interactionId, entry.duration]); }).observe({ type: 'event', durationThreshold: 16, buffered: true });
`;

async function look(browser: Browser, api: Serving, place: Place): Promise<Seen> {
  const baseURL = `http://127.0.0.1:${api.port}`;
  const context = await browser.newContext({ baseURL, viewport: place.phone ? { width: 390, height: 844 } : { width: 1440, height: 900 }, locale: 'uk-UA', timezoneId: 'Europe/Kyiv' });
  context.setDefaultTimeout(60_000);
  try {
    const signedIn = await context.request.post('/api/v1/auth/login', { data: { email: `${place.as}@demo.opora.test`, password: 'opora-demo' } });
    if (!signedIn.ok()) throw new Error(`${place.as} cannot sign in: ${signedIn.status()}`);
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    let scriptBytes = 0;
    page.on('response', (response) => void (response.request().resourceType() === 'script' && response.body().then((body) => (scriptBytes += body.length), () => undefined)));
    if (place.phone) await slow(page);
    await page.goto(place.path, { waitUntil: 'networkidle' });
    await page.waitForTimeout(500);
    const scriptKb = scriptBytes / 1024;
    // Reading it now: the first input ends the search for the largest paint.
    const { lcp, shift } = await seen(page);
    for (const key of place.keys) {
      await page.keyboard.press(key);
      await page.waitForTimeout(120);
    }
    const nodes = await scrolled(page);
    return { ...(await seen(page)), lcp, shift, nodes, scriptKb };
  } finally {
    await context.close();
  }
}

async function seen(page: Page): Promise<Omit<Seen, 'nodes' | 'scriptKb'>> {
  const raw = (await page.evaluate('window.__seen')) as { lcp: number; shift: number; interactions: [number, number][] };
  const longest = new Map<number, number>();
  for (const [id, duration] of raw.interactions) longest.set(id, Math.max(duration, longest.get(id) ?? 0));
  return { lcp: raw.lcp, shift: raw.shift, interactions: [...longest.values()] };
}

/** Most elements that the page ever holds while its longest list is scrolled by fifty screens. */
async function scrolled(page: Page): Promise<number> {
  let most = 0;
  for (let screen = 0; screen < 50; screen++) {
    await page.mouse.move(700, 500);
    await page.mouse.wheel(0, 800);
    await page.waitForTimeout(30);
    most = Math.max(most, (await page.evaluate('document.querySelectorAll("*").length')) as number);
  }
  return most;
}

/** The phone of `ux.md` §2.13: a processor four times slower, 1.6 Mbit/s, 150 ms. */
async function slow(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 });
}

const at = (values: readonly number[], share: number): number => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

async function bench(): Promise<number> {
  const executablePath = CHROMIUM.find((path) => existsSync(path));
  if (!executablePath) throw new Failure(`There is no Chromium at ${CHROMIUM.join(', ')}: install it first (apt-get install chromium).`);
  const { chromium } = await import('playwright-core');
  const tickets = number('tickets', 60_000);
  const installation = new Installation(option(args, 'folder'), false);
  const guard = setTimeout(() => {
    console.error(`The measurement took longer than ${LIMIT_SECONDS / 60} minutes and was ended.`);
    void installation.end().finally(() => process.exit(1));
  }, LIMIT_SECONDS * 1000);
  let browser: Browser | null = null;
  try {
    await installation.prepare({ tickets, clocks: Math.round(tickets * OPEN_SHARE * CLOCKS_A_TICKET) }, (line) => console.log(line), async () => undefined);
    const api = await installation.serve('api');
    await installation.serve('worker');
    const client = await installation.client();
    const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ticket where phase <> 'closed'`);
    await client.end();
    browser = await chromium.launch({ executablePath, args: FLAGS });
    const table = await measured(browser, api, rows[0]?.n ?? 0);
    console.log(`\n${table}`);
    if (args.includes('--write')) writeFileSync(PAGE, pageWith(readFileSync(PAGE, 'utf8'), table, 'bench:web'));
    return 0;
  } finally {
    await browser?.close();
    await installation.end();
    clearTimeout(guard);
  }
}

/** All pages, or those whose name begins with `--only`. */
function chosen(): readonly Place[] {
  const only = option(args, 'only');
  if (only === undefined) return PLACES;
  const found = PLACES.filter(({ what }) => what.startsWith(only));
  if (found.length === 0) throw new Failure(`There is no page "${only}": choose of ${PLACES.map(({ what }) => what).join('; ')}.`);
  if (args.includes('--write')) throw new Failure('Figures of some pages alone are not written down: leave --only or --write out.');
  return found;
}

async function measured(browser: Browser, api: Serving, open: number): Promise<string> {
  const lines = [
    `Measured ${new Date().toISOString().slice(0, 10)} with \`npm run bench:web\` in ${browser.version()} (Chromium), ${open.toLocaleString('en')} open tickets; browser, API, worker and database share the machine.`,
    '',
    '| page | LCP, median | wanted | interactions to paint, p75 | worst | wanted | layout shift | most DOM nodes | scripts, unpacked |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
  ];
  for (const place of chosen()) {
    const runs: Seen[] = [];
    for (let run = 0; run < number('runs', 5); run++) runs.push(await look(browser, api, place));
    const inputs = runs.flatMap(({ interactions }) => interactions);
    const nodes = Math.max(...runs.map((one) => one.nodes));
    lines.push(
      `| ${place.what} | ${(at(runs.map(({ lcp }) => lcp), 0.5) / 1000).toFixed(2)} s | ≤ ${place.wanted} s | ${inputs.length > 0 ? `${at(inputs, 0.75).toFixed(0)} ms of ${inputs.length}` : 'none above 16 ms'} | ${inputs.length > 0 ? `${Math.max(...inputs).toFixed(0)} ms` : '–'} | ≤ ${INP_P75_MS} / ${INP_WORST_MS} ms | ${at(runs.map(({ shift }) => shift), 0.5).toFixed(3)} | ${nodes}${nodes > MOST_NODES ? ' **(> 3,000)**' : ''} | ${at(runs.map(({ scriptKb }) => scriptKb), 0.5).toFixed(0)} KB |`,
    );
    console.log(lines.at(-1));
  }
  return lines.join('\n');
}

command(bench);
