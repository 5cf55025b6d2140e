import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { Clock, Config, Database, PlatformModule, systemActor } from '@opora/platform';
import { type TestDatabase, testDatabase } from '@opora/testing';
import { v7 } from 'uuid';
import { Journal, JournalAnchors, JournalJobs, type NewEntry, verifyJournal } from './index';

let db: TestDatabase;
let app: INestApplicationContext;
let journal: Journal;
let database: Database;
beforeAll(async () => {
  db = await testDatabase();
  const config = new Config({ DATABASE_URL: db.url, OPORA_SECRET_KEY: 'k'.repeat(32), OPORA_TEST_CLOCK: '1', LOG_LEVEL: 'silent' });
  @Module({ imports: [PlatformModule.forRoot({ config, entities: [] }), JournalJobs] })
  class JournalAlone {}
  app = await NestFactory.createApplicationContext(JournalAlone, { logger: false, abortOnError: false });
  journal = app.get(Journal);
  database = app.get(Database);
});
afterAll(async () => {
  await app?.close();
  await db?.drop();
});

const entry = (streamId: string, kind = 'thing.changed'): NewEntry => ({ streamId, streamKind: 'thing', kind, actor: systemActor('test', 'r'), data: { reason: 'тест', n: 1e21, f: 0.1, when: new Date(0), gone: undefined } });
const append = (streamId: string) => database.tx((tx) => journal.append(tx, entry(streamId)));
/** As somebody who has the whole database in hand. */
const tamper = async (statement: string, params: unknown[]): Promise<void> => {
  await db.sql.run('alter table journal disable trigger all');
  await db.sql.run(statement, params);
  await db.sql.run('alter table journal enable trigger all');
};

it('refuses to change, delete or empty what was written (AD-01)', async () => {
  const stream = v7();
  await append(stream);
  for (const statement of ["update journal set kind = 'x'", 'delete from journal', 'truncate journal']) await expect(db.sql.run(statement)).rejects.toThrow('append-only');
});

it('is whole after appends at once, one by one, in one transaction, in bulk and to a stream that begins twice at the same time (AD-07)', async () => {
  const [one, two, three] = [v7(), v7(), v7()];
  await Promise.all([append(one), append(one), append(one), append(two)]);
  await database.tx(async (tx) => {
    await journal.append(tx, entry(two));
    await journal.appendMany(tx, [entry(two), entry(three), entry(two)]);
    await journal.append(tx, entry(three));
  });
  expect((await journal.read(database.sql, two)).map((row) => row.seq)).toEqual([1, 2, 3, 4]);
  expect((await journal.read(database.sql, one)).map((row) => row.seq)).toEqual([1, 2, 3]);
  expect(await verifyJournal(database.sql)).toMatchObject({ problems: [] });
});

it('never lets time run backwards within a stream (AD-06)', async () => {
  const stream = v7();
  const clock = app.get(Clock);
  await append(stream);
  clock.shift(-3_600_000);
  await append(stream);
  clock.shift(0);
  const [first, second] = await journal.read(database.sql, stream);
  expect(second).toMatchObject({ at: first?.at, clockSkew: true });
});

it.each([
  ['a flipped byte', "update journal set data = jsonb_set(data, '{reason}', '\"інше\"') where stream_id = $1 and seq = 2", /entry 2: its content was changed/],
  ['a deleted entry', 'delete from journal where stream_id = $1 and seq = 2', /entry 3: entry 2 is missing before it/],
  ['reordered entries', 'update journal set seq = case seq when 2 then 12 else 2 end where stream_id = $1 and seq in (2, 3)', /entry 2: it does not follow/],
  ['a cut tail', 'delete from journal where stream_id = $1 and seq = 3', /should end with entry 3 and ends with 2/],
])('finds and names %s (AD-02)', async (_what, statement, message) => {
  const stream = v7();
  for (let i = 0; i < 3; i++) await append(stream);
  await tamper(statement, [stream]);
  const { problems } = await verifyJournal(database.sql, stream);
  expect(problems.join('\n')).toMatch(message);
  expect(problems.join('\n')).toContain(stream);
  await tamper('delete from journal where stream_id = $1', [stream]);
  await db.sql.run('delete from journal_head where stream_id = $1', [stream]);
});

it('finds by its anchors a stream whose end was cut off together with its head (AD-02)', async () => {
  const stream = v7();
  await append(stream);
  await append(stream);
  const anchors = app.get(JournalAnchors);
  expect(await anchors.anchor()).toBeGreaterThan(0);
  expect(await anchors.anchor()).toBe(0);
  expect((await verifyJournal(database.sql)).problems).toEqual([]);
  await tamper('delete from journal where stream_id = $1 and seq = 2', [stream]);
  await db.sql.run('update journal_head h set seq = 1, hash = j.hash from journal j where h.stream_id = $1 and j.stream_id = $1', [stream]);
  expect((await verifyJournal(database.sql)).problems).toEqual([`stream ${stream} no longer holds entry 2 as anchor 1 knew it`]);
});
