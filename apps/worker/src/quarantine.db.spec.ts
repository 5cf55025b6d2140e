import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Config, Database, chooseQueueBackend, emit } from '@opora/platform';
import { testDatabase, type TestDatabase } from '@opora/testing';
import { workerModule } from './worker.module';

let test: TestDatabase;
let worker: INestApplicationContext;

beforeAll(async () => {
  test = await testDatabase();
  await test.sql.run('insert into quarantine default values');
  const config = new Config({ DATABASE_URL: test.url, OPORA_SECRET_KEY: 'x'.repeat(32), LOG_LEVEL: 'silent', DATABASE_POOL: '4' });
  chooseQueueBackend(config);
  worker = await NestFactory.createApplicationContext(workerModule(config), { abortOnError: false, logger: false });
  await worker.init();
});
afterAll(async () => {
  await worker?.close();
  await test?.drop();
});

it('a restored copy tells nobody anything until it is released, and then all that waited', async () => {
  const waiting = () => test.sql.rows('select 1 from outbox where relayed_at is null');
  await worker.get(Database, { strict: false }).tx((tx) => emit(tx, { topic: 'sample.waits', key: '0190a000-0000-7000-8000-000000000001', payload: {} }));
  // Five heartbeats of the relay: what it would do, it would have done.
  await new Promise((next) => setTimeout(next, 500));
  expect(await waiting()).toHaveLength(1);

  await test.sql.run('delete from quarantine');
  const until = Date.now() + 8_000;
  while ((await waiting()).length > 0 && Date.now() < until) await new Promise((next) => setTimeout(next, 50));
  expect(await waiting()).toHaveLength(0);
});
