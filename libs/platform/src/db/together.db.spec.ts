import { type TestDatabase, testDatabase } from '@opora/testing';
import { Pool } from 'pg';
import { sqlOver } from './sql';
import { type Question, together } from './together';

let test: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  test = await testDatabase({ migrated: false });
  pool = new Pool({ connectionString: test.url, max: 1 });
});
afterAll(async () => {
  await pool?.end();
  await test?.drop();
});

it('several questions travel together, each with its own parameters and its own rows', async () => {
  const word: Question<{ word: string }> = { text: 'select $1::text as word', params: ['$1 stays a word'] };
  const numbers: Question<{ n: number }> = { text: 'select n from generate_series($1::int, $2::int) n order by n desc', params: [9, 11] };
  const none: Question<{ n: number }> = { text: 'with recursive r as (select $1::int as n union all select n + 1 from r where n < 3) select n from r where n > $1 + 9', params: [1] };
  expect(await together(sqlOver(pool), { word, numbers, none })).toEqual({ word: [{ word: '$1 stays a word' }], numbers: [{ n: 11 }, { n: 10 }, { n: 9 }], none: [] });
});
