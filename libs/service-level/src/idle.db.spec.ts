import { type TestDatabase, testDatabase } from '@opora/testing';
import { DUE_LEVELS, NEXT_LEVEL } from './clock.store';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test?.drop());

interface Plan {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Plan[];
}

/** Clocks that run, each with a breach and three levels, of which one has acted and none is due. */
const fill = (count: number): Promise<number> =>
  test.sql.run(`with made as (
      insert into clock (id, ticket_id, metric, type, agreement_version_id, calendar_version_id, target_seconds, state, active, started_at, due_at, elapsed_seconds, entries)
        select gen_random_uuid(), gen_random_uuid(), 'resolution', 'SLA', gen_random_uuid(), gen_random_uuid(), 86400, 'running', true, now(), now() + interval '1 day' + make_interval(secs => n), 0, 1 from generate_series(1, ${count}) n returning id, due_at)
    insert into clock_level (clock_id, level, due_at, fired_at) select m.id, l, m.due_at + make_interval(mins => l), case when l = 1 then now() end from made m, generate_series(0, 3) l`);

async function blocks(text: string, params: readonly unknown[]): Promise<{ pages: number; indexes: string[] }> {
  const row = await test.sql.one<{ 'QUERY PLAN': { Plan: Plan }[] }>(`explain (analyze, buffers, format json) ${text}`, params);
  const plan = row?.['QUERY PLAN'][0]?.Plan as Plan;
  const all = (one: Plan): Plan[] => [one, ...(one.Plans ?? []).flatMap(all)];
  return { pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], indexes: all(plan).flatMap((one) => one['Index Name'] ?? (one['Node Type'] === 'Seq Scan' ? [`all of ${one['Relation Name']}`] : [])) };
}

const tick = async () => [await blocks(DUE_LEVELS, [200]), await blocks(NEXT_LEVEL, [])];

it('an idle look of the sweep reads as little of fifty thousand running clocks as of five hundred', async () => {
  await test.sql.run('alter table clock disable trigger all');
  await fill(500);
  await test.sql.run('vacuum analyze clock, clock_level');
  await tick();
  const few = await tick();
  await fill(49_500);
  await test.sql.run('vacuum analyze clock, clock_level');
  await tick();
  const many = await tick();
  for (const { indexes } of many) expect([indexes.includes('clock_level_due'), indexes.filter((name) => /^all of clock/.test(name))]).toEqual([true, []]);
  many.forEach(({ pages }, index) => expect(pages).toBeLessThanOrEqual((few[index]?.pages ?? 0) + 3));
  expect(many.every(({ pages }) => pages <= 10)).toBe(true);
});
