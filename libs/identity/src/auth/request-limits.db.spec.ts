import { Actor, Clock, Config, Database, Log, connectionOptions, systemActor } from '@opora/platform';
import { type TestDatabase, testDatabase } from '@opora/testing';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { RequestLimits } from './request-limits';

/** A clock that stands in the middle of a minute, and goes where the test says. */
class StandingClock extends Clock {
  at = new Date('2030-01-01T10:00:30Z');
  override real(): Date {
    return this.at;
  }
}

let test: TestDatabase;
let source: DataSource;
const clock = new StandingClock();
let replicas: RequestLimits[];
beforeAll(async () => {
  test = await testDatabase();
  const config = new Config({ DATABASE_URL: test.url, OPORA_SECRET_KEY: 'x'.repeat(32), LOG_LEVEL: 'silent' });
  source = await new DataSource(connectionOptions(config, [])).initialize();
  const database = new Database(source, clock);
  replicas = [1, 2, 3].map(() => new RequestLimits(config, database, clock, new Log(config)));
});
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.onApplicationShutdown()));
  await source?.destroy();
  await test?.drop();
});

const someone = (personId: string, face: Actor['face'] = 'staff'): Actor => new Actor({ ...systemActor('x', 'x'), face, personId, via: 'session' });
const request = (method = 'GET', url = '/api/v1/incidents', query: object = {}): FastifyRequest => ({ method, routeOptions: { url }, query }) as unknown as FastifyRequest;
const exchange = async (): Promise<void> => {
  for (let round = 0; round < 2; round++) for (const replica of replicas) await replica.exchange();
};
const spent = (replica: RequestLimits | undefined, actor: Actor, times: number, one = request()): void => {
  for (let n = 0; n < times; n++) replica?.spend(actor, one);
};
const refused = (replica: RequestLimits | undefined, actor: Actor, one = request()): unknown => {
  try {
    replica?.spend(actor, one);
    return null;
  } catch (error) {
    return (error as { extra: unknown }).extra;
  }
};

it('RL-03 the limit is one for all replicas, and a new minute brings a new one', async () => {
  const actor = someone('01900000-0000-7000-8000-000000000001');
  for (const replica of replicas) spent(replica, actor, 150);
  await exchange();
  spent(replicas[0], actor, 150);
  await exchange();
  for (const replica of replicas) expect(refused(replica, actor)).toMatchObject({ retryAfterSeconds: 30, 'violated-policies': ['default'], headers: { ratelimit: '"default";r=0;t=30' } });
  expect(refused(replicas[1], someone('01900000-0000-7000-8000-000000000002'))).toBeNull();
  clock.at = new Date('2030-01-01T10:01:00Z');
  expect(refused(replicas[2], actor)).toBeNull();
});

it('RL-06, BO-13 an employee registers and searches people thirty times a minute, staff without that limit', async () => {
  const [employee, dispatcher] = [someone('01900000-0000-7000-8000-000000000003', 'requester'), someone('01900000-0000-7000-8000-000000000004')];
  for (const [one, policy] of [[request('POST'), 'register'], [request('GET', '/api/v1/people', { q: 'о' }), 'people']] as const) {
    spent(replicas[0], employee, 30, one);
    expect(refused(replicas[0], employee, one)).toMatchObject({ 'violated-policies': [policy] });
    spent(replicas[0], dispatcher, 60, one);
  }
});

it('RL-04 what costs much has a budget of its own', () => {
  const actor = someone('01900000-0000-7000-8000-000000000005');
  spent(replicas[0], actor, 120, request('GET', '/api/v1/search'));
  expect(refused(replicas[0], actor, request('GET', '/api/v1/reports/:name'))).toMatchObject({ 'violated-policies': ['costly'] });
  expect(refused(replicas[0], actor)).toBeNull();
});

it('counts of past minutes do not pile up', async () => {
  clock.at = new Date('2030-01-01T11:00:00Z');
  spent(replicas[0], someone('01900000-0000-7000-8000-000000000006'), 1);
  await exchange();
  expect(await test.sql.rows('select distinct slot from request_count')).toHaveLength(1);
});
