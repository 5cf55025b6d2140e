import type { Pool } from 'pg';
import { checks } from '../../../../apps/standalone/src/check/registry';
import { runChecks } from '../../../../apps/standalone/src/check/run';
import { CanaryWatch } from '../canary-watch';
import { type Json, TestClient } from '../client';
import { describeWithRedis, TestRedis } from '../redis';
import { Session } from '../session';
import { Installation } from './installation';
import { randomOf } from './random';

/* Rights that end by time (security.md I17) against the real processes: the worker is killed in the middle of its acts, the clock jumps forward and back, the queue store is emptied;
   each grant is ended by one decision, one removal, one ticket. */
const SEED = Number(process.env['OPORA_SEED'] ?? Math.floor(performance.timeOrigin % 1_000_000));
const GRANTS = 40;
const EVERY = 250;
jest.setTimeout(180_000);

const ENV = { OPORA_TEST_CLOCK: '1', OPORA_BENCH: '0', NODE_ENV: '' };
const pause = (milliseconds: number): Promise<void> => new Promise((next) => setTimeout(next, milliseconds));

class Desk {
  private readonly canaries = new CanaryWatch();
  private readonly clients = new Map<string, TestClient>();

  constructor(private readonly url: string) {}

  as(persona: string): TestClient {
    const known = this.clients.get(persona) ?? new TestClient(persona, this.url, 'staff', new Session(this.url, persona, this.canaries), this.canaries);
    this.clients.set(persona, known);
    return known;
  }

  /** Grants of `employee` that end one after another from `at` on, asked for, approved and carried out as people do it. */
  async grants(at: number): Promise<string[]> {
    const group = (await this.as('specialist').must('GET', '/me')).groups.find((one: Json) => one.right !== 'view').id;
    const owner = (await this.as('employee2').must('GET', '/me')).person.id;
    const name = `Fault ${SEED} ${at}`;
    const resource = await this.as('manager').must('POST', '/access-resources', { nameUk: name, nameEn: name, ownerId: owner, risk: 'low', provisioning: 'task', groupId: group });
    const ids: string[] = [];
    for (let i = 0; i < GRANTS; i++) {
      const right = await this.as('manager').must('POST', `/access-resources/${resource.id}/entitlements`, { code: `r${i}`, nameUk: `r${i}`, nameEn: `r${i}`, approvals: ['resource_owner'] });
      const request = await this.as('employee').must('POST', '/access-requests', { entitlementId: right.id, reason: 'fault', until: new Date(at + i * EVERY).toISOString() });
      const { items } = await this.as('employee2').must('GET', '/me/approvals?limit=200');
      const card = items.find((one: Json) => one.ticketId === request.id);
      await this.as('employee2').must('POST', `/tickets/${request.id}/approvals/${card.id}/answer`, { answer: 'approved' });
      ids.push((await this.as('specialist').must('POST', `/access-requests/${request.id}/provision`)).grantId);
    }
    return ids;
  }
}

/** Past the application: nothing that falls due on the way acts before the clock has jumped. */
const jump = (pool: Pool, milliseconds: number): Promise<unknown> => pool.query('update test_clock set offset_ms = offset_ms + $1', [milliseconds]);

async function faultsOf(pool: Pool, ids: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `select g.id || ': ' || g.endings || ' endings, ' || g.removals || ' removals, ' || g.tickets || ' tickets, ' || g.told || ' events, pending ' || coalesce(g.pending, 'nothing') as line from (
       select a.id, a.pending, (select count(*) from grant_event v where v.grant_id = a.id and v.kind = 'ending') as endings, (select count(*) from access_action x where x.grant_id = a.id and x.kind = 'remove') as removals,
         (select count(*) from access_request q where q.grant_id = a.id and q.purpose = 'remove') as tickets, (select count(*) from outbox o where o.topic = 'grant.changed' and o.key = a.id and o.payload->>'kind' = 'ending') as told
       from access_grant a where a.id = any($1)) g
     where g.endings <> 1 or g.removals <> 1 or g.tickets <> 1 or g.told <> 1 or g.pending is distinct from 'remove'`,
    [ids],
  );
  return rows.map(({ line }) => line);
}

async function play(installation: Installation, empty: () => Promise<void>): Promise<void> {
  const random = randomOf(SEED);
  const first = Date.now() + 3_600_000;
  const ids = await new Desk(installation.url).grants(first);
  await installation.database((pool) => jump(pool, 3_600_000 - 60_000 + 58_000 - (Date.now() - (first - 3_600_000))));
  for (let kill = 0; kill < 3; kill++) {
    await pause(800 + random() * 1_200);
    const before = installation.pids('worker');
    for (const pid of before) process.kill(pid, 'SIGKILL');
    await installation.database((pool) => jump(pool, kill === 0 ? 4_000 : kill === 1 ? -6_000 : 3_000));
    await empty();
    await installation.until('another worker', () => installation.pids('worker').some((pid) => !before.includes(pid)), 20_000);
  }
  await installation.until('the end of each grant', async () => (await installation.database((pool) => faultsOf(pool, ids))).length === 0, 45_000).catch(() => undefined);
  // What is decided stays decided, however far the clock goes back and forth afterwards.
  await installation.database((pool) => jump(pool, -30_000));
  await pause(1_000);
  await installation.database((pool) => jump(pool, 90_000));
  await pause(6_000);
  expect(await installation.database((pool) => faultsOf(pool, ids))).toEqual([]);
  console.log(`seed ${SEED}: ${ids.length} grants ended once each over 3 kills of the worker and 5 jumps of the clock`);
  const { url } = await installation.database(async (pool) => ({ url: pool.options.connectionString ?? '' }));
  expect((await runChecks(url, checks.filter(({ id }) => /^I(1|7|8|9|17|26|29|31)\b/.test(id)))).flatMap(({ check, violations }) => violations.map((violation) => `${check.id}: ${violation}`))).toEqual([]);
}

describe('with the queues in PostgreSQL', () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await Installation.start(ENV);
  });
  afterAll(() => installation?.stop());

  it('each grant that ends by time is revoked exactly once over killed workers, a clock that jumps and emptied queues', () =>
    play(installation, () =>
      installation.database(async (pool) => {
        // What the queues hold, not what the library keeps about its own tables.
        const { rows } = await pool.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where (tablename ~ '^bull' or schemaname ~ '^bull') and tablename !~ '(migration|meta)'`);
        if (rows.length > 0) await pool.query(`truncate ${rows.map(({ name }) => name).join(', ')}`);
      }),
    ));
});

describeWithRedis('with the queues in Redis', () => {
  let redis: TestRedis;
  let installation: Installation;
  beforeAll(async () => {
    redis = await TestRedis.start();
    installation = await Installation.start({ ...ENV, REDIS_URL: redis.url });
  });
  afterAll(async () => {
    await installation?.stop();
    await redis?.stop();
  });

  it('each grant that ends by time is revoked exactly once over killed workers, a clock that jumps and an emptied store', () => play(installation, () => redis.flush()));
});
