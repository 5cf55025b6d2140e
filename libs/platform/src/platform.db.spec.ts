import { testDatabase, type TestDatabase } from '@opora/testing';
import { DataSource } from 'typeorm';
import { Clock, Config, Database, Log, Metrics, type Operation, OperationReplay, OutboxHandlers, Settle, Sweeps, Timers, connectionOptions, emit, once } from './index';
import { OutboxDelivery } from './outbox/delivery';
import { Sweeper } from './timers/sweeper';

let test: TestDatabase;
let database: Database;
let source: DataSource;
const clock = new Clock();
const KEY = '0190a000-0000-7000-8000-000000000001';

beforeAll(async () => {
  test = await testDatabase();
  const config = new Config({ DATABASE_URL: test.url, OPORA_SECRET_KEY: 'x'.repeat(32), LOG_LEVEL: 'silent' });
  source = await new DataSource(connectionOptions(config, [])).initialize();
  database = new Database(source, clock);
});
afterAll(async () => {
  await source?.destroy();
  await test?.drop();
});

const log = () => new Log(new Config({ DATABASE_URL: 'postgres://x', OPORA_SECRET_KEY: 'x'.repeat(32), LOG_LEVEL: 'silent' }));

describe('a transaction', () => {
  it('keeps nothing of what failed half-way, and does not run what waits for its commit', async () => {
    let after = 0;
    await expect(
      database.tx(async (tx) => {
        tx.afterCommit(() => after++);
        await emit(tx, { topic: 'a.b', key: KEY, payload: {} });
        throw new Error('half-way');
      }),
    ).rejects.toThrow('half-way');
    expect(after).toBe(0);
    expect(await test.sql.rows('select 1 from outbox')).toHaveLength(0);
  });

  it('is tried again when it lost a deadlock', async () => {
    await test.sql.run('create table racer (id int primary key, n int not null)');
    await test.sql.run('insert into racer values (1, 0), (2, 0)');
    const add = (first: number, second: number) =>
      database.tx(async (tx) => {
        await tx.run('update racer set n = n + 1 where id = $1', [first]);
        await tx.run('select pg_sleep(0.05)');
        await tx.run('update racer set n = n + 1 where id = $1', [second]);
      });
    await Promise.all([add(1, 2), add(2, 1), add(1, 2), add(2, 1)]);
    expect(await test.sql.rows('select n from racer order by id')).toEqual([{ n: 4 }, { n: 4 }]);
  });
});

describe('an idempotent operation', () => {
  const operation = (fingerprint: string): Operation => ({ principal: KEY, method: 'POST', path: '/x', key: 'k1', fingerprint, status: 201 });

  it('gives the stored first answer, refuses another body, and says that it is at work', async () => {
    let runs = 0;
    const work = async () => ({ run: ++runs });
    expect(await database.tx(work, { operation: operation('one') })).toEqual({ run: 1 });
    const replay = await database.tx(work, { operation: operation('one') }).catch((error: unknown) => error);
    expect(replay).toBeInstanceOf(OperationReplay);
    expect((replay as OperationReplay).body).toEqual({ run: 1 });
    await expect(database.tx(work, { operation: operation('two') })).rejects.toMatchObject({ code: 'idempotency_mismatch', status: 422 });
    await database.tx(
      async () => {
        await expect(database.tx(work, { operation: { ...operation('one'), key: 'k2' } })).rejects.toMatchObject({ code: 'in_progress', status: 409 });
        return null;
      },
      { operation: { ...operation('one'), key: 'k2' } },
    );
    expect(runs).toBe(1);
  });

  it('stores nothing for work that failed', async () => {
    const failing = { ...operation('one'), key: 'k3' };
    await expect(database.tx(async () => Promise.reject(new Error('no')), { operation: failing })).rejects.toThrow('no');
    expect(await database.tx(async () => 'yes', { operation: failing })).toBe('yes');
  });
});

describe('a timer', () => {
  it('acts exactly once in any number of sweepers, and again after a failure', async () => {
    const handlers = new Timers(database, clock, log(), new Metrics());
    const acted: string[] = [];
    let fail = true;
    handlers.register('sample', async (tx, timer) => {
      acted.push(timer.key);
      await emit(tx, { topic: 'timer.acted', key: timer.key, payload: {} });
      if (fail) throw new Error('first time');
    });
    await database.tx((tx) => handlers.set(tx, { kind: 'sample', key: KEY, dueAt: new Date(clock.now().getTime() - 1000) }));
    await handlers.sweep();
    expect(await test.sql.rows(`select 1 from outbox where topic = 'timer.acted'`)).toHaveLength(0);
    fail = false;
    await test.sql.run('update timer set retry_at = null');
    await Promise.all([handlers.sweep(), handlers.sweep(), handlers.sweep()]);
    expect(await test.sql.rows(`select 1 from outbox where topic = 'timer.acted'`)).toHaveLength(1);
    expect(acted).toHaveLength(2);
  });
});

describe('a sweep', () => {
  it('that fails is told and keeps none of the others from its work', async () => {
    const sweeps = new Sweeps();
    let acted = 0;
    sweeps.register({ name: 'broken', sweep: async () => Promise.reject(new Error('no such table')) });
    sweeps.register({ name: 'sound', sweep: async () => ({ acted: ++acted, nextDueAt: null }) });
    await expect(new Sweeper(new Timers(database, clock, log(), new Metrics()), sweeps, clock, log()).sweep()).rejects.toThrow('no such table');
    expect(acted).toBe(1);
  });
});

describe('an event', () => {
  it('is numbered in the order of its making', async () => {
    await test.sql.run('delete from outbox');
    const settle = new Settle(database, new OutboxHandlers(), new OutboxDelivery(database, new OutboxHandlers(), log(), new Metrics()));
    for (let round = 0; round < 3; round++) await database.tx((tx) => emit(tx, ...Array.from({ length: 40 }, () => ({ topic: 'order.kept', key: KEY, payload: {} }))));
    await test.sql.run(`update outbox set topic = 'order.moved' where id in (select id from outbox order by id limit 30)`);
    await settle.drain();
    const [row] = await test.sql.rows<{ kept: boolean }>('select array_agg(id order by id) = array_agg(id order by seq) as kept from outbox');
    expect(row?.kept).toBe(true);
  });


  it('reaches each handler; a poison one parks alone after its tries and blocks nothing', async () => {
    await test.sql.run('delete from outbox');
    const handlers = new OutboxHandlers();
    const seen: string[] = [];
    handlers.register({
      name: 'reader',
      topics: ['sample.*'],
      handle: async (events) => {
        if (events.some((event) => event.topic === 'sample.poison')) throw new Error('poison');
        for (const event of events) if (await database.tx((tx) => once(tx, 'reader', event.id))) seen.push(event.topic);
      },
    });
    const settle = new Settle(database, handlers, new OutboxDelivery(database, handlers, log(), new Metrics()));
    await database.tx((tx) => emit(tx, { topic: 'sample.good', key: KEY, payload: {} }, { topic: 'sample.poison', key: KEY, payload: {} }, { topic: 'sample.late', key: KEY, payload: {} }));
    for (let i = 0; i < 8; i++) {
      await settle.drain();
      await test.sql.run('update outbox_delivery set enqueued_at = now()');
    }
    expect(seen.sort()).toEqual(['sample.good', 'sample.late']);
    const parked = await test.sql.rows<{ parked: boolean; error: string }>('select parked_at is not null as parked, error from outbox_delivery');
    expect(parked).toEqual([{ parked: true, error: 'poison' }]);
  });
});
