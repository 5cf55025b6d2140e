import { demoId } from '@opora/organisation';
import { type Json, type TestApp, testApp } from '@opora/testing';
import { figuresOf, untrue } from './test/figures';

const MINUTE = 60;
const HOUR = 3600;
const MARCH = 'from=2027-03-01&to=2027-03-31';
const SOLVED = { code: 'solved', text: 'Зроблено.' };

let app: TestApp;
const service = (key: string): string => demoId(`service:${key}`);
const id = async (persona: string): Promise<string> => (await app.as(persona).must<Json>('GET', '/me')).person.id;
const by = async (persona: string, path: string): Promise<Json> => app.as(persona).must('GET', `/reports/${path}`);
const act = (persona: string, incident: Json, command: string, body: object = {}): Promise<Json> => app.as(persona).must('POST', `/incidents/${incident.id}/${command}`, body);
const answer = (persona: string, incident: Json): Promise<Json> => app.as(persona).must('POST', `/tickets/${incident.id}/messages`, { visibility: 'public', body: 'Дивимося.' });
const level = { 1: ['high', 'high'], 2: ['high', 'medium'], 3: ['medium', 'medium'], 4: ['medium', 'low'] } as const;
async function register(title: string, key: string, priority: keyof typeof level, group: string, requester = 'employee'): Promise<Json> {
  const [impact, urgency] = level[priority];
  return app.as('dispatcher').must('POST', '/incidents', { title, serviceId: service(key), impact, urgency, requesterId: await id(requester), groupId: demoId(`group:${group}`), channel: 'phone' });
}
/** met, breached, running, paused of a metric. */
const four = (row: Json, metric: string, side = 'current'): number[] => {
  const figures = row.metrics.find((one: Json) => one.metric === metric)[side];
  return [figures.met.count, figures.breached.count, figures.running.count, figures.paused.count];
};

/*
 * The story, all by hand. E-mail and ERP have the critical level around the clock (P1 15 min/2 h, P2 30 min/4 h, P3 1 h/8 h), printing the standard one in office hours.
 * February:  0 mail P1, answered and solved in time.
 * March 1st: A mail P1 answered after 5 min, solved after an hour.              response met      resolution met
 *            B mail P1 neither for 3 h, then solved.                            breached          breached
 *            C ERP P2 answered after 10 min, waits for its requester.           met               paused
 *            D printing P4, nothing happens yet.                                running           running
 *            E mail P3 answered, solved, rejected.                              met               running again
 *            F printing P3, cancelled: counts nowhere.
 */
beforeAll(async () => {
  app = await testApp();
  await app.clock.set('2027-02-24T09:00:00Z');
  const february = await register('Лютий', 'mail', 1, 'desk');
  await act('dispatcher', february, 'resolve', SOLVED);
  await app.clock.set('2027-03-01T08:00:00Z');
  const [a, b, c] = [await register('A', 'mail', 1, 'desk'), await register('B', 'mail', 1, 'network'), await register('C', 'erp', 2, 'workplace')];
  await register('D', 'printing', 4, 'workplace', 'employee2');
  const [e, f] = [await register('E', 'mail', 3, 'desk'), await register('F', 'printing', 3, 'workplace')];
  await app.clock.advance(5 * MINUTE);
  await answer('dispatcher', a);
  await app.clock.advance(5 * MINUTE);
  for (const one of [c, e]) await answer('dispatcher', one);
  await act('dispatcher', c, 'hold', { reason: 'requester', message: 'Яка база?' });
  await act('dispatcher', f, 'cancel', { reason: 'Помилково' });
  await act('dispatcher', e, 'resolve', SOLVED);
  await app.clock.advance(50 * MINUTE);
  await act('dispatcher', a, 'resolve', SOLVED);
  await act('employee', a, 'confirm', { rating: 5 });
  await act('employee', e, 'reject', { reason: 'Знову те саме' });
  await app.as('dispatcher').must('POST', `/tickets/${a.id}/work-log`, { seconds: 600, startedAt: '2027-03-01T08:30:00Z' });
  await app.clock.advance(2 * HOUR);
  await act('dispatcher', b, 'resolve', SOLVED);
  await app.settle();
});
afterAll(() => app?.close());

describe('service levels', () => {
  it('counts the story as a person would', async () => {
    const { totals, rows, previous } = await by('manager', `sla?${MARCH}&by=service`);
    expect(four(totals, 'response')).toEqual([3, 1, 1, 0]);
    expect(four(totals, 'resolution')).toEqual([1, 1, 2, 1]);
    expect(totals.metrics[0].current).toMatchObject({ compliance: 0.75, total: { count: 5 } });
    expect(previous).toMatchObject({ from: '2027-02-01', to: '2027-02-28' });
    expect(four(totals, 'resolution', 'previous')).toEqual([1, 0, 0, 0]);
    const mail = rows.find((row: Json) => row.key === service('mail'));
    expect(four(mail, 'response')).toEqual([2, 1, 0, 0]);
    expect(four(mail, 'resolution')).toEqual([1, 1, 1, 0]);
    expect(four(rows.find((row: Json) => row.key === service('erp')), 'resolution')).toEqual([0, 0, 0, 1]);
    expect(four(rows.find((row: Json) => row.key === service('printing')), 'resolution')).toEqual([0, 0, 1, 0]);
  });

  it.each(['service', 'group', 'priority', 'department', 'month'])('by %s: parts make the total, and each figure opens as many tickets', async (cut) => {
    const report = await by('manager', `sla?${MARCH}&by=${cut}`);
    for (const metric of ['response', 'resolution']) {
      const parts = report.rows.map((row: Json) => four(row, metric)) as number[][];
      expect([0, 1, 2, 3].map((i) => parts.reduce((sum, part) => sum + (part[i] ?? 0), 0))).toEqual(four(report.totals, metric));
    }
    expect(figuresOf(report).length).toBeGreaterThan(20);
    expect(await untrue(app, 'manager', report)).toEqual([]);
  });

  it('of contracts and groups counts a ticket by the worst of its clocks', async () => {
    const report = await by('manager', `sla?${MARCH}&by=group&metric=ownership&metric=group_work`);
    expect(four(report.totals, 'ownership')).toEqual([0, 2, 0, 0]);
    expect(await untrue(app, 'manager', report)).toEqual([]);
  });

  it('can be cut to one service and one department', async () => {
    const department = (await app.db.sql.one<{ id: string }>(`select department_id as id from person where id = $1`, [await id('employee')]))?.id;
    const report = await by('manager', `sla?${MARCH}&serviceId=${service('mail')}&departmentId=${department}&by=priority`);
    expect(four(report.totals, 'resolution')).toEqual([1, 1, 1, 0]);
    expect(await untrue(app, 'manager', report)).toEqual([]);
  });

  it('counts an imported history as its source says, beside what our clocks measured', async () => {
    const ids = await app.db.sql.rows<{ id: string }>(`select id from ticket where title in ('A', 'B', 'D') order by title`);
    await app.db.sql.run(`alter table imported_ticket disable trigger all`);
    await app.db.sql.run(`insert into imported_ticket (ticket_id, run_id, source, key, made_sla, events, event_counts, knowledge, created_in_import, digest) select x.id, $2, 'csv', x.id::text, x.made, 1, '{}', false, now(), '' from unnest($1::uuid[], array[true, true, false]) as x(id, made)`, [ids.map((row) => row.id), demoId('run')]);
    const report = await by('manager', `sla?${MARCH}&by=service`);
    expect(report.totals.imported).toMatchObject({ met: { count: 2 }, missed: { count: 1 } });
    expect(four(report.totals, 'resolution')).toEqual([1, 1, 2, 1]);
    expect(await untrue(app, 'manager', report, (path) => path.includes('imported'))).toEqual([]);
    await app.db.sql.run(`delete from imported_ticket`);
    await app.db.sql.run(`alter table imported_ticket enable trigger all`);
  });

  it('stays as it was although names and departments have changed since', async () => {
    const figures = async (cut: string): Promise<[string | null, number[]][]> => ((await by('manager', `sla?${MARCH}&by=${cut}`)).rows as Json[]).map((row) => [row.key, four(row, 'resolution')]);
    const before = [await figures('department'), await figures('service')];
    await app.db.sql.run(`update person set department_id = (select department_id from person where email like 'manager@%') where email like 'employee@%'`);
    await app.db.sql.run(`update service set name_uk = '=HYPERLINK("http://evil","x")' where id = $1`, [service('mail')]);
    expect([await figures('department'), await figures('service')]).toEqual(before);
  });

  it('as a table: names never become formulas, numbers stay numbers (EX-01)', async () => {
    const { text, headers } = await app.as('manager').get(`/reports/sla?${MARCH}&by=service`, { headers: { accept: 'text/csv', 'accept-language': 'uk' } });
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="sla-service-2027-03-01-2027-03-31.csv"');
    expect(text).toContain('"\'=HYPERLINK(""http://evil"",""x"")",відповідь,3,2,1,0,0,66.7,');
    expect(text.split('\r\n').at(-2)).toBe('Усього,вирішення,5,1,1,2,1,50,100');
    expect((await app.as('manager').get(`/reports/sla?${MARCH}&format=csv`)).headers.get('content-type')).toBe('text/csv; charset=utf-8');
  });
});

describe('today, backlog, ageing, load', () => {
  it('today: what is open now, by group, each figure with its tickets', async () => {
    const report = await by('manager', 'today');
    expect(report).toMatchObject({ registered: { count: 6 }, resolved: { count: 2 }, firstContact: { count: 1 } });
    const workplace = report.groups.find((group: Json) => group.key === demoId('group:workplace'));
    expect(workplace.open.count).toBeGreaterThanOrEqual(2);
    expect(report.groups.reduce((sum: number, group: Json) => sum + group.open.count, 0)).toBe(report.totals.open.count);
    expect(await untrue(app, 'manager', report)).toEqual([]);
  });

  it('backlog: before + came − went = after, each day', async () => {
    const report = await by('manager', 'backlog?from=2027-02-20&to=2027-03-01');
    expect(report.days.find((day: Json) => day.day === '2027-03-01')).toMatchObject({ came: { count: 6 }, went: { count: 3 } });
    expect(report.before.count + report.came.count - report.went.count).toBe(report.after.count);
    expect(report.days.at(-1).open.count).toBe(report.after.count);
    expect(await untrue(app, 'manager', report)).toEqual([]);
  });

  it.each(['group', 'service', 'priority', 'department'])('ageing by %s', async (cut) => {
    const report = await by('manager', `ageing?by=${cut}`);
    expect(report.totals.ages[0].count).toBe(3);
    expect(report.totals.ages.reduce((sum: number, { count }: Json) => sum + count, 0)).toBe(report.totals.total.count);
    report.totals.ages.forEach(({ count }: Json, i: number) => expect(report.rows.reduce((sum: number, row: Json) => sum + row.ages[i].count, 0)).toBe(count));
    expect(await untrue(app, 'manager', report)).toEqual([]);
  });

  it('load: Monday at ten in Kyiv, and no other hour', async () => {
    const report = await by('manager', `load?${MARCH}`);
    expect(report.cells).toHaveLength(168);
    expect(report.cells[10]).toMatchObject({ weekday: 1, hour: 10, count: 6, min: 6, max: 6, mean: 6 });
    expect(report).toMatchObject({ total: { count: 6 }, days: [1, 0, 0, 0, 0, 0, 0] });
    const some = (path: string, { count }: { count: number }): boolean => count > 0 || /\/cells\/(11|34)$/.test(path) || !path.startsWith('/cells');
    expect(await untrue(app, 'manager', report, some)).toEqual([]);
    expect(await untrue(app, 'manager', await by('manager', `load?${MARCH}&of=resolved`), some)).toEqual([]);
    const demo = await by('manager', 'load?from=2026-09-01&to=2026-12-31&of=resolved');
    expect(await untrue(app, 'manager', demo, some)).toEqual([]);
  });
});

describe('operators', () => {
  it('each did what they did', async () => {
    const report = await by('manager', `activity?${MARCH}`);
    const row = report.rows.find((one: Json) => one.label !== undefined && one.registered.count === 6);
    expect(row).toMatchObject({ answered: { count: 3 }, resolved: { count: 2 }, firstContact: { count: 1 }, reopened: { count: 1 }, rated: { count: 1 }, satisfied: { count: 1 }, logged: { count: 1 }, loggedSeconds: 600 });
    expect(await untrue(app, 'manager', report)).toEqual([]);
  });

  it('a dispatcher sees the own row alone (EX-10)', async () => {
    const report = await by('dispatcher', `activity?${MARCH}`);
    expect(report).toMatchObject({ scope: 'self', rows: [{ key: await id('dispatcher') }] });
    expect(await untrue(app, 'dispatcher', report)).toEqual([]);
  });
});

describe('who sees what', () => {
  it.each(['sla', 'today', 'backlog', 'ageing', 'load', 'activity'])('an employee sees no %s', async (name) => {
    expect((await app.as('employee').get(`/reports/${name}`)).status).toBe(403);
  });

  it('a lead counts the tickets of the own group, and opens those (BO-14)', async () => {
    await app.db.sql.run(`update group_member set right_ = 'view' where person_id = $1`, [await id('specialist')]);
    await app.db.sql.run(`update group_member set right_ = 'manage' where person_id = $1 and group_id = $2`, [await id('specialist'), demoId('group:workplace')]);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const report = await by('specialist', `sla?${MARCH}&by=group`);
    expect(report.rows.map((row: Json) => row.key)).toEqual([demoId('group:workplace')]);
    expect(four(report.totals, 'resolution')).toEqual([0, 0, 1, 1]);
    expect(await untrue(app, 'specialist', report)).toEqual([]);
    for (const path of [`load?${MARCH}`, 'ageing', 'backlog?from=2027-02-20&to=2027-03-01', 'today', `activity?${MARCH}`]) expect(await untrue(app, 'specialist', await by('specialist', path), (_path, { count }) => count > 0)).toEqual([]);
  });

  it('a supplier counts the contract with them, and no service level of ours', async () => {
    const report = await by('supplier', 'sla?from=2026-09-01&to=2026-12-31&by=priority');
    expect(report.totals.metrics.map((one: Json) => one.metric)).toEqual(['supplier_response', 'supplier_resolution']);
    expect(await untrue(app, 'supplier', report)).toEqual([]);
    expect(four((await by('supplier', 'sla?from=2026-09-01&to=2026-12-31&metric=resolution')).totals, 'resolution')).toEqual([0, 0, 0, 0]);
    expect((await app.as('supplier').get('/reports/activity')).status).toBe(403);
  });

  it('of a restricted service only where it may be read', async () => {
    await register('G', 'payroll', 3, 'apps');
    expect(four((await by('manager', `sla?${MARCH}&serviceId=${service('payroll')}`)).totals, 'resolution')).toEqual([0, 0, 0, 0]);
    expect(four((await by('auditor', `sla?${MARCH}&serviceId=${service('payroll')}`)).totals, 'resolution')).toEqual([0, 0, 1, 0]);
  });

  it('wrong periods are refused with their field', async () => {
    for (const [query, pointer, code] of [['from=2027-02-30', '/from', 'report.not_a_day'], ['from=2027-03-02&to=2027-03-01', '/to', 'report.turned_round'], ['from=0000-01-01', '/from', 'report.not_a_day'], ['from=2020-01-01&to=2027-01-01', '/to', 'report.too_long'], ['by=name', '/by', 'not_one_of'], ['x=1', '/x', 'unknown_field']]) {
      const { status, body } = await app.as('manager').get(`/reports/sla?${query}`);
      expect([status, body.errors?.[0]?.pointer, body.errors?.[0]?.code]).toEqual([422, pointer, code]);
    }
    expect((await app.as('manager').get('/reports/../../etc/passwd')).status).toBe(404);
    expect((await app.as('manager').get('/reports/salaries')).status).toBe(404);
  });
});
