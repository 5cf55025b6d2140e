import { gzipSync } from 'node:zlib';
import { type Json, type TestApp, testApp } from '@opora/testing';
import { MOST_BAD_ROWS, Runs } from './runs';
import { type Report, imported, requested, reported } from './test/import';

const HEADER = 'ticket,at,state,title,requester,group,assignee,priority,made_sla';
const csv = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`;
/** The life of one ticket in three rows. */
const life = (key: string, day = '2024-03-01'): string[] => [`${key},${day}T09:00:00Z,new,Звернення ${key},olena@example.org,Перша лінія,,3,`, `${key},${day}T10:00:00Z,in_progress,,,,taras@example.org,,`, `${key},${day}T12:00:00Z,resolved,,,,,,true`];

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

const badRows = async ({ id }: Report): Promise<Json[]> => (await app.as('admin').must('GET', `/imports/${id}/bad-rows`, undefined, { query: { limit: 200 } })).items;
const keys = async (like: string): Promise<string[]> => (await app.db.sql.rows<{ key: string }>('select import_key as key from ticket where import_key like $1 order by 1', [like])).map(({ key }) => key);
/** All that an import can touch. */
const standing = () =>
  app.db.sql.one(`select (select json_build_array(count(*), sum(version), max(updated_at)) from ticket) as tickets, (select count(*) from journal where stream_kind <> 'import') as journal, (select count(*) from person) as people, (select count(*) from support_group) as groups,
    (select count(*) from service) as services, (select count(*) from imported_ticket) as imported, (select count(*) from incident) as incidents, (select count(*) from notification) as notices, (select count(*) from mail_message) as letters, (select count(*) from clock) as clocks, (select count(*) from timer) as timers`);

it('bad rows are told by line with what was expected, and cost their own ticket alone and whole (IN-13)', async () => {
  const content = Buffer.concat([
    Buffer.from(csv(...life('A-1'))),
    Buffer.from([
      'A-2,2024-03-01T09:00:00Z,new,Хибний у третьому рядку,olena@example.org,,,3,', 'A-2,2024-03-01T10:00:00Z,in_progress,,,,,,', 'A-2,31.02.2024,resolved,,,,,,', // lines 5–7
      'A-3,2024-03-01T09:00:00Z,нечуване,Стан,olena@example.org,,,9,', // 8: two faults in one row
      'A-4,2024-03-01T09:00:00Z,new,"не закрито', // 9: its quote ends in the middle of the next row
      'A-5,2024-03-01T09:00:00Z,new,без"лапок,olena@example.org,,,3,', // 10
      'A-6,2024-03-01T09:00:00Z,new,замало стовпців', // 11
      'A-7,2099-01-01T00:00:00Z,new,З майбутнього,olena@example.org,,,3,', // 12
      ',2024-03-01T09:00:00Z,new,Нічий рядок,olena@example.org,,,3,', '', // 13, an empty line
    ].join('\n')),
    Buffer.from('A-8,2024-03-01T09:00:00Z,new,'), Buffer.from([0xff, 0xfe, 0xc0]), Buffer.from(',olena@example.org,,,3,\n'), // 14: no UTF-8
    Buffer.from(`${life('A-9').join('\n')}\n`),
  ]);
  const report = await imported(app, content, { format: 'csv' });
  expect(report).toMatchObject({ state: 'done', rowsRead: 16, badRows: 8, tickets: { found: 9, created: 2, leftOut: 7 } });
  expect((await badRows(report)).map(({ line, key, field, code }) => [line, key, field, code])).toEqual([
    [7, 'A-2', 'at', 'import.not_an_instant'], [8, 'A-3', 'state', 'import.not_one_of'], [8, 'A-3', 'priority', 'import.not_a_number'], [9, 'A-4', '', 'import.stray_quote'], [10, 'A-5', '', 'import.stray_quote'], [11, 'A-6', '', 'import.columns'],
    [12, 'A-7', 'at', 'import.future'], [13, null, 'ticket', 'import.required'], [14, 'A-8', '', 'import.not_utf8'],
  ]);
  expect(await keys('A-%')).toEqual(['A-1', 'A-9']);
  const file = await app.as('admin').get(`/imports/${report.id}/bad-rows.csv`);
  expect(file.status).toBe(200);
  expect(file.text).toContain('7,A-2,at,31.02.2024,');

  const mended = Buffer.from(content.toString('latin1').replace('31.02.2024', '2024-03-02T08:00:00Z'), 'latin1');
  expect(await imported(app, mended, { format: 'csv' })).toMatchObject({ badRows: 7, tickets: { created: 1, unchanged: 2, leftOut: 6 } });
  expect(await keys('A-%')).toEqual(['A-1', 'A-2', 'A-9']);
});

it('the same file again changes nothing, packed or not; other rows of a ticket that is there are told and not taken', async () => {
  const rows = [...life('B-1'), ...life('B-2'), ...life('B-3')];
  expect(await imported(app, gzipSync(csv(...rows)), { format: 'csv', fileName: 'b.csv.gz' })).toMatchObject({ state: 'done', fileName: 'b.csv.gz', tickets: { found: 3, created: 3 } });
  await app.settle();
  const before = await standing();
  expect(await imported(app, csv(...rows), { format: 'csv' })).toMatchObject({ tickets: { created: 0, unchanged: 3, changed: 0 } });
  expect(await imported(app, csv(...rows, 'B-2,2024-03-09T12:00:00Z,closed,,,,,,false'), { format: 'csv' })).toMatchObject({ tickets: { created: 0, unchanged: 2, changed: 1 } });
  expect(await imported(app, csv(...rows), { format: 'csv', checkOnly: 'true' })).toMatchObject({ checkOnly: true, tickets: { unchanged: 3 } });
  await app.settle();
  expect(await standing()).toEqual(before);
});

it('history disturbs nobody: no notice, no letter, no clock, no timer', async () => {
  await app.settle();
  const before = (await standing()) as Record<string, unknown>;
  await imported(app, csv('C-1,2024-03-01T09:00:00Z,new,Досі відкрите,employee@demo.opora.test,Мережа,specialist@demo.opora.test,1,'), { format: 'csv' });
  await app.clock.advance(7 * 86_400);
  const after = (await standing()) as Record<string, unknown>;
  for (const what of ['notices', 'letters', 'clocks', 'timers'] as const) expect([what, after[what]]).toEqual([what, before[what]]);
  const [{ id }] = await app.db.sql.rows<{ id: string }>(`select id from ticket where import_key = 'C-1'`) as [{ id: string }];
  expect(await app.as('dispatcher').must('GET', `/incidents/${id}`)).toMatchObject({ state: 'new', createdAt: '2024-03-01T09:00:00.000Z', clocks: [], requester: { email: 'employee@demo.opora.test' }, group: { name: 'Мережа' } });
});

it('a file that is none is refused as a whole, with the reason', async () => {
  for (const [content, code] of [[Buffer.from('PK\u0003\u0004xxxx'), 'import.not_text'], [Buffer.from([0xff, 0xfe, 0x61, 0x00]), 'import.not_text'], ['номер;дата\n1;2\n', 'import.missing_columns'], ['', 'import.no_header'], [gzipSync(csv(...life('D-1'))).subarray(0, 60), 'import.broken_gzip']] as const) {
    const report = await imported(app, content as Buffer, { format: 'csv' });
    expect(report).toMatchObject({ state: 'failed', failure: { code } });
  }
  expect(await keys('D-%')).toEqual([]);
  expect((await app.as('admin').post('/imports', new Uint8Array(Buffer.from(csv())), { query: { format: 'xlsx' }, headers: { 'content-type': 'text/csv' } })).status).toBe(422);
  expect((await app.as('manager').post('/imports', new Uint8Array(Buffer.from(csv())), { query: { format: 'csv' }, headers: { 'content-type': 'text/csv' } })).status).toBe(403);
});

it('a run belongs to one process at a time; whoever loses it writes nothing more, and the next one goes on where it stopped', async () => {
  const runs = app.api.get(Runs, { strict: false });
  /* As if another process had taken the run over while this one is in the middle of it. */
  const rows = Array.from({ length: 900 }, (_, n) => life(`E-${String(n).padStart(3, '0')}`)).flat();
  const holder = await requested(app, csv(...rows), { format: 'csv' });
  for (const until = performance.now() + 20_000; performance.now() < until; ) {
    const { state, tickets } = await app.as('admin').must('GET', `/imports/${holder.id}`);
    if (state === 'writing' && tickets.done >= 200) break;
    if (state === 'done') break;
    await new Promise((next) => setTimeout(next, 5));
  }
  const lease = '01900000-0000-7000-8000-0000000000aa';
  const stolen = await app.db.sql.run(`update import_run set lease = $2, lease_until = now() + interval '2 seconds' where id = $1 and finished_at is null`, [holder.id, lease]);
  expect(stolen).toBe(1);
  const [before] = await app.db.sql.rows<{ done: number; there: number }>(`select tickets_done as done, (select count(*)::int from ticket where import_key like 'E-%') as there from import_run where id = $1`, [holder.id]) as [{ done: number; there: number }];
  expect(before.there).toBe(before.done);
  await new Promise((next) => setTimeout(next, 600));
  expect(await app.db.sql.one(`select tickets_done as done, (select count(*)::int from ticket where import_key like 'E-%') as there from import_run where id = $1`, [holder.id])).toEqual(before);
  expect(await runs.renew(holder.id, '01900000-0000-7000-8000-0000000000bb')).toBe(false);
  const report = await reported(app, holder.id);
  expect(report).toMatchObject({ state: 'done', rowsRead: 2_700, badRows: 0, tickets: { found: 900, done: 900, created: 900, unchanged: 0 } });
  expect(await keys('E-%')).toHaveLength(900);
  expect(await app.db.sql.one(`select count(*) as n from journal j join ticket t on t.id = j.stream_id where t.import_key like 'E-%'`)).toEqual({ n: 2_700 });
});

it('of very many bad rows the first thousand are listed and all are counted', async () => {
  const report = await imported(app, csv(...Array.from({ length: 1_500 }, (_, n) => `F-${n},ніколи,new,x,,,,3,`)), { format: 'csv' });
  expect(report).toMatchObject({ badRows: 1_500, tickets: { created: 0, leftOut: 1_500 } });
  expect(await app.db.sql.one('select count(*) as n from import_bad_row where run_id = $1', [report.id])).toEqual({ n: MOST_BAD_ROWS });
});
