import { demoId } from '@opora/organisation';
import { describeInBrowser, type Json, TestBrowser, testApp, type TestApp } from '@opora/testing';
import { faults, unexpected, until } from './page';

/** Task T16 of ux.md §2.12: a workaround goes to all requesters in at most four interactions, and they read it. */
describeInBrowser('Problem management', () => {
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

  it('a specialist publishes a workaround and sends it; the requester reads it; a manager sees what is known', async () => {
    const incidents: string[] = [];
    for (const requester of ['employee', 'employee2'])
      incidents.push((await app.as('dispatcher').must<Json>('POST', '/incidents', { title: 'ERP не бачить ключа', requesterId: demoId(`person:${requester}`), groupId: demoId('group:workplace') })).id);
    const problem = await app.as('specialist').must<Json>('POST', '/problems', { title: 'HASP: ключ зникає після патча', groupId: demoId('group:workplace'), incidentIds: incidents });
    await app.as('specialist').must('POST', `/problems/${problem.id}/investigate`, {});
    await app.as('specialist').must('POST', `/problems/${problem.id}/recordWorkaround`, { text: 'Перезапустіть службу HASP.' });
    await app.as('specialist').must('POST', `/problems/${problem.id}/analyse`, { technique: 'ishikawa', effect: 'Ключ зникає', branches: [{ name: 'Програма', causes: ['Патч змінив порт'] }, { name: 'Мережа', causes: ['Фільтр'] }] });

    const page = await browser.open({ persona: 'specialist', path: `/desk/problems/${problem.reference}`, locale: 'uk' });
    await page.getByRole('heading', { name: 'HASP: ключ зникає після патча' }).waitFor();
    expect(await faults(page, 'uk')).toEqual([]);
    // Four interactions: to whom it is published, send, the act, close.
    await page.getByLabel('Кому опубліковано').selectOption('staff');
    await page.getByText('Зроблено', { exact: true }).waitFor();
    expect((await app.as('specialist').must<Json>('GET', `/problems/${problem.id}`)).workaround.published).toBe('staff');
    await page.getByRole('button', { name: 'Надіслати обхід заявникам (2)' }).click();
    expect(await faults(page, 'uk')).toEqual([]);
    await page.getByRole('button', { name: 'Надіслати', exact: true }).click();
    await page.getByText('Зроблено: 2. Не вдалося: 0.').waitFor();
    const said = await app.as('specialist').must<Json>('GET', `/tickets/${incidents[0]}/messages`);
    expect(said.items.map((message: Json) => message.body)).toEqual(['Перезапустіть службу HASP.']);

    const manager = await browser.open({ persona: 'manager', path: '/desk/known-errors', locale: 'uk' });
    await manager.getByLabel('Слова з опису, причини чи обхідного рішення').fill('HASP');
    await manager.getByRole('link', { name: /HASP: ключ/ }).waitFor();
    expect(await faults(manager, 'uk')).toEqual([]);

    const dispatcher = await browser.open({ persona: 'dispatcher', path: '/desk/problems', locale: 'uk' });
    await dispatcher.getByRole('link', { name: /HASP: ключ/ }).waitFor();
    expect(await faults(dispatcher, 'uk')).toEqual([]);
    await dispatcher.getByRole('link', { name: 'Кандидати' }).click();
    await dispatcher.getByRole('button', { name: 'Шукати зараз' }).click();
    await dispatcher.getByText('Нічого не повторюється понад звичне.').waitFor();
    // A message that is still fading in has no contrast yet.
    await until(dispatcher, `document.getAnimations().every(({ playState }) => playState === 'finished')`);
    expect(await faults(dispatcher, 'uk')).toEqual([]);
  });
});
