import { demoId } from '@opora/organisation';
import { type Json, type TestApp, testApp } from '@opora/testing';

let app: TestApp;
const HOUR = 3_600;
const STANDARD = demoId('agreement:standard');
const OLA = demoId('agreement:ola-workplace');
let from: string;
let to: string;

beforeAll(async () => {
  app = await testApp();
  await app.clock.set('2027-02-01T07:00:00Z');
  from = '2027-02-01T00:00:00Z';
  await lives();
  to = '2027-03-01T00:00:00Z';
  await app.clock.set('2027-03-02T07:00:00Z');
});
afterAll(() => app?.close());

/** Tickets that are solved in time, late, on hold, reopened, of another priority meanwhile, handed over, merged, cancelled, and never solved. */
async function lives(): Promise<void> {
  const dispatcher = app.as('dispatcher');
  const specialist = app.as('specialist');
  const open = (): Promise<Json> => dispatcher.must('POST', '/incidents', { title: 'Життя', requesterId: demoId('person:employee'), serviceId: demoId('service:computers'), groupId: demoId('group:workplace'), impact: 'low', urgency: 'medium' });
  const solve = (id: string) => dispatcher.must('POST', `/incidents/${id}/resolve`, { code: 'solved', text: 'Готово' });
  const [quick, late, held, again, dearer, moved, twin, dropped] = [await open(), await open(), await open(), await open(), await open(), await open(), await open(), await open(), await open()];
  await specialist.must('POST', `/incidents/${quick.id}/accept`, {});
  await dispatcher.must('POST', `/tickets/${late.id}/messages`, { visibility: 'public', body: 'Дивимося' });
  await app.clock.advance(HOUR);
  await solve(quick.id);
  await solve(again.id);
  await dispatcher.must('POST', `/incidents/${held.id}/hold`, { reason: 'requester', message: 'Яка модель?' });
  await dispatcher.must('PATCH', `/incidents/${dearer.id}`, { impact: 'high', urgency: 'high' });
  await dispatcher.must('POST', `/incidents/${moved.id}/assign`, { groupId: demoId('group:network') });
  await dispatcher.must('POST', `/tickets/${twin.id}/merge`, { intoId: late.id });
  await dispatcher.must('POST', `/incidents/${dropped.id}/cancel`, { reason: 'Помилка' });
  await app.clock.advance(HOUR);
  await dispatcher.must('POST', `/incidents/${again.id}/reopen`, { reason: 'Ні' });
  await dispatcher.must('POST', `/incidents/${moved.id}/assign`, { groupId: demoId('group:workplace') });
  await app.clock.advance(20 * HOUR);
  for (const one of [again, dearer, moved]) await solve(one.id);
  await app.clock.advance(7 * 24 * HOUR);
  await app.as('employee').must('POST', `/tickets/${held.id}/messages`, { visibility: 'public', body: 'LaserJet' });
  for (const one of [late, held]) await solve(one.id);
}

async function replayed(body: Json): Promise<Json> {
  const { id, state } = await app.as('manager').must('POST', '/sla/replays', { from, to, ...body });
  expect(state).toBe('waiting');
  await app.settle();
  for (let tries = 0; ; tries++) {
    const reply = await app.as('auditor').must('GET', `/sla/replays/${id}`);
    if (reply.state === 'done') return reply;
    if (reply.state === 'failed' || tries > 100) throw new Error(JSON.stringify([reply, await app.db.sql.one('select error from sla_replay where id = $1', [id])]));
    await new Promise((next) => setTimeout(next, 50));
  }
}
const draftOf = async (id: string): Promise<Json> => {
  const { validFrom: _from, ...draft } = (await app.as('manager').must('GET', `/agreements/${id}`)).published;
  return draft;
};

describe('a replay of a past period', () => {
  it.each([['of service levels', STANDARD, ['response', 'resolution']], ['of what is agreed with a group', OLA, ['ownership', 'group_work']]])('%s by the agreement that held finds what happened', async (_what, agreementId, metrics) => {
    const { tickets, lookedAt, metrics: found } = await replayed({ agreementId });
    expect([tickets, lookedAt]).toEqual([9, 9]);
    expect(found.map(({ metric }: Json) => metric).sort()).toEqual([...metrics].sort());
    for (const { draft, actual, better, worse, examples } of found) expect([draft, better, worse, examples]).toEqual([actual, 0, 0, []]);
    const [first] = found;
    expect(first.actual.met).toBeGreaterThan(0);
    expect(first.actual.breached).toBeGreaterThan(0);
  });

  it('says what a stricter draft would have made of it, and which tickets', async () => {
    const draft = await draftOf(STANDARD);
    const strict = { ...draft, targets: draft.targets.map((target: Json) => (target.metric === 'resolution' ? { ...target, seconds: 60 } : target)) };
    const { metrics } = await replayed({ agreementId: STANDARD, draft: strict });
    const resolution = metrics.find(({ metric }: Json) => metric === 'resolution');
    expect(resolution.worse).toBeGreaterThan(0);
    expect(resolution.draft.compliance).toBe(0);
    expect(resolution.examples[0]).toMatchObject({ actual: 'met', draft: 'breached', reference: expect.stringMatching(/^INC-/) });
    const sum = (key: string): number => resolution.byPriority.reduce((all: number, row: Json) => all + row.draft[key], 0);
    for (const key of ['met', 'breached', 'open', 'none']) expect(sum(key)).toBe(resolution.draft[key]);
    expect(metrics.find(({ metric }: Json) => metric === 'response')).toMatchObject({ better: 0, worse: 0 });
  });

  it('measures by the draft only what it would be chosen for', async () => {
    const draft = await draftOf(STANDARD);
    const { metrics, tickets } = await replayed({ type: 'SLA', draft: { ...draft, match: { serviceId: demoId('service:crm') } } });
    expect([metrics, tickets]).toEqual([[], 9]);
  });

  it('changes nothing of the tickets', async () => {
    const before = await app.db.sql.rows('select * from clock order by id');
    await replayed({ agreementId: STANDARD });
    expect(await app.db.sql.rows('select * from clock order by id')).toEqual(before);
  });

  it.each([
    ['a period that ends before it begins', { agreementId: STANDARD, from: '2027-02-02T00:00:00Z', to: '2027-02-01T00:00:00Z' }, '/to', 'replay.order'],
    ['an agreement that is not there', { agreementId: demoId('agreement:none') }, '/agreementId', 'unknown_reference'],
    ['neither draft nor agreement', { type: 'SLA' }, '/draft', 'required'],
    ['a draft of no type', { draft: { calendarId: demoId('calendar:office'), match: {}, targets: [{ metric: 'resolution', seconds: 60 }] } }, '/type', 'required'],
    ['a metric of another type', { type: 'UC', draft: { calendarId: demoId('calendar:office'), match: {}, targets: [{ metric: 'resolution', seconds: 60 }] } }, '/draft/targets/0/metric', 'not_one_of'],
  ])('refuses %s', async (_what, body, pointer, code) => {
    expect(await app.as('manager').post('/sla/replays', { from, to, ...body })).toMatchObject({ status: 422, body: { errors: [{ pointer, code }] } });
  });

  it('is the manager’s and the auditor’s', async () => {
    for (const who of ['dispatcher', 'specialist', 'employee', 'admin']) expect((await app.as(who).get('/sla/replays')).status).toBe(403);
    expect((await app.as('auditor').must('GET', '/sla/replays', undefined, { query: { limit: 1 } })).nextCursor).not.toBeNull();
  });
});
