import { demoId } from '@opora/organisation';
import { type TestApp, type TestClient, testApp } from '@opora/testing';
import type { ProposalReply } from './index';

let app: TestApp;
let dispatcher: TestClient;
let specialist: TestClient;
beforeAll(async () => {
  app = await testApp();
  [dispatcher, specialist] = [app.as('dispatcher'), app.as('specialist')];
  const print = { serviceId: demoId('service:printing'), categoryId: demoId('category:print-jam') };
  for (const title of ['Не друкує принтер на 3 поверсі', 'Принтер не друкує звіти', 'Не друкує принтер у бухгалтерії']) await solved(title, print);
  for (const title of ['VPN не підключається з дому', 'Не підключається VPN']) await solved(title, { serviceId: demoId('service:vpn'), categoryId: demoId('category:vpn-connect') });
});
afterAll(() => app?.close());

const propose = (client: TestClient, title: string, more: object = {}): Promise<ProposalReply> => client.must<ProposalReply>('POST', '/tickets/proposals', { title, ...more });

/** A solved incident, so that the next ones have an example. */
async function solved(title: string, more: object): Promise<string> {
  const { reference } = await dispatcher.must<{ reference: string }>('POST', '/incidents', { title, ...more });
  await dispatcher.must('POST', `/incidents/${reference}/resolve`, { code: 'solved', text: `Розв’язано: ${title}` });
  await app.settle();
  return reference;
}

describe('what is proposed for a new text', () => {
  it('is how the like of it was classified, with the solved tickets that say so and what was told then', async () => {
    const proposal = await propose(dispatcher, 'Не друкує принтер на другому поверсі', { requesterId: demoId('person:employee') });
    expect(proposal).toMatchObject({
      service: { value: { id: demoId('service:printing'), name: 'Друк' }, source: 'similar' },
      category: { value: { id: demoId('category:print-jam') }, source: 'similar' },
      group: { value: { name: 'Сервіс-деск', line: 1 }, source: 'service', reason: 'Група послуги «Друк»' },
    });
    expect(proposal.service?.reason).toMatch(/^Так було в \d+ з \d+ схожих вирішених звернень$/);
    expect(proposal.service?.tickets.length).toBeGreaterThan(0);
    for (const reference of proposal.service?.tickets ?? []) expect(proposal.similar.map((one) => one.reference)).toContain(reference);
    expect(proposal.similar[0]?.solution).toMatch(/^Розв’язано: /);
  });

  it('is what registration then does, where nobody changes it', async () => {
    const { service, category, group, impact, urgency, priority } = await propose(dispatcher, 'VPN не підключається', { requesterId: demoId('person:employee') });
    const registered = await dispatcher.must('POST', '/incidents', {
      title: 'VPN не підключається', requesterId: demoId('person:employee'), serviceId: service?.value.id, categoryId: category?.value.id, ...(impact.source === 'similar' ? { impact: impact.value } : {}), ...(urgency.source === 'similar' ? { urgency: urgency.value } : {}),
    });
    expect(registered).toMatchObject({ priority: priority.value, impact: impact.value, urgency: urgency.value, group: { id: group?.value.id } });
  });

  it('follows a service that was chosen already, and its category’s defaults', async () => {
    const proposal = await propose(dispatcher, 'Щось незрозуміле', { serviceId: demoId('service:mail') });
    expect(proposal).toMatchObject({ service: { value: { id: demoId('service:mail') }, source: 'chosen', reason: 'Вибрано вами' }, category: null, similar: [] });
    expect((await propose(dispatcher, 'xyzzy plugh', { categoryId: demoId('category:mail-send') })).service?.source).toBe('chosen');
  });

  it('is nothing but usual levels where nothing speaks for anything', async () => {
    expect(await propose(dispatcher, 'Абракадабра фюїть')).toMatchObject({ service: null, category: null, group: null, similar: [], impact: { value: 'low', source: 'default' }, urgency: { value: 'medium', source: 'default' }, priority: { value: 4 } });
  });

  it('refuses what is not there by its name, and who does not classify', async () => {
    const absent = '0190a000-0000-7000-8000-000000000001';
    for (const field of ['requesterId', 'serviceId', 'categoryId']) expect(await dispatcher.post('/tickets/proposals', { title: 'x', [field]: absent })).toMatchObject({ status: 422, body: { errors: [{ pointer: `/${field}` }] } });
    expect(await dispatcher.post('/tickets/proposals', {})).toMatchObject({ status: 422, body: { errors: [{ pointer: '/title' }] } });
    for (const name of ['employee', 'supplier', 'auditor', 'admin'] as const) expect((await app.as(name).post('/tickets/proposals', { title: 'Принтер' })).status).toBe(403);
  });
});

describe('what the caller may not see', () => {
  const words = 'шурхотливий ксилофон торохтить';

  it('has no voice: restricted tickets neither show nor sway, not even for those who may read them', async () => {
    const reference = await solved(`Перший ${words}`, { serviceId: demoId('service:crm') });
    expect((await propose(dispatcher, words)).service?.value.id).toBe(demoId('service:crm'));
    await dispatcher.must('PATCH', `/incidents/${reference}`, { restricted: true });
    for (const client of [dispatcher, specialist, app.as('manager')]) {
      const reply = await client.post('/tickets/proposals', { title: words });
      expect(reply.body).toMatchObject({ service: null, category: null, group: null, similar: [], impact: { source: 'default' } });
      expect(reply.text).not.toContain(reference);
    }
  });

  it('is neither proposed by its name: a restricted service', async () => {
    const reply = await dispatcher.post('/tickets/proposals', { title: 'Зарплата й кадри: не відкривається зарплата' });
    expect(reply.body.service?.value.id).not.toBe(demoId('service:payroll'));
    expect(reply.text).not.toContain('Зарплата');
    expect((await dispatcher.post('/tickets/proposals', { title: 'x', serviceId: demoId('service:payroll') })).status).toBe(422);
  });

  it('tells of another group’s ticket what its summary may tell, and finds it by its title alone', async () => {
    const reference = await solved('Дрантивий телескоп', { description: 'мерехтлива таємничість', serviceId: demoId('service:erp'), impact: 'high', urgency: 'high' });
    const known = await propose(specialist, 'Дрантивий телескоп');
    expect(known.similar).toEqual([expect.objectContaining({ reference, access: 'summary', service: { id: demoId('service:erp'), name: 'Облік і склад' } })]);
    expect(known.impact.source).toBe('default');
    expect((await propose(specialist, 'мерехтлива таємничість')).similar).toEqual([]);
  });

  it('is not learned from private notes', async () => {
    const { reference } = await dispatcher.must<{ reference: string }>('POST', '/incidents', { title: 'Звичайна справа про комп’ютер', serviceId: demoId('service:computers') });
    await dispatcher.must('POST', `/tickets/${reference}/messages`, { visibility: 'private', body: 'прихована каракатиця зненацька' });
    await dispatcher.must('POST', `/incidents/${reference}/resolve`, { code: 'solved', text: 'Зроблено' });
    await app.settle();
    expect((await propose(dispatcher, 'прихована каракатиця зненацька')).similar).toEqual([]);
  });
});

it('answers while the caller is on the line', async () => {
  const times: number[] = [];
  for (let n = 0; n < 20; n++) {
    const before = performance.now();
    await propose(dispatcher, `Не друкує принтер ${n}`, { requesterId: demoId('person:employee') });
    times.push(performance.now() - before);
  }
  const median = times.sort((a, b) => a - b)[10] as number;
  console.info(`proposals: median ${median.toFixed(1)} ms, slowest ${(times.at(-1) as number).toFixed(1)} ms of 20`);
  expect(median).toBeLessThan(600);
});
