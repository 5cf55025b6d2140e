import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type TestApp, testApp } from '@opora/testing';
import { type Report, imported } from './test/import';

/* The public event logs of ../shared/data/event-logs, whose figures are known; where they are absent the plain suite covers the same ground with rows of its own. */
const FOLDER = join(__dirname, '..', '..', '..', '..', 'shared', 'data', 'event-logs');
const THERE = existsSync(join(FOLDER, 'reference-results.json'));
if (!THERE) console.warn(`${FOLDER} is absent: the figures of the public logs are not compared.`);
const reference = (THERE ? JSON.parse(readFileSync(join(FOLDER, 'reference-results.json'), 'utf8')) : {}) as Record<string, Record<string, never>>;
const file = (stem: string): Buffer => readFileSync(join(FOLDER, `${stem}.sample.csv`));

interface Row {
  id: string;
  reference: string;
  priority: number;
  channel: string;
  state: string;
  reassignmentCount: number;
  reopenCount: number;
  createdAt: string;
  updatedAt: string;
  resolvedAt: string | null;
  closedAt: string | null;
  group: { name: string } | null;
}

let app: TestApp;
const counted = (values: readonly unknown[]): Record<string, number> => values.reduce<Record<string, number>>((sum, value) => ({ ...sum, [String(value)]: (sum[String(value)] ?? 0) + 1 }), {});
const hours = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 3_600_000;
const at = (sorted: readonly number[], share: number): number => Number((sorted[Math.floor(share * sorted.length)] as number).toFixed(2));

/** Every incident of the application, through the API as an auditor pages it. */
async function all(): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: Row[]; nextCursor: string | null } = await app.as('auditor').must('GET', '/incidents', undefined, { query: { limit: 200, ...(cursor === '' ? {} : { cursor }) } });
    rows.push(...page.items);
    cursor = page.nextCursor;
  }
  return rows;
}

const sums = (source: string) => app.db.sql.one<{ events: number; knowledge: number; problem: number; change: number; counts: Record<string, number>; sla: Record<string, number> }>(
  `select sum(events) as events, count(*) filter (where knowledge) as knowledge, count(problem_ref) as problem, count(change_ref) as change,
     (select json_object_agg(k, n) from (select k, sum(v::int) as n from imported_ticket i, jsonb_each_text(i.event_counts) e(k, v) where i.source = $1 group by k) x) as counts,
     (select json_object_agg(m, n) from (select made_sla::text as m, count(*) as n from imported_ticket i where i.source = $1 and made_sla is not null group by 1) x) as sla from imported_ticket where source = $1`, [source]);

/** What must not move when the same file comes again. */
const standing = () => app.db.sql.one(`select (select json_build_array(count(*), sum(version), max(updated_at)) from ticket) as tickets, (select count(*) from journal where stream_kind <> 'import') as journal, (select count(*) from person) as people, (select count(*) from support_group) as groups, (select count(*) from category) as categories, (select count(*) from imported_ticket) as imported`);

const describeSamples = THERE ? describe : describe.skip;

describeSamples('the ServiceNow log', () => {
  const expected = reference['uci-incident-event-log'] as unknown as { cases: number; events: number; events_by_state: object; made_sla_last_event: object; reassignment_count_last: object; reopen_count_last: object; cases_by_priority: object; contact_type: Record<string, number>; knowledge_used: number; with_problem: number; with_change: number; top_assignment_groups: Record<string, number>; opened_first: string; opened_last: string; resolution_hours: { n: number; negative: number; median: number; p90: number; p99: number; by_priority_median: Record<string, number> } };
  let report: Report;
  beforeAll(async () => {
    app = await testApp();
    report = await imported(app, file('uci-incident-event-log'), { format: 'servicenow' });
  });
  afterAll(() => app?.close());

  it('comes in whole, with every figure that is known of it', async () => {
    expect(report).toMatchObject({ state: 'done', rowsRead: expected.events, badRows: 0, tickets: { found: expected.cases, created: expected.cases, unchanged: 0, changed: 0, leftOut: 0 } });
    const rows = (await all()).filter((row) => row.createdAt < '2020');
    expect(rows).toHaveLength(expected.cases);
    expect(counted(rows.map((row) => row.reassignmentCount))).toEqual(expected.reassignment_count_last);
    expect(counted(rows.map((row) => row.reopenCount))).toEqual(expected.reopen_count_last);
    expect(counted(rows.map((row) => row.priority))).toEqual(expected.cases_by_priority);
    expect(counted(rows.map((row) => row.channel))).toEqual({ phone: expected.contact_type['Phone'], email: expected.contact_type['Email'], portal: expected.contact_type['Self service'] });
    const groups = counted(rows.map((row) => row.group?.name ?? '?'));
    for (const [group, n] of Object.entries(expected.top_assignment_groups)) expect([group, groups[group === '?' ? '?' : `Group ${group}`]]).toEqual([group, n]);
    const opened = rows.map((row) => row.createdAt).sort();
    expect([opened[0], opened.at(-1)]).toEqual([`${expected.opened_first}.000Z`, `${expected.opened_last}.000Z`]);

    const resolved = rows.filter((row) => row.resolvedAt !== null);
    const durations = (some: readonly Row[]): number[] => some.map((row) => hours(row.createdAt, row.resolvedAt as string)).sort((a, b) => a - b);
    const whole = durations(resolved);
    expect({ n: whole.length, negative: whole.filter((one) => one < 0).length, median: at(whole, 0.5), p90: at(whole, 0.9), p99: at(whole, 0.99) }).toEqual({ n: expected.resolution_hours.n, negative: 0, median: expected.resolution_hours.median, p90: expected.resolution_hours.p90, p99: expected.resolution_hours.p99 });
    for (const [priority, median] of Object.entries(expected.resolution_hours.by_priority_median)) expect([priority, at(durations(resolved.filter((row) => row.priority === Number(priority))), 0.5)]).toEqual([priority, median]);
    expect(await sums('servicenow')).toEqual({ events: expected.events, knowledge: expected.knowledge_used, problem: expected.with_problem, change: expected.with_change, counts: expected.events_by_state, sla: expected.made_sla_last_event });
  });

  it('stands in the SLA report as its source says, each figure with its tickets, and in no clock of ours', async () => {
    const report = await app.as('manager').must('GET', '/reports/sla', undefined, { query: { from: '2016-02-01', to: '2017-02-28', by: 'group' } });
    const { true: met, false: missed } = expected.made_sla_last_event as Record<string, number>;
    expect(report.totals.imported).toMatchObject({ met: { count: met }, missed: { count: missed } });
    expect(report.totals.metrics.map((metric: { current: { total: { count: number } } }) => metric.current.total.count)).toEqual(report.totals.metrics.map(() => 0));
    const sheet = await app.as('manager').get('/reports/sla', { query: { from: '2016-02-01', to: '2017-02-28', by: 'group' }, headers: { accept: 'text/csv' } });
    expect(sheet.text).toMatch(/за даними імпорту|as imported/);
  });

  it('changes nothing when it comes again, packed or not', async () => {
    await app.settle();
    const before = await standing();
    const again = await imported(app, gzipSync(file('uci-incident-event-log')), { format: 'servicenow' });
    expect(again).toMatchObject({ state: 'done', tickets: { created: 0, unchanged: expected.cases, changed: 0, leftOut: 0 } });
    expect(await standing()).toEqual(before);
  });

  it('tells the life of a ticket with the instants that it had', async () => {
    const row = (await app.db.sql.one<{ reference: string }>(`select reference from ticket where import_key = '0000115'`)) as { reference: string };
    const incident = await app.as('dispatcher').must('GET', `/incidents/${row.reference}`);
    expect(incident).toMatchObject({ state: 'closed', createdAt: '2016-02-29T09:20:00.000Z', resolvedAt: '2016-03-01T08:50:00.000Z', closedAt: '2016-03-06T09:00:00.000Z', reassignmentCount: 2, clocks: [], group: { name: 'Group 24' } });
    const { items } = await app.as('dispatcher').must('GET', `/tickets/${row.reference}/timeline`);
    expect(items[0]).toMatchObject({ kind: 'incident.registered', at: '2016-02-29T09:20:00.000Z' });
    expect(items.map((item: { kind: string; at: string }) => [item.kind, item.at])).toEqual(expect.arrayContaining([['incident.assigned', '2016-03-01T00:58:00.000Z'], ['incident.resolved', '2016-03-01T08:50:00.000Z'], ['incident.closed', '2016-03-06T09:00:00.000Z']]));
    const found = await app.as('dispatcher').must('GET', '/search', undefined, { query: { q: '0000115' } });
    expect(found.items.map((item: { reference: string }) => item.reference)).toContain(row.reference);
  });
});

describeSamples('the incidents of Volvo IT and the Italian help desk', () => {
  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app?.close());

  it.each([
    ['volvo', 'bpi2013-incidents-ids'],
    ['helpdesk', 'italian-helpdesk'],
  ] as const)('%s comes in with its counts and durations', async (format, stem) => {
    const expected = reference[stem] as unknown as { cases: number; events: number; events_by_activity: object; duration_hours: { median: number; p90: number }; seriousness?: object; events_per_case_median: number };
    const report = await imported(app, file(stem), { format });
    expect(report).toMatchObject({ state: 'done', rowsRead: expected.events, badRows: 0, tickets: { created: expected.cases, leftOut: 0 } });
    const rows = await all();
    const ids = new Set((await app.db.sql.rows<{ id: string }>('select ticket_id as id from imported_ticket where source = $1', [format])).map(({ id }) => id));
    const durations = rows.filter((row) => ids.has(row.id)).map((row) => hours(row.createdAt, row.updatedAt)).sort((a, b) => a - b);
    expect({ n: durations.length, median: at(durations, 0.5), p90: at(durations, 0.9) }).toEqual({ n: expected.cases, ...expected.duration_hours });
    expect(await sums(format)).toMatchObject({ events: expected.events, counts: expected.events_by_activity });
    const perCase = (await app.db.sql.rows<{ events: number }>('select events from imported_ticket where source = $1 order by events', [format])).map(({ events }) => events);
    expect(perCase[Math.floor(perCase.length / 2)]).toBe(expected.events_per_case_median);
  });
});
