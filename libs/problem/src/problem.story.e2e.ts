import { demoId } from '@opora/organisation';
import { Database } from '@opora/platform';
import { type Json, type TestApp, testApp } from '@opora/testing';
import { Detection } from './detection/detection';

const WORKPLACE = demoId('group:workplace');
let app: TestApp;
beforeAll(async () => {
  app = await testApp({ jobs: false });
});
afterAll(() => app?.close());

const incident = (title: string, requester = 'employee', more: object = {}): Promise<Json> => app.as('dispatcher').must('POST', '/incidents', { title, requesterId: demoId(`person:${requester}`), groupId: WORKPLACE, ...more });
const command = (by: string, id: string, name: string, body: object = {}): Promise<Json> => app.as(by).must('POST', `/problems/${id}/${name}`, body);
const messages = async (by: string, id: string): Promise<string[]> => (await app.as(by).must<Json>('GET', `/tickets/${id}/messages`)).items.map((message: Json) => message.body);

it('a workaround goes to the requesters of all linked open incidents, once, and all are resolved in one act', async () => {
  const [first, second, over] = [await incident('Ключ ERP зник'), await incident('ERP не бачить ключа', 'employee2'), await incident('Ключ зник учора')];
  await app.as('dispatcher').must('POST', `/incidents/${over.id}/cancel`, { reason: 'Помилково' });
  const problem = await app.as('specialist').must<Json>('POST', '/problems', { title: 'HASP: ключ зникає після патча', groupId: WORKPLACE, incidentIds: [first.id, second.id, over.id] });
  expect(problem).toMatchObject({ state: 'new', origin: 'reactive', openIncidents: 2, reference: expect.stringMatching(/^PRB-/) });
  await command('specialist', problem.id, 'investigate');

  const early = await app.as('specialist').post(`/problems/${problem.id}/broadcast`, {});
  expect(early.status).toBe(409);
  const known = await command('specialist', problem.id, 'recordWorkaround', { text: 'Перезапустіть службу HASP.' });
  expect(known).toMatchObject({ state: 'known_error', workaround: { text: 'Перезапустіть службу HASP.', published: null, by: { id: demoId('person:specialist') } } });

  const sent = await command('specialist', problem.id, 'broadcast');
  expect(sent).toMatchObject({ done: 2, failed: 0 });
  expect(sent.items.map((item: Json) => item.reference).sort()).toEqual([first.reference, second.reference].sort());
  expect(await messages('specialist', first.id)).toEqual(['Перезапустіть службу HASP.']);
  expect(await command('specialist', problem.id, 'broadcast')).toMatchObject({ done: 0, items: [{ outcome: 'already' }, { outcome: 'already' }] });
  expect(await messages('specialist', first.id)).toHaveLength(1);

  await command('specialist', problem.id, 'recordCause', { text: 'KB5031 змінює порт 1947.' });
  await command('specialist', problem.id, 'resolve', { text: 'Порт 1947 відкрито, HASP оновлено.' });
  expect(await command('specialist', problem.id, 'resolveIncidents')).toMatchObject({ done: 2, failed: 0 });
  for (const { id } of [first, second]) {
    const solved = await app.as('dispatcher').must<Json>('GET', `/incidents/${id}`);
    expect(solved).toMatchObject({ state: 'resolved', resolution: { code: 'solved', text: 'Порт 1947 відкрито, HASP оновлено.', problemId: problem.id, by: { id: demoId('person:specialist') } } });
  }
  expect((await app.as('dispatcher').must<Json>('GET', `/incidents/${over.id}`)).state).toBe('cancelled');
  expect((await app.as('specialist').must<Json>('GET', `/problems/${problem.id}`)).openIncidents).toBe(0);
});

it('a known error is found by the staff at once, by employees when it is published to them, and never its cause', async () => {
  const problem = await app.as('manager').must<Json>('POST', '/problems', { title: 'Термінал замерзає під час інвентаризації', groupId: WORKPLACE });
  await command('manager', problem.id, 'investigate');
  await command('manager', problem.id, 'recordCause', { text: 'Таємна вада прошивки Zebra.' });
  await command('manager', problem.id, 'recordWorkaround', { text: 'Вийміть акумулятор термінала на хвилину.' });
  const find = async (by: string, q: string): Promise<Json[]> => (await app.as(by).must<Json>('GET', `/known-errors?q=${encodeURIComponent(q)}`)).items;
  expect(await find('dispatcher', 'термінал прошивка')).toMatchObject([{ id: problem.id, cause: 'Таємна вада прошивки Zebra.' }]);
  expect(await find('employee', 'термінал')).toEqual([]);

  expect((await app.as('specialist').post(`/problems/${problem.id}/publish`, { audience: 'employees' })).status).toBe(403);
  await command('manager', problem.id, 'publish', { audience: 'employees' });
  const [shown] = await find('employee', 'термінал');
  expect(shown).toMatchObject({ reference: problem.reference, workaround: 'Вийміть акумулятор термінала на хвилину.' });
  expect(JSON.stringify(shown)).not.toContain('прошивки');
  expect(await find('employee', 'прошивка')).toEqual([]);
  const similar = await app.as('employee').must<Json>('POST', '/known-errors/similar', { title: 'Термінал замерзає' });
  expect(similar.items[0]).toMatchObject({ id: problem.id });
  expect((await app.as('employee').get(`/problems/${problem.id}`)).status).toBe(403);

  /* Other words are another workaround: nobody reads them before they are published again. */
  await command('manager', problem.id, 'recordWorkaround', { text: 'Оновіть термінал.' });
  expect(await find('employee', 'термінал')).toEqual([]);
});

it('each technique keeps what it found', async () => {
  const problem = await app.as('specialist').must<Json>('POST', '/problems', { title: 'Друк стає', groupId: WORKPLACE });
  await command('specialist', problem.id, 'investigate');
  await command('specialist', problem.id, 'analyse', { technique: 'five_whys', whys: ['Черга стоїть', 'Драйвер падає'] });
  await command('specialist', problem.id, 'analyse', { technique: 'ishikawa', effect: 'Друк стає', branches: [{ name: 'Обладнання', causes: ['Старий принтер'] }] });
  const reply = await command('specialist', problem.id, 'analyse', { technique: 'kepner_tregoe', rows: [{ dimension: 'Де', is: '3 поверх', isNot: '2 поверх', distinction: 'Новий комутатор' }] });
  expect(reply).toMatchObject({ technique: 'kepner_tregoe', analysis: { whys: ['Черга стоїть', 'Драйвер падає'], effect: 'Друк стає', branches: [{ name: 'Обладнання', causes: ['Старий принтер'] }], rows: [{ isNot: '2 поверх' }] } });
  expect((await app.as('specialist').post(`/problems/${problem.id}/analyse`, { technique: 'ishikawa', branches: [] })).status).toBe(422);
});

it('a major incident that stood down has its problem, and the cost so far is work times rate and expenses', async () => {
  const major = await incident('Пошта не працює');
  await app.as('dispatcher').must('POST', `/incidents/${major.id}/major`, { declared: true });
  expect((await app.as('dispatcher').must<Json>('POST', `/incidents/${major.id}/major`, { declared: false })).problemWanted).toBe(true);
  await app.as('dispatcher').must('POST', `/tickets/${major.id}/work-log`, { seconds: 7200 });
  const problem = await app.as('dispatcher').must<Json>('POST', '/problems', { title: 'Пошта: диск', incidentIds: [major.id] });
  expect((await app.as('dispatcher').must<Json>('GET', `/incidents/${major.id}`)).problemWanted).toBe(false);
  expect(problem.cost).toEqual({ workSeconds: 7200, hourCents: 1500, expensesCents: 0, totalCents: 3000 });
});

describe('detection', () => {

  it('proposes what repeats above its own usual, once; a dismissed one comes again when its evidence has doubled', async () => {
    const db = app.api.get(Database, { strict: false });
    const detection = app.api.get(Detection, { strict: false });
    /* Eighty days of an ordinary desk: one report of a kind in a week. */
    const quiet = await incident('Звичайна робота');
    await app.db.sql.run(`update ticket set created_at = now() - interval '85 days' where id = $1`, [quiet.id]);
    const wave = async (n: number): Promise<void> => { for (let i = 0; i < n; i += 1) await incident('Сканер штрихкодів не зчитує коди', i % 2 ? 'employee' : 'employee2'); };
    await wave(5);
    expect(await detection.look()).toBeGreaterThan(0);
    const open = async (): Promise<Json[]> => (await app.as('dispatcher').must<Json>('GET', '/problem-proposals')).items.filter((one: Json) => one.pattern === 'words' && one.label.startsWith('Сканер'));
    const [proposal] = await open();
    expect(proposal).toMatchObject({ observed: 5, state: 'proposed' });
    expect(proposal?.expected).toBeLessThan(0.2);
    expect(proposal?.p).toBeLessThan(0.001);
    expect(proposal?.tickets).toHaveLength(5);

    expect((await app.as('employee').get('/problem-proposals')).status).toBe(403);
    await app.as('dispatcher').must('POST', `/problem-proposals/${proposal?.id}/dismiss`, { reason: 'Навчання' });
    expect((await app.as('dispatcher').post(`/problem-proposals/${proposal?.id}/dismiss`, { reason: 'Навчання' })).status).toBe(409);
    await wave(4);
    await detection.look();
    expect(await open()).toEqual([]);
    await wave(1);
    await detection.look();
    const [again] = await open();
    expect(again).toMatchObject({ id: proposal?.id, observed: 10 });

    const accepted = await app.as('dispatcher').must<Json>('POST', `/problem-proposals/${again?.id}/accept`, {});
    const problem = await app.as('dispatcher').must<Json>('GET', `/problems/${accepted.problem.id}`);
    expect(problem).toMatchObject({ origin: 'proactive', openIncidents: 10 });
    await detection.look();
    expect(await open()).toEqual([]);
    expect((await db.sql.rows(`select kind from journal where stream_id = $1 order by seq`, [again?.id])).map((row) => (row as Json).kind)).toEqual(['problem_proposal.dismissed', 'problem_proposal.accepted']);

  });
});
