import { demoId } from '@opora/organisation';
import { type Json, type TestApp, testApp } from '@opora/testing';
import { auditClocks } from './audit';

/* Each rule of domain.md §9 about the life of a clock, over HTTP with the clock of the test; office hours are 9:00–18:00 in Kyiv, so 07:00Z–16:00Z in winter. */
let app: TestApp;
const HOUR = 3_600;
const OFFICE = demoId('calendar:office');
const agreements = new Map<string, string>();

beforeAll(async () => {
  app = await testApp();
  await app.clock.set('2027-02-01T07:00:00Z');
  await publish('main', 'SLA', { match: { serviceId: demoId('service:crm') }, targets: [2, 3, 4].map((priority) => ({ metric: 'resolution', priority, seconds: 4 * priority * HOUR })) });
});
afterAll(() => app?.close());

async function publish(key: string, type: string, draft: Json, openTickets = false): Promise<Json> {
  const manager = app.as('manager');
  const whole = { calendarId: OFFICE, match: {}, levels: [], ...draft };
  const known = agreements.get(key);
  const id = known ?? (await manager.must('POST', '/agreements', { type, nameUk: key, nameEn: key, draft: whole })).id;
  agreements.set(key, id);
  if (known) await manager.must('PATCH', `/agreements/${id}`, { draft: whole });
  return manager.must('POST', `/agreements/${id}/publish`, { openTickets });
}

const register = (more: Json = {}): Promise<Json> => app.as('dispatcher').must('POST', '/incidents', { title: 'Рахунки не проводяться', serviceId: demoId('service:crm'), requesterId: demoId('person:employee'), impact: 'medium', urgency: 'low', ...more });
const post = (id: string, command: string, body: Json = {}, who = 'dispatcher'): Promise<Json> => app.as(who as 'dispatcher').must('POST', `/incidents/${id}/${command}`, body);
const clocks = async (id: string, metric: string): Promise<Json[]> => (await app.as('dispatcher').must('GET', `/tickets/${id}/clocks`, undefined, { query: { explain: 'true' } })).items.filter((clock: Json) => clock.metric === metric);
const clock = async (id: string, metric = 'resolution'): Promise<Json> => (await clocks(id, metric)).at(-1) as Json;
const counted = ({ intervals }: Json): number => intervals.filter(({ kind }: Json) => kind === 'counted').reduce((sum: number, { seconds }: Json) => sum + seconds, 0);
const at = (text: string): Promise<unknown> => app.clock.set(text);
/** The clock of the test runs on: what is registered at an instant is registered within the minute after it. */
const near = (value: string, wanted: string): void => expect(Math.abs(Date.parse(value) - Date.parse(wanted))).toBeLessThan(60_000);

describe('a target in working days', () => {
  it('is the same hour of that working day, over the weekend, paused time left out, to the second', async () => {
    await publish('days', 'SLA', { match: { serviceId: demoId('service:crm'), kind: 'incident' }, targets: [{ metric: 'resolution', days: 2 }] });
    await at('2027-02-05T10:00:00Z');
    const { id, createdAt } = await register();
    const second = (text: string): number => Math.floor(Date.parse(text) / 1000);
    const first = await clock(id);
    expect([first.targetDays, second(first.dueAt)]).toEqual([2, second(createdAt) + 4 * 24 * HOUR]);
    expect(counted(first)).toBe(first.targetSeconds);
    await at('2027-02-08T08:00:00Z');
    await post(id, 'hold', { reason: 'requester', message: 'Який рахунок?' });
    await at('2027-02-08T10:00:00Z');
    await post(id, 'resume');
    const then = await clock(id);
    near(then.dueAt, '2027-02-09T12:00:00Z');
    expect(counted(then)).toBe(then.targetSeconds);
    await at('2027-02-09T12:02:00Z');
    await app.settle();
    expect(await clock(id)).toMatchObject({ state: 'breached', breachedAt: then.dueAt });
    expect((await auditClocks(app.db.sql, 10_000)).differences).toEqual([]);
  });

  it('is refused beside seconds, and where there is neither', async () => {
    const manager = app.as('manager');
    const body = (target: Json): Json => ({ type: 'SLA', nameUk: 'А', nameEn: 'A', draft: { calendarId: OFFICE, match: {}, targets: [{ metric: 'resolution', ...target }] } });
    for (const [target, pointer] of [[{ days: 1, seconds: 3600 }, '/draft/targets/0/days'], [{}, '/draft/targets/0/seconds'], [{ days: 0 }, '/draft/targets/0/days'], [{ days: 1.5 }, '/draft/targets/0/days']] as const)
      expect(await manager.post('/agreements', body(target))).toMatchObject({ status: 422, body: { errors: expect.arrayContaining([expect.objectContaining({ pointer })]) } });
  });

  it('is simulated like one that is stored', async () => {
    const { clocks: told } = await app.as('manager').must('POST', '/sla/simulations', {
      calendar: { timeZone: 'Europe/Kyiv', week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' })) }, targets: [{ metric: 'resolution', days: 1 }], pauses: [],
      history: [{ at: '2027-02-05T10:00:00Z', event: 'registered', state: 'new' }], now: '2027-02-05T10:00:00Z',
    });
    expect(told).toMatchObject([{ dueAt: '2027-02-08T10:00:00.000Z', targetDays: 1, targetSeconds: 9 * HOUR }]);
    await app.db.sql.run('update agreement set active = false where id = $1', [agreements.get('days')]);
    await publish('main', 'SLA', { match: { serviceId: demoId('service:crm') }, targets: [2, 3, 4].map((priority) => ({ metric: 'resolution', priority, seconds: 4 * priority * HOUR })) });
  });
});

describe('a clock', () => {
  it('of a raised priority is counted from the original start, with the pauses kept; breached at once it says since when', async () => {
    await at('2027-02-15T07:00:00Z');
    const { id } = await register();
    expect(await clock(id)).toMatchObject({ targetSeconds: 16 * HOUR });
    await at('2027-02-15T08:00:00Z');
    await post(id, 'hold', { reason: 'requester', message: 'Скільки?' });
    await at('2027-02-15T10:00:00Z');
    await post(id, 'resume');
    await app.as('dispatcher').must('PATCH', `/incidents/${id}`, { urgency: 'medium' });
    near((await clock(id)).dueAt, '2027-02-16T12:00:00Z');
    await at('2027-02-16T11:00:00Z');
    await app.as('dispatcher').must('PATCH', `/incidents/${id}`, { impact: 'high' });
    const shortened = await clock(id);
    expect(shortened).toMatchObject({ state: 'breached', targetSeconds: 8 * HOUR });
    near(shortened.breachedAt, '2027-02-16T11:00:00Z');
    near(shortened.dueAt, '2027-02-16T08:00:00Z');
  });

  it('goes on where it stopped when a solution is rejected, and judges a breach at the second it stops', async () => {
    await at('2027-02-22T07:00:00Z');
    const { id } = await register();
    await at('2027-02-22T10:00:00Z');
    await post(id, 'resolve', { code: 'solved', text: 'Перезапустили' });
    expect(await clock(id)).toMatchObject({ state: 'met' });
    await at('2027-02-23T10:00:00Z');
    await post(id, 'reject', { reason: 'Те саме' }, 'employee');
    const resumed = await clock(id);
    expect(resumed.state).toBe('running');
    expect(Math.abs(resumed.elapsedSeconds - 3 * HOUR)).toBeLessThan(60);
    near(resumed.dueAt, '2027-02-24T14:00:00Z');
    await at('2027-02-24T14:02:00Z');
    await post(id, 'resolve', { code: 'solved', text: 'Оновили' });
    expect(await clock(id)).toMatchObject({ state: 'breached', breachedAt: resumed.dueAt });
  });

  it('of a duplicate is given up by a merge, and counts again from its registration when that is undone', async () => {
    await at('2027-03-01T07:00:00Z');
    const [kept, twin] = [await register(), await register()];
    const { dueAt } = await clock(twin.id);
    await app.as('dispatcher').must('POST', `/tickets/${twin.id}/merge`, { intoId: kept.id });
    await at('2027-03-01T09:00:00Z');
    await app.as('dispatcher').must('POST', `/tickets/${twin.id}/unmerge`, {});
    const again = (await clocks(twin.id, 'resolution')).filter(({ state }) => state !== 'cancelled');
    expect(again).toMatchObject([{ state: 'running', dueAt }]);
    expect((await clocks(kept.id, 'resolution')).map(({ state }) => state)).toEqual(['running']);
  });

  it('follows a change of the agreement where the manager chose so, and he is told how many due times move', async () => {
    /* The eighth of March is a holiday of the demonstration's calendar. */
    await at('2027-03-09T07:00:00Z');
    const { id } = await register();
    const before = await clock(id);
    const longer = { match: { serviceId: demoId('service:crm') }, targets: [{ metric: 'resolution', seconds: 17 * HOUR }] };
    await publish('main', 'SLA', longer);
    expect(await clock(id)).toEqual(before);
    const reply = await publish('main', 'SLA', { ...longer, targets: [{ metric: 'resolution', days: 3 }] }, true);
    expect(reply.openTickets.moved).toBeGreaterThanOrEqual(1);
    const after = await clock(id);
    expect(after).toMatchObject({ targetDays: 3, startedAt: before.startedAt, targetSeconds: 27 * HOUR });
    near(after.dueAt, '2027-03-12T07:00:00Z');
  });

  it('of a group opens when it gets the ticket and ends when it leaves; of a supplier while they have it', async () => {
    await at('2027-03-15T08:00:00Z');
    const { id } = await register({ groupId: demoId('group:workplace') });
    await at('2027-03-15T09:00:00Z');
    await post(id, 'assign', { groupId: demoId('group:printers'), reason: 'Принтер' });
    const [ownership, work, supplier] = [await clock(id, 'ownership'), await clock(id, 'group_work'), await clock(id, 'supplier_resolution')];
    expect([ownership.state, work.state, supplier.state]).toEqual(['met', 'met', 'running']);
    near(work.stoppedAt, '2027-03-15T09:00:00Z');
    near(supplier.startedAt, '2027-03-15T09:00:00Z');
    await at('2027-03-15T10:00:00Z');
    await post(id, 'assign', { groupId: demoId('group:workplace'), reason: 'Назад' });
    expect((await clock(id, 'supplier_resolution')).stoppedAt).not.toBeNull();
    expect((await clocks(id, 'group_work')).map(({ state }) => state)).toEqual(['met', 'running']);
    expect((await auditClocks(app.db.sql, 10_000)).differences).toEqual([]);
  });

  it('of a service level that is shorter than the way to its solution warns, in days as in hours', async () => {
    const short = { match: { serviceId: demoId('service:printing') }, targets: [{ metric: 'resolution', days: 1 }] };
    const saved = await publish('short', 'SLA', short);
    expect(saved.warnings.map(({ code, targetSeconds }: Json) => [code, targetSeconds])).toEqual(expect.arrayContaining([['agreement.shorter_than_way', 9 * HOUR]]));
  });
});
