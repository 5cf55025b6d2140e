import { systemActor } from '@opora/platform';
import { type TestApp, testApp } from '@opora/testing';
import { grantPage } from './grants/grant.queries';
import { Register } from './test/register';

/** A register of an organisation of two thousand, over four years. */
const PEOPLE = 2_000;
const RIGHTS = 50;

let app: TestApp;
afterAll(() => app?.close({ checks: false }));

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  Plans?: Plan[];
}
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

it('who had what at a past instant is found by indexes in a hundred thousand grants', async () => {
  app = await testApp({ jobs: false, env: { DATABASE_POOL: '4' } });
  const register = await Register.open(app);
  const { grant } = await register.granted();
  const { sql } = app.db;
  await sql.run(`insert into person (id, email, display_name) select gen_random_uuid(), 'v' || n || '@demo.opora.test', 'Людина ' || n from generate_series(1, ${PEOPLE}) n`);
  await sql.run(`insert into entitlement (id, resource_id, code, name_uk, name_en) select gen_random_uuid(), $1, 'v' || n, 'Право ' || n, 'Right ' || n from generate_series(1, ${RIGHTS}) n`, [register.resource.id]);
  await sql.run(
    `insert into access_grant (id, person_id, entitlement_id, request_id, state, ending, granted_at, ended_at, events)
     select gen_random_uuid(), p.id, e.id, $1, case when x.over then 'revoked' else 'active' end, case when x.over then 'revoked' end, x.at, case when x.over then x.at + interval '200 days' end, case when x.over then 3 else 1 end
     from (select id, row_number() over () as n from person where email like 'v%@demo.opora.test') p cross join (select id, row_number() over () as n from entitlement where code like 'v%') e
       cross join lateral (select now() - make_interval(days => ((p.n * 7 + e.n * 31) % 1400)::int + 1, secs => p.n) as at, (p.n + e.n) % 3 = 0 and (p.n * 7 + e.n * 31) % 1400 > 200 as over) x`,
    [grant.request.id],
  );
  for (const [seq, kind, state, pending, days] of [[1, 'granted', 'active', null, 0], [2, 'ending', 'active', 'remove', 198], [3, 'done', 'revoked', null, 200]] as const)
    await sql.run(
      `insert into grant_event (grant_id, seq, at, kind, state, pending, ending, by_id, ticket_id, journal_id, journal_seq)
       select a.id, $1::int, a.granted_at + make_interval(days => $5::int), $2, $3, $4, case when $1::int > 1 then 'revoked' end, a.person_id, $6, gen_random_uuid(), $1::int from access_grant a where a.request_id = $6 and a.id <> $7 and a.events >= $1::int`,
      [seq, kind, state, pending, days, grant.request.id, grant.id],
    );
  await sql.run('analyze access_grant');
  await sql.run('analyze grant_event');

  const asOf = new Date(Date.now() - 400 * 86_400_000).toISOString();
  for (const query of [{ limit: 50 }, { limit: 50, asOf }, { limit: 50, asOf, state: ['active' as const] }]) {
    const { text, params } = grantPage(systemActor('volume', 'test'), query, null);
    const [row] = await sql.rows<{ 'QUERY PLAN': [{ Plan: Plan; 'Execution Time': number }] }>(`explain (analyze, format json) ${text}`, params);
    const { Plan: plan, 'Execution Time': milliseconds } = (row as { 'QUERY PLAN': [{ Plan: Plan; 'Execution Time': number }] })['QUERY PLAN'][0];
    console.log(`${JSON.stringify(query)}: ${milliseconds.toFixed(1)} ms of ${PEOPLE * RIGHTS} grants`);
    expect(nodes(plan).filter((node) => node['Node Type'] === 'Seq Scan' && ['access_grant', 'grant_event'].includes(node['Relation Name'] ?? ''))).toEqual([]);
    if ('asOf' in query) expect(nodes(plan).map((node) => node['Index Name'])).toContain('grant_event_at');
  }

  // What the page says is what the events up to then say, counted another way.
  const held = await sql.one<{ n: number }>(`select count(*)::int as n from (select distinct on (grant_id) state from grant_event where at <= $1 order by grant_id, seq desc) x where state in ('active', 'suspended')`, [asOf]);
  const page = await app.as('auditor').must('GET', '/grants', undefined, { query: { asOf, state: ['active', 'suspended'], count: 'exact', limit: 1 } });
  expect(page.total).toBe(held?.n);
  expect((await app.as('auditor').get('/grants.csv', { query: { asOf } })).status).toBe(held && held.n > 50_000 ? 422 : 200);
});
