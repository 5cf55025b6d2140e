import { demoId } from '@opora/organisation';
import { type Json, type TestApp, testApp } from '@opora/testing';

let app: TestApp;
let agreementId: string;
const HOUR = 3_600;

beforeAll(async () => {
  app = await testApp();
  agreementId = await published({ levels: [] });
});
afterAll(() => app?.close());

const draft = (more: Json = {}): Json => ({ calendarId: demoId('calendar:always'), match: { serviceId: demoId('service:crm') }, targets: [{ metric: 'resolution', seconds: 4 * HOUR }], levels: [], ...more });

/** A new agreement of the most specific kind, or another version of it. */
async function published(more: Json = {}, openTickets = false): Promise<string> {
  const manager = app.as('manager');
  const body = draft(more);
  const id = agreementId ?? (await manager.must('POST', '/agreements', { type: 'SLA', nameUk: 'Рівні', nameEn: 'Levels', draft: body })).id;
  if (agreementId) await manager.must('PATCH', `/agreements/${id}`, { draft: body });
  await manager.must('POST', `/agreements/${id}/publish`, { openTickets });
  return id;
}
const registered = (more: Json = {}): Promise<Json> => app.as('dispatcher').must('POST', '/incidents', { title: 'Каса не працює', serviceId: demoId('service:crm'), requesterId: demoId('person:employee'), impact: 'low', urgency: 'medium', ...more });
const timeline = async (id: string, kind: string): Promise<Json[]> => (await app.as('dispatcher').must('GET', `/tickets/${id}/timeline`, undefined, { query: { limit: 200 } })).items.filter((entry: Json) => entry.kind === kind && (entry.data?.metric ?? 'resolution') === 'resolution');
const resolution = async (id: string): Promise<Json> => (await app.as('dispatcher').must('GET', `/tickets/${id}/clocks`)).items.find((clock: Json) => clock.metric === 'resolution' && clock.agreement.type === 'SLA' && clock.state !== 'cancelled');

describe('levels of an agreement', () => {
  it('raise the priority, hand over, add a watcher and tell webhooks, each once and in the timeline', async () => {
    await published({
      levels: [
        { percent: 50, notify: ['assignee'], addWatchers: [demoId('person:manager')], webhook: true },
        { offsetSeconds: -HOUR, notify: [], raisePriority: true },
        { percent: 100, notify: ['group_lead', 'manager'], reassignTo: demoId('group:network') },
      ],
    });
    const { id, priority, version } = await registered({ groupId: demoId('group:workplace') });
    await app.clock.advance(2 * HOUR);
    expect((await timeline(id, 'sla.level')).map(({ data }) => [data.percent, data.acts, data.notify])).toEqual([[50, ['add_watcher', 'webhook'], ['assignee']]]);
    expect((await app.as('dispatcher').must('GET', `/tickets/${id}/watchers`)).items.map((person: Json) => person.id)).toContain(demoId('person:manager'));
    expect(await app.db.sql.rows(`select payload->>'percent' as percent from outbox where topic = 'webhook.sla_level' and key = $1`, [id])).toEqual([{ percent: '50' }]);
    await app.clock.advance(HOUR);
    expect(await app.as('dispatcher').must('GET', `/incidents/${id}`)).toMatchObject({ priority: priority - 1, priorityReason: expect.stringContaining('Ескалація') });
    await app.clock.advance(HOUR);
    const after = await app.as('dispatcher').must('GET', `/incidents/${id}`);
    expect(after).toMatchObject({ group: { id: demoId('group:network') }, state: 'assigned' });
    await app.clock.advance(24 * HOUR);
    await app.settle();
    expect((await timeline(id, 'sla.level')).map(({ data }) => data.level)).toEqual([1, 2, 3]);
    expect(await timeline(id, 'sla.breached')).toHaveLength(1);
    expect((await timeline(id, 'ticket.watched')).map(({ actor }) => actor.rule)).toEqual(['sla.level']);
    expect((await app.as('dispatcher').must('GET', `/incidents/${id}`)).version).toBe(after.version);
    expect(after.version).toBe(version + 3);
  });

  it('tell whom they name, through the notification centre', async () => {
    await published({ levels: [{ percent: 10, notify: ['assignee', 'group_lead'] }] });
    const { id, reference } = await registered({ groupId: demoId('group:workplace'), assigneeId: demoId('person:specialist') });
    await app.clock.advance(HOUR);
    await app.settle();
    const { items } = await app.as('specialist').must('GET', '/me/notifications');
    /* The clock of the response has levels of its own, which depend on the hour of the day. */
    expect(items.filter((item: Json) => item.kind === 'sla.level' && item.ticket?.id === id && item.text.includes(' 10 %'))).toMatchObject([{ text: expect.stringContaining(reference) }]);
  });

  it('that a rule refuses say so, and the others act', async () => {
    await published({ levels: [{ percent: 25, notify: [], raisePriority: true, reassignTo: demoId('group:network'), addWatchers: [demoId('person:manager')] }] });
    const { id } = await registered({ impact: 'high', urgency: 'high' });
    await app.db.sql.run('update support_group set active = false where id = $1', [demoId('group:network')]);
    await app.clock.advance(HOUR);
    await app.db.sql.run('update support_group set active = true where id = $1', [demoId('group:network')]);
    expect((await timeline(id, 'sla.level')).map(({ data }) => data.acts)).toEqual([['reassign', 'add_watcher']]);
    expect((await timeline(id, 'sla.act_refused')).map(({ data }) => data.act)).toEqual(['reassign']);
    expect(await timeline(id, 'ticket.watched')).toHaveLength(1);
  });

  it('do nothing to a ticket that was solved before', async () => {
    await published({ levels: [{ percent: 50, notify: ['assignee'], raisePriority: true }] });
    const { id } = await registered();
    await app.as('dispatcher').must('POST', `/incidents/${id}/resolve`, { code: 'solved', text: 'Перезавантажили' });
    await app.clock.advance(8 * HOUR);
    expect(await timeline(id, 'sla.level')).toEqual([]);
  });

  it.each([
    ['no point', { notify: [] }, '/draft/levels/0/percent', 'required'],
    ['two points', { percent: 50, offsetSeconds: 60, notify: [] }, '/draft/levels/0/offsetSeconds', 'agreement.level_one_point'],
    ['a group that is not there', { percent: 50, notify: [], reassignTo: demoId('group:nowhere') }, '/draft/levels/0/reassignTo', 'unknown_reference'],
    ['a watcher who is not there', { percent: 50, notify: [], addWatchers: [demoId('person:nobody')] }, '/draft/levels/0/addWatchers/0', 'unknown_reference'],
    ['somebody who cannot be told', { percent: 50, notify: ['everybody'] }, '/draft/levels/0/notify', 'not_one_of'],
  ])('are refused with %s', async (_what, level, pointer, code) => {
    expect(await app.as('manager').patch(`/agreements/${agreementId}`, { draft: draft({ levels: [level] }) })).toMatchObject({ status: 422, body: { errors: [{ pointer, code }] } });
  });
});

describe('another version of an agreement', () => {
  it('holds for tickets registered later, also when the older one changes its priority; for open ones where the manager chooses so', async () => {
    await published({ targets: [{ metric: 'resolution', seconds: 4 * HOUR }] });
    const { id } = await registered();
    await app.clock.advance(60);
    await published({ targets: [{ metric: 'resolution', seconds: 2 * HOUR }] });
    expect(await resolution(id)).toMatchObject({ targetSeconds: 4 * HOUR });
    await app.as('dispatcher').must('PATCH', `/incidents/${id}`, { urgency: 'high' });
    expect(await resolution(id)).toMatchObject({ targetSeconds: 4 * HOUR });
    const manager = app.as('manager');
    await manager.must('PATCH', `/agreements/${agreementId}`, { draft: draft({ targets: [{ metric: 'resolution', seconds: 3 * HOUR }] }) });
    const impact = await manager.must('POST', `/agreements/${agreementId}/impact`, {});
    const { openTickets } = await manager.must('POST', `/agreements/${agreementId}/publish`, { openTickets: true });
    expect(openTickets).toMatchObject({ moved: impact.moved, waiting: 0 });
    expect(openTickets.moved).toBeGreaterThan(0);
    const before = await resolution(id);
    expect(before).toMatchObject({ targetSeconds: 3 * HOUR });
    expect(Date.parse(before.dueAt) - Date.parse(before.startedAt)).toBe(3 * HOUR * 1000);
    expect(await timeline(id, 'sla.policy_applied')).toHaveLength(1);
    await app.settle();
    expect(await timeline(id, 'sla.policy_applied')).toHaveLength(1);
  });

  it('counts a target that begins to hold from the registration, with its pauses', async () => {
    const { id } = await registered({ groupId: demoId('group:workplace') });
    await app.clock.advance(HOUR);
    await app.as('dispatcher').must('POST', `/incidents/${id}/hold`, { reason: 'requester', message: 'Яка каса?' });
    await app.clock.advance(HOUR);
    await app.as('dispatcher').must('POST', `/incidents/${id}/resume`, {});
    await published({ targets: [{ metric: 'fulfilment', seconds: 9 * HOUR }], pauses: [{ metric: 'fulfilment', state: 'on_hold' }] }, true);
    const clocks = (await app.as('dispatcher').must('GET', `/tickets/${id}/clocks`, undefined, { query: { explain: 'true' } })).items;
    const { startedAt, dueAt, elapsedSeconds, intervals } = clocks.find((clock: Json) => clock.metric === 'fulfilment');
    const { createdAt } = await app.as('dispatcher').must('GET', `/incidents/${id}`);
    expect(startedAt.slice(0, 19)).toBe(createdAt.slice(0, 19));
    const paused = intervals.filter(({ kind }: Json) => kind === 'paused').reduce((sum: number, { seconds }: Json) => sum + seconds, 0);
    expect([paused >= HOUR, paused < HOUR + 60, elapsedSeconds >= HOUR, elapsedSeconds < HOUR + 60]).toEqual([true, true, true, true]);
    expect(Date.parse(dueAt) - Date.parse(startedAt)).toBe((9 * HOUR + paused) * 1000);
  });

  it('warns where it promises a solution sooner than the groups on its way', async () => {
    const reply = await app.as('manager').must('PATCH', `/agreements/${agreementId}`, { draft: draft({ match: {}, targets: [{ metric: 'resolution', priority: 3, seconds: HOUR }] }) });
    expect(reply.warnings).toMatchObject([{ code: 'agreement.shorter_than_way', priority: 3, targetSeconds: HOUR, message: expect.stringContaining('P3') }]);
    const calm = await app.as('manager').must('PATCH', `/agreements/${agreementId}`, { draft: draft({ match: {}, targets: [{ metric: 'resolution', priority: 3, seconds: 1000 * HOUR }] }) });
    expect(calm.warnings).toEqual([]);
  });
});

describe('a calendar that changes', () => {
  it('moves the due times of open tickets where the manager chooses so, as many as was said', async () => {
    const calendar = await app.as('manager').must('POST', '/calendars', { name: 'Каси', timeZone: 'Europe/Kyiv', week: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' })), exceptions: [] });
    await published({ calendarId: calendar.id, targets: [{ metric: 'resolution', seconds: 30 * HOUR }] });
    const { id } = await registered();
    const before = await resolution(id);
    const shorter = { timeZone: 'Europe/Kyiv', week: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '06:00', to: '18:00' })), exceptions: [] };
    const impact = await app.as('manager').must('POST', `/calendars/${calendar.id}/impact`, { name: 'Каси', ...shorter });
    expect(impact).toMatchObject({ clocks: 1, moved: 1 });
    await app.as('manager').must('PATCH', `/calendars/${calendar.id}`, shorter);
    expect((await resolution(id)).dueAt).toBe(before.dueAt);
    expect(await app.as('manager').must('POST', `/calendars/${calendar.id}/open-tickets`, {})).toEqual({ tickets: 1, moved: 1, waiting: 0 });
    /* The old calendar counts the second that may pass between the look and the act. */
    expect(Math.abs(Date.parse((await resolution(id)).dueAt) - Date.parse(impact.examples[0].to))).toBeLessThan(10_000);
    expect(await app.as('manager').must('POST', `/calendars/${calendar.id}/open-tickets`, {})).toEqual({ tickets: 0, moved: 0, waiting: 0 });
    /* No ticket could be registered any more under a calendar that is never open: it is refused before it is looked at or saved. */
    const never = { status: 422, body: { errors: [{ pointer: '/week', code: 'calendar.never_open' }] } };
    expect(await app.as('manager').post(`/calendars/${calendar.id}/impact`, { timeZone: 'Europe/Kyiv', week: [] })).toMatchObject(never);
    expect(await app.as('manager').patch(`/calendars/${calendar.id}`, { week: [] })).toMatchObject(never);
    expect(await app.as('manager').patch(`/calendars/${calendar.id}`, { week: null })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/week' }] } });
    expect(await app.as('manager').post(`/calendars/${calendar.id}/impact`, { ...shorter, exceptions: null })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/exceptions' }] } });
    expect(await app.as('manager').post('/calendars', { name: 'Ніколи', timeZone: 'Europe/Kyiv', week: [], exceptions: [] })).toMatchObject(never);
  });
});

describe('a merge', () => {
  it('ends the clocks of the duplicate, and undoing it brings them back as if they had run', async () => {
    const [one, two] = [await registered(), await registered()];
    await app.as('dispatcher').must('POST', `/tickets/${two.id}/merge`, { intoId: one.id });
    expect(await app.db.sql.rows(`select distinct state from clock where ticket_id = $1 and metric = 'resolution'`, [two.id])).toEqual([{ state: 'cancelled' }]);
    await app.clock.advance(HOUR);
    await app.as('dispatcher').must('POST', `/tickets/${two.id}/unmerge`, {});
    const [survivor, duplicate] = [await resolution(one.id), await resolution(two.id)];
    expect(duplicate.state).toBe('running');
    expect(Math.abs(duplicate.elapsedSeconds - survivor.elapsedSeconds)).toBeLessThan(10);
    expect(Math.abs(Date.parse(duplicate.dueAt) - Date.parse(survivor.dueAt))).toBeLessThan(10_000);
  });
});
