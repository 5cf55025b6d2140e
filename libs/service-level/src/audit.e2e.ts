import { demoId } from '@opora/organisation';
import { type Json, type TestApp, testApp } from '@opora/testing';
import { auditClocks } from './audit';

let app: TestApp;
const HOUR = 3_600;
const OFFICE = demoId('calendar:office');
beforeAll(async () => {
  app = await testApp();
  await app.clock.set('2027-02-01T08:00:00Z');
});
afterAll(() => app?.close());

const incident = (): Promise<Json> => app.as('dispatcher').must('POST', '/incidents', { title: 'Екран', serviceId: demoId('service:computers'), requesterId: demoId('person:employee'), impact: 'low', urgency: 'medium' });
const audit = async (): Promise<string[]> => (await auditClocks(app.db.sql, 100_000)).differences;

it('a replay of stored clocks finds no difference, whatever happened to them', async () => {
  const [one, two, three] = [await incident(), await incident(), await incident()];
  await app.clock.advance(HOUR);
  await app.as('dispatcher').must('POST', `/incidents/${one.id}/hold`, { reason: 'requester', message: 'Який?' });
  await app.as('dispatcher').must('PATCH', `/incidents/${two.id}`, { impact: 'high', urgency: 'high' });
  await app.clock.advance(30 * HOUR);
  await app.as('dispatcher').must('POST', `/incidents/${two.id}/resolve`, { code: 'solved', text: 'Замінили' });
  await app.as('dispatcher').must('POST', `/incidents/${three.id}/cancel`, { reason: 'Помилка' });
  expect(await audit()).toEqual([]);
});

it('names the clock where somebody moved a due time past the rules, and the ledger where an entry is gone', async () => {
  const { id, reference } = await incident();
  await app.db.sql.run(`update clock set due_at = due_at + interval '1 second' where ticket_id = $1 and metric = 'resolution'`, [id]);
  expect(await audit()).toEqual([expect.stringMatching(new RegExp(`resolution of ${reference} .*due is`))]);
  await app.db.sql.run(`update clock set due_at = due_at - interval '1 second' where ticket_id = $1 and metric = 'resolution'`, [id]);
  expect(await audit()).toEqual([]);
});

it('a closed ticket’s result never changes, whatever is edited and for whomever it is let hold', async () => {
  const { id } = await incident();
  await app.clock.advance(HOUR);
  await app.as('dispatcher').must('POST', `/incidents/${id}/resolve`, { code: 'solved', text: 'Готово' });
  await app.as('employee').must('POST', `/incidents/${id}/confirm`, {});
  const clocks = (): Promise<Json> => app.as('dispatcher').must('GET', `/tickets/${id}/clocks`, undefined, { query: { explain: 'true' } });
  const before = await clocks();
  const manager = app.as('manager');
  const { published } = await manager.must('GET', `/agreements/${demoId('agreement:standard')}`);
  await manager.must('PATCH', `/agreements/${demoId('agreement:standard')}`, { draft: { ...published, targets: published.targets.map((target: Json) => ({ ...target, seconds: 60 })) } });
  await manager.must('POST', `/agreements/${demoId('agreement:standard')}/publish`, { openTickets: true });
  await manager.must('PATCH', `/calendars/${OFFICE}`, { exceptions: [{ date: '2027-02-01', name: 'Вихідний', intervals: [] }] });
  await manager.must('POST', `/calendars/${OFFICE}/open-tickets`, {});
  expect(await clocks()).toEqual(before);
  await expect(app.db.sql.run(`update clock set state = 'breached' where ticket_id = $1`, [id])).rejects.toThrow(/never changed/);
  await expect(app.db.sql.run(`update clock_event set at = now() where clock_id in (select id from clock where ticket_id = $1)`, [id])).rejects.toThrow(/append-only/);
  expect(await audit()).toEqual([]);
});

it('a worker replays a sample each night and keeps what it found', async () => {
  await app.clock.advance(25 * HOUR);
  for (let tries = 0; ; tries++) {
    const row = await app.db.sql.one<{ clocks: number; differences: string[] }>('select clocks, differences from clock_audit');
    if (row && row.clocks > 0) {
      expect(row.differences).toEqual([]);
      return;
    }
    if (tries > 200) throw new Error('no nightly replay');
    await new Promise((next) => setTimeout(next, 50));
  }
});
