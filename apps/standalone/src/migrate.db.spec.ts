import { testDatabase, type TestDatabase } from '@opora/testing';
import { migrations } from '../../api/src/modules';
import { migrateDatabase } from './migrate';

const made: TestDatabase[] = [];
async function database(options?: { migrated: boolean }): Promise<TestDatabase> {
  const one = await testDatabase(options);
  made.push(one);
  return one;
}
afterAll(async () => {
  for (const one of made) await one.drop();
});

const NAMES = 'select name from migrations order by timestamp';

it('runs every module’s migrations, those that the tests’ own databases are made of', async () => {
  const empty = await database({ migrated: false });
  const { applied, schema } = await migrateDatabase(empty.url);
  expect([...applied].sort()).toEqual(migrations.map(({ name }) => name).sort());
  expect(schema).toBe(applied.at(-1));
  expect(await empty.sql.rows(NAMES)).toEqual(await (await database()).sql.rows(NAMES));
  expect((await migrateDatabase(empty.url)).applied).toEqual([]);
});

it('runs them in one order: no two have the same timestamp', () => {
  const timestamps = migrations.map(({ name }) => name.slice(-13));
  expect(timestamps.filter((timestamp, i) => timestamps.indexOf(timestamp) !== i)).toEqual([]);
});

it('lets one of several starts at once migrate, and the others wait', async () => {
  const empty = await database({ migrated: false });
  const outcomes = await Promise.all([migrateDatabase(empty.url), migrateDatabase(empty.url), migrateDatabase(empty.url)]);
  expect(outcomes.map(({ applied }) => applied.length > 0).filter(Boolean)).toHaveLength(1);
});

it('refuses the schema of a newer release in one sentence', async () => {
  const newer = await database();
  await newer.sql.run(`insert into migrations (timestamp, name) values (2790000000000, 'FromTheFuture2790000000000')`);
  await expect(migrateDatabase(newer.url)).rejects.toThrow(/^The database was made by a newer release of Opora/);
});
