import { testDatabase, type TestDatabase } from '.';

const made: TestDatabase[] = [];
afterAll(async () => {
  for (const database of made) await database.drop();
});

it('gives each caller a migrated database of its own', async () => {
  const [one, two] = [await testDatabase(), await testDatabase()];
  made.push(one, two);
  await one.sql.run('create table mine as select 1::bigint as n');
  expect(await one.sql.one('select n from mine')).toEqual({ n: 1 });
  await expect(two.sql.rows('select n from mine')).rejects.toThrow(/does not exist/);
});
