import { demoId } from '@opora/organisation';
import { describeInBrowser, type Json, TestBrowser, testApp, type TestApp } from '@opora/testing';
import { unexpected, until } from './page';

/* security.md C.7: what people type is shown as text wherever it is shown. Each payload would set window.__xss. */
const PAYLOADS = [
  '<img src=x onerror="window.__xss=1">',
  '<svg onload="window.__xss=1"></svg>',
  '"><script>window.__xss=1</script>',
  "javascript:window.__xss=1//'",
  '{{constructor.constructor("window.__xss=1")()}}',
  '<a href="javascript:window.__xss=1">x</a> [x](javascript:window.__xss=1)',
  '<iframe srcdoc="<script>parent.__xss=1</script>"></iframe>',
];

describeInBrowser('What people type (XSS)', () => {
  let app: TestApp;
  let browser: TestBrowser;
  let ticket: Json;
  beforeAll(async () => {
    app = await testApp();
    browser = await TestBrowser.start(app.url);
    const [admin, employee, dispatcher] = [app.as('admin'), app.as('employee'), app.as('dispatcher')];
    const all = PAYLOADS.join('\n');
    const name = (n: number) => `${PAYLOADS[n % PAYLOADS.length] ?? ''} ${n}`.slice(0, 190);
    await admin.must('PATCH', `/people/${demoId('person:employee')}`, { displayName: name(0), jobTitle: name(1) });
    await admin.must('PATCH', `/groups/${demoId('group:desk')}`, { nameUk: name(2), publicLabelUk: name(3) });
    await admin.must('PATCH', `/services/${demoId('service:mail')}`, { nameUk: name(4), descriptionUk: all });
    await admin.must('POST', '/departments', { nameUk: name(5), nameEn: name(5) });
    ticket = await employee.must('POST', '/incidents', { title: name(6), description: all, serviceId: demoId('service:mail') });
    await dispatcher.must('PUT', `/tickets/${ticket.id}/tags`, { tags: ['<b>x</b>'] });
    for (const [visibility, client] of [['private', dispatcher], ['public', dispatcher], ['public', employee]] as const) await client.must('POST', `/tickets/${ticket.id}/messages`, { visibility, body: all });
    const file = new FormData();
    file.append('file', new Blob(['x']), PAYLOADS[0]);
    await employee.must('POST', `/tickets/${ticket.id}/attachments`, file);
    await dispatcher.must('POST', `/tickets/${ticket.id}/tasks`, { title: name(0), description: all, assigneeId: demoId('person:dispatcher') });
    await dispatcher.must('POST', `/tickets/${ticket.id}/approvals`, { question: all, steps: [{ mode: 'any', name: name(1), approvers: [{ personId: demoId('person:manager') }] }] });
    await dispatcher.must('POST', `/incidents/${ticket.id}/major`, { declared: true, managerId: demoId('person:dispatcher'), updateEverySeconds: 1_800 });
    await dispatcher.must('POST', '/saved-views', { name: name(2).slice(0, 80), filter: { q: PAYLOADS[0] } });
    await app.settle();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    expect(unexpected(browser?.errors ?? [])).toEqual([]);
  });

  const SCREENS: readonly (readonly ['employee' | 'dispatcher' | 'manager' | 'admin', string])[] = [
    ['employee', '/portal'], ['employee', '/portal/tickets'], ['employee', '/portal/tickets/{ref}'], ['employee', '/portal/outages'], ['employee', '/portal/new'], ['employee', '/notifications'], ['employee', '/me'],
    ['dispatcher', '/desk/triage'], ['dispatcher', '/desk/views/open'], ['dispatcher', '/desk/t/{ref}'], ['dispatcher', '/desk/my'], ['dispatcher', '/desk/major/{ref}'], ['dispatcher', '/desk/search?q=onerror'], ['dispatcher', '/notifications'],
    ['manager', '/portal/approvals'], ['manager', '/insight'], ['manager', '/insight/sla'], ['manager', '/insight/backlog'], ['manager', '/insight/operators'],
    ['admin', `/admin/people?id=${demoId('person:employee')}`], ['admin', `/admin/groups?id=${demoId('group:desk')}`], ['admin', `/admin/services?id=${demoId('service:mail')}`], ['admin', '/admin/mail'],
  ];
  it.each(SCREENS)('stays text for the %s on %s (XS-01, XS-02, XS-03)', async (persona, path) => {
    const page = await browser.open({ persona, path: path.replace('{ref}', ticket.reference) });
    await page.locator('h1').first().waitFor({ state: 'attached' });
    await until(page, '!document.querySelector("[aria-busy=true]")');
    expect(await page.evaluate('window.__xss')).toBeUndefined();
    expect(await page.evaluate(`[...document.querySelectorAll('a[href],area[href],form[action],iframe')].map((one) => one.getAttribute('href') ?? one.getAttribute('action') ?? one.tagName).filter((address) => /^\\s*javascript:|^IFRAME$/i.test(address))`)).toEqual([]);
    await page.context().close();
  });
});
