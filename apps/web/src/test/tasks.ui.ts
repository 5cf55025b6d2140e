import { demoId } from '@opora/organisation';
import { describeInBrowser, TestBrowser, testApp, type TestApp } from '@opora/testing';
import type { Page } from 'playwright-core';
import { Hand, unexpected, until } from './page';

/** Budgets of the core tasks (ux.md §2.12) that no other file counts; what is counted is printed, docs/ux-budgets.md keeps it. */
describeInBrowser('Core tasks', () => {
  let app: TestApp;
  let browser: TestBrowser;
  const counted: string[] = [];
  beforeAll(async () => {
    app = await testApp();
    browser = await TestBrowser.start(app.url);
  });
  afterAll(async () => {
    console.info(`interactions: ${counted.join('; ')}`);
    await browser?.close();
    await app?.close();
    expect(unexpected(browser?.errors ?? [])).toEqual([]);
  });

  const open = async (title: string, more: object = {}): Promise<string> => (await app.as('employee').must<{ reference: string }>('POST', '/incidents', { title, ...more })).reference;
  const assigned = async (title: string, assigneeId: string | undefined = demoId('person:specialist')): Promise<string> => {
    const reference = await open(title);
    await app.as('dispatcher').must('POST', `/incidents/${reference}/assign`, { groupId: demoId('group:workplace'), ...(assigneeId ? { assigneeId } : {}) });
    return reference;
  };
  const within = (task: string, hand: Hand, most: number): void => {
    counted.push(`${task} ${hand.acts}`);
    expect([task, hand.acts <= most]).toEqual([task, true]);
  };
  const settled = (page: Page): Promise<void> => until(page, `document.querySelector('h1') !== null && !document.querySelector('main [aria-busy=true]')`);

  it('T9, T10: the requester sees where it stands, and confirms with a rating', async () => {
    const reference = await assigned('Не друкує звіт');
    await app.as('specialist').must('POST', `/incidents/${reference}/resolve`, { code: 'solved', text: 'Оновлено шаблон.' });
    const page = await browser.open({ persona: 'employee', width: 390, height: 844, path: '/portal' });
    const look = new Hand(page);
    await look.click('link', 'Не друкує звіт');
    await page.getByText('Оновлено шаблон.').first().waitFor();
    within('T9', look, 1);
    const hand = new Hand(page);
    await hand.click('radio', /^5|5 з|п’ять/i);
    const confirmed = page.waitForResponse((response) => response.url().endsWith('/confirm'));
    await hand.click('button', 'Так, закрити');
    await confirmed;
    within('T10', hand, 2);
    expect(await app.as('employee').must('GET', `/incidents/${reference}`)).toMatchObject({ state: 'closed', rating: expect.anything() });
    await page.context().close();
  });

  it('T12: takes the next ticket and asks a question', async () => {
    const reference = await assigned('Без виконавця', '');
    const page = await browser.open({ persona: 'specialist', path: '/desk/my' });
    await page.getByText('Без виконавця').first().waitFor();
    const hand = new Hand(page);
    await hand.press('Shift+Digit1');
    await page.getByRole('heading', { level: 1, name: 'Без виконавця' }).waitFor();
    await settled(page);
    await hand.press('KeyH');
    const dialog = page.getByRole('dialog');
    hand.acts += 1;
    await dialog.getByLabel(/Запитання/).fill('Який номер кабінету?');
    await hand.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    within('T12', hand, 4);
    expect(await app.as('dispatcher').must('GET', `/incidents/${reference}`)).toMatchObject({ state: 'on_hold', holdReason: 'requester' });
    await page.context().close();
  });

  it('T13: resolves with a macro', async () => {
    const reference = await assigned('Забула пароль');
    const page = await browser.open({ persona: 'specialist', path: `/desk/t/${reference}` });
    await settled(page);
    await page.getByRole('button', { name: /^Макрос/ }).waitFor();
    const hand = new Hand(page);
    await hand.press('Shift+KeyM');
    await page.getByRole('menuitem', { name: 'Пароль скинуто' }).waitFor();
    hand.acts += 1;
    await page.getByRole('menuitem', { name: 'Пароль скинуто' }).click();
    await page.getByText('Що буде зроблено').waitFor();
    await hand.press('Enter');
    await page.getByText('Виконано: Пароль скинуто').waitFor();
    within('T13', hand, 3);
    expect(await app.as('dispatcher').must('GET', `/incidents/${reference}`)).toMatchObject({ state: 'resolved', tags: ['пароль'], resolution: { code: 'solved', text: expect.stringContaining('Оксана Гнатюк') } });
    await page.context().close();
  });

  it('T17, T6: declares a major incident with its banner, and links five tickets to it', async () => {
    const major = await assigned('Не працює пошта');
    const others = await Promise.all(Array.from({ length: 5 }, (_one, n) => open(`Пошта не надсилає листи, людина ${n}`)));
    const page = await browser.open({ persona: 'dispatcher', path: `/desk/t/${major}` });
    await settled(page);
    const declare = new Hand(page);
    await declare.click('button', 'Масштабний інцидент');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    declare.acts += 1;
    await dialog.getByRole('button', { name: 'Масштабний інцидент' }).click();
    await dialog.waitFor({ state: 'detached' });
    within('T17', declare, 6);
    await app.settle();
    expect((await app.as('employee').must<{ items: object[] }>('GET', '/announcements')).items).toHaveLength(1);

    await page.goto(`${app.url}/desk/views/open?q=${encodeURIComponent('людина')}`);
    await page.getByText('людина 4').first().waitFor();
    const hand = new Hand(page);
    await hand.press('Control+KeyA');
    await page.getByText(/Вибрано 5/).first().waitFor();
    await hand.click('button', /Пов’язати|До масштабного/);
    await page.getByRole('dialog').waitFor();
    hand.acts += 1;
    await page.keyboard.press('Enter');
    await page.getByText(/Змінено 5/).waitFor();
    within('T6', hand, 5);
    const { children } = await app.as('dispatcher').must<{ children: { reference: string }[] }>('GET', `/incidents/${major}`);
    expect(children.map(({ reference }) => reference).sort()).toEqual([...others].sort());
    await page.context().close();
  });
});
