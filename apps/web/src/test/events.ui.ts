import { demoId } from '@opora/organisation';
import { describeInBrowser, type Json, TestBrowser, testApp, type TestApp } from '@opora/testing';
import { faults, inTurn, SOME, unexpected, until } from './page';

const XSS = '"><img src=x onerror="window.__xss=1"><script>window.__xss=1</script>';

describeInBrowser('Event management', () => {
  let app: TestApp;
  let browser: TestBrowser;
  let source: Json;
  beforeAll(async () => {
    app = await testApp();
    source = await app.as('admin').must('POST', '/event-sources', { name: 'Zabbix, офіс', kind: 'opora', serviceId: demoId('service:vpn') });
    app.canaries.secret(source.token, 'A token of events');
    browser = await TestBrowser.start(app.url);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    expect(unexpected(browser?.errors ?? [])).toEqual([]);
  });

  const send = async (body: unknown): Promise<void> => {
    const reply = await app.anonymous().post('/events/intake/opora', body, { headers: { authorization: `Bearer ${source.token}` } });
    expect([reply.status, reply.status === 202 ? '' : reply.text]).toEqual([202, '']);
  };
  const fire = (dedupKey: string, title: string, more: object = {}): Promise<void> => send({ dedupKey, status: 'firing', severity: 'exception', title, ...more });
  const alertOf = async (dedupKey: string): Promise<Json> => (await app.as('dispatcher').must('GET', '/alerts', undefined, { query: { dedupKey } })).items[0];

  it('an alert comes by HTTP, stands on the screen without being asked for, has its incident, is acknowledged, and is over when its source says so and keeps still', async () => {
    const page = await browser.open({ persona: 'dispatcher', path: '/desk/events' });
    await page.getByRole('heading', { name: 'Тихо' }).waitFor();
    await fire('vpn:down', 'VPN не приймає з’єднань', { labels: { host: 'vpn-1', note: XSS } });
    await app.clock.advance(5);
    const row = page.getByTestId('alerts').getByRole('listitem').filter({ hasText: 'VPN не приймає з’єднань' });
    await row.waitFor();
    await row.getByRole('link', { name: /^INC-/ }).waitFor();
    await row.hover();
    await page.keyboard.press('a');
    await row.getByText('Підтверджене').waitFor();
    expect(await alertOf('vpn:down')).toMatchObject({ state: 'acknowledged', acknowledgedBy: { id: demoId('person:dispatcher') } });
    await row.getByRole('link', { name: 'VPN не приймає з’єднань' }).click();
    await page.getByRole('heading', { level: 1, name: 'VPN не приймає з’єднань' }).waitFor();
    await page.getByText(XSS).waitFor();
    expect(await page.evaluate('window.__xss')).toBeUndefined();
    await page.getByTestId('events').getByRole('row').nth(1).waitFor();
    await send({ dedupKey: 'vpn:down', status: 'resolved' });
    await app.clock.advance(5);
    await page.getByText('Знято', { exact: true }).first().waitFor();
    await app.clock.advance(900);
    await app.settle();
    await page.reload();
    await page.getByText('Вирішено').first().waitFor();
    const { incident } = await alertOf('vpn:down');
    expect(await app.as('dispatcher').must('GET', `/incidents/${incident.id}`)).toMatchObject({ state: 'resolved', channel: 'event' });
  });

  it('filters stand in the address, alerts of one incident stand together, a pause holds the screen still', async () => {
    await send(['a', 'b', 'c'].map((key) => ({ dedupKey: `net:${key}`, status: 'firing', severity: 'warning', title: `Канал ${key.toUpperCase()} нестабільний` })));
    await app.clock.advance(5);
    const page = await browser.open({ persona: 'dispatcher', path: '/desk/events' });
    await page.getByRole('button', { name: /^Попередження/ }).click();
    await until(page, "location.search.includes('severity=warning')");
    await page.getByLabel('Групувати за інцидентом').check();
    await page.getByText(/зібрано 3 оповіщення/).waitFor();
    await page.reload();
    await page.getByText(/зібрано 3 оповіщення/).waitFor();
    await page.getByRole('button', { name: 'Пауза' }).click();
    await fire('net:d', 'Канал D нестабільний', { severity: 'warning' });
    await app.clock.advance(5);
    await page.getByText(/На паузі, \d+ змін/).waitFor();
    expect(await page.getByText('Канал D нестабільний').count()).toBe(0);
    await page.getByRole('button', { name: 'Продовжити' }).click();
    await page.getByText('Канал D нестабільний').waitFor();
  });

  it('in a storm the page keeps its size and each press is answered (check 18)', async () => {
    const page = await browser.open({ persona: 'dispatcher', path: '/desk/events' });
    await page.getByTestId('alerts').waitFor();
    const nodes = (): Promise<number> => page.evaluate('document.querySelectorAll("*").length');
    const storm = async (round: number): Promise<void> => {
      await send(Array.from({ length: 500 }, (_unused, n) => ({ dedupKey: `storm:${round}:${n}`, status: 'firing', severity: 'warning', title: `Вузол ${round}-${n} не відповідає` })));
      await app.clock.advance(2);
    };
    await storm(0);
    await until(page, "document.querySelectorAll('[data-testid=alerts] li').length > 5 && /storm|Вузол/.test(document.querySelector('[data-testid=alerts]').textContent)");
    const before = await nodes();
    for (let round = 1; round <= 5; round++) {
      await storm(round);
      await page.getByRole('button', { name: /Пауза|Продовжити/ }).click();
    }
    await page.getByRole('button', { name: 'Продовжити' }).click();
    await page.getByText(/Вузол 5-/).first().waitFor();
    expect(await nodes()).toBeLessThan(before + 300);
    expect(await nodes()).toBeLessThan(3_000);
    const acknowledge = page.getByRole('button', { name: /^Підтвердити: Вузол/ }).first();
    await acknowledge.click();
    await page.getByText('Підтверджено', { exact: true }).first().waitFor();
  });

  it('a manager orders rules by presses, writes one, tries it on the last day and lets it hold', async () => {
    const page = await browser.open({ persona: 'manager', path: '/desk/events/rules' });
    const add = async (name: string, value: string): Promise<void> => {
      await page.getByRole('button', { name: 'Додати правило' }).click();
      await page.getByLabel('Назва правила').fill(name);
      await page.getByRole('button', { name: 'Додати умову' }).click();
      await page.getByLabel('Що', { exact: true }).fill(value);
    };
    await add('Шум вузлів', 'Вузол');
    await page.getByLabel('Дія').selectOption('record');
    await page.getByRole('button', { name: 'Спробувати' }).click();
    await page.getByText(/подій → .* оповіщень → /).waitFor();
    await page.getByRole('cell', { name: 'Шум вузлів' }).waitFor();
    await page.getByRole('button', { name: 'Створити правило' }).click();
    await page.getByText('1. Шум вузлів').waitFor();
    await add('Канали', 'Канал');
    await page.getByRole('button', { name: 'Створити правило' }).click();
    await page.getByText('2. Канали').waitFor();
    await page.getByRole('button', { name: 'Вище: Канали' }).click();
    await page.getByText('1. Канали').waitFor();
    expect((await app.as('manager').must('GET', '/event-rules')).items.map(({ name }: Json) => name).slice(0, 2)).toEqual(['Канали', 'Шум вузлів']);
  });

  it('planned work is written down and keeps its alerts quiet, with the reason', async () => {
    const page = await browser.open({ persona: 'dispatcher', path: '/desk/events/windows' });
    await page.getByRole('button', { name: 'Запланувати роботи' }).click();
    await page.getByLabel('Які роботи').fill('Оновлення пошти');
    const now = new Date((await app.as('admin').must<Json>('POST', '/test/clock', { advanceSeconds: 1 })).now);
    const local = (at: Date): Promise<string> => page.evaluate(`(() => { const at = new Date(${at.getTime()}); return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16); })()`);
    await page.getByLabel('Початок').fill(await local(new Date(now.getTime() - 3_600_000)));
    await page.getByLabel('Кінець').fill(await local(new Date(now.getTime() + 3_600_000)));
    await page.getByLabel('SRV-MAIL-01').check();
    await page.getByRole('button', { name: 'Запланувати', exact: true }).click();
    await page.getByText(/Триває/).waitFor();
    await fire('mail:queue', 'Черга листів росте', { configurationItem: 'SRV-MAIL-01' });
    await app.clock.advance(5);
    await page.getByRole('link', { name: 'Оповіщення' }).click();
    await page.getByLabel('І приглушені').check();
    const row = page.getByRole('listitem').filter({ hasText: 'Черга листів росте' });
    await row.getByText(/Планові роботи/).waitFor();
    expect((await alertOf('mail:queue')).incident).toBeNull();
  });

  it('an administrator adds a source: its token is shown once, its sample is accepted as it stands', async () => {
    const page = await browser.open({ persona: 'admin', path: '/admin/event-sources?id=new' });
    await page.getByLabel('Назва').fill('Скрипт резервних копій');
    await page.getByLabel('Що надсилає').selectOption('opora');
    await page.getByRole('button', { name: 'Створити джерело' }).click();
    const token = await page.getByTestId('token').innerText();
    app.canaries.secret(token, 'A token of events');
    const sample = await page.getByTestId('sample').innerText();
    expect(sample).toContain(token);
    const body = JSON.parse(/-d '(.*)'/.exec(sample)?.[1] ?? '');
    expect((await app.anonymous().post('/events/intake/opora', body, { headers: { authorization: `Bearer ${token}` } })).status).toBe(202);
    await page.reload();
    await page.getByRole('button', { name: 'Замінити токен' }).waitFor();
    expect(await page.getByTestId('token').count()).toBe(0);
    expect(await page.getByTestId('sample').innerText()).not.toContain(token);
    await page.getByRole('button', { name: 'Замінити токен' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Замінити токен' }).click();
    await page.getByTestId('token').waitFor();
    expect((await app.anonymous().post('/events/intake/opora', body, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });

  describe.each(SOME)('in $locale, $colorScheme, $width', (variant) => {
    it('the console, an alert, the stream, rules and windows are free of faults', async () => {
      await app.as('manager').must('PATCH', '/me', { locale: variant.locale });
      const { id } = await alertOf('vpn:down');
      const { items } = await app.as('manager').must('GET', '/event-rules');
      for (const path of ['/desk/events?state=open,acknowledged,cleared', `/desk/events/alerts/${id}`, '/desk/events/stream', `/desk/events/rules?id=${items[0].id}`, '/desk/events/windows?id=new']) {
        const page = await browser.open({ persona: 'manager', path, ...variant });
        await page.getByRole('heading', { level: 1 }).waitFor();
        await until(page, `document.documentElement.lang === "${variant.locale}" && !document.querySelector('[aria-busy=true]')`);
        expect([path, await faults(page, variant.locale)]).toEqual([path, []]);
        await page.close();
      }
    });
  });

  it.each(inTurn(3))('sources are free of faults in $locale, $colorScheme, $width', async (variant) => {
    await app.as('admin').must('PATCH', '/me', { locale: variant.locale });
    const page = await browser.open({ persona: 'admin', path: `/admin/event-sources?id=${source.id}`, ...variant });
    await page.getByTestId('sample').waitFor();
    await until(page, `document.documentElement.lang === "${variant.locale}" && !document.querySelector('[aria-busy=true]')`);
    expect(await faults(page, variant.locale)).toEqual([]);
  });
});
