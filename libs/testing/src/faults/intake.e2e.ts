import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checks } from '../../../../apps/standalone/src/check/registry';
import { runChecks } from '../../../../apps/standalone/src/check/run';
import { DEMO_PASSWORD, emailOf } from '../personas';
import { describeWithRedis, TestRedis } from '../redis';
import { Installation } from './installation';

/* What comes in by the thousand, with the worker killed in the middle: a history that is imported from a command line elsewhere, and a storm of monitoring events. Counts are exact afterwards. */
const ROOT = join(__dirname, '..', '..', '..', '..');
const SECONDS = 1_000;
jest.setTimeout(240 * SECONDS);

interface Caller {
  ask<T>(method: string, path: string, body?: unknown): Promise<T>;
}

async function signedIn(installation: Installation, persona: 'admin' | 'dispatcher'): Promise<Caller> {
  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> => fetch(`${installation.url}/api/v1${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  const answer = await post('/auth/login', { email: emailOf(persona), password: DEMO_PASSWORD });
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  const headers = { cookie: answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; '), 'x-csrf-token': csrfToken, 'content-type': 'application/json' };
  return {
    async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
      const reply = await fetch(`${installation.url}/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      if (!reply.ok) throw new Error(`${method} ${path} → ${reply.status} ${await reply.text()}`);
      return (await reply.json()) as T;
    },
  };
}

async function killWorker(installation: Installation): Promise<void> {
  const before = installation.pids('worker');
  for (const pid of before) process.kill(pid, 'SIGKILL');
  await installation.until('another worker', () => installation.pids('worker').some((pid) => !before.includes(pid)), 30 * SECONDS);
}

async function promisesKept(installation: Installation): Promise<string[]> {
  const { url } = await installation.database(async (pool) => ({ url: pool.options.connectionString ?? '' }));
  return (await runChecks(url, checks)).flatMap(({ check, violations }) => violations.map((violation) => `${check.id}: ${violation}`));
}

const one = <T extends object>(installation: Installation, text: string, params: unknown[] = []): Promise<T> => installation.database(async (pool) => (await pool.query<T>(text, params)).rows[0] as T);

/** A storm of one outage: so many events of so many alerts of one service, in batches as a sender has them. */
async function storm(installation: Installation, events: number, alerts: number, kills: number): Promise<void> {
  const [admin, dispatcher] = [await signedIn(installation, 'admin'), await signedIn(installation, 'dispatcher')];
  const { id: sourceId, token } = await admin.ask<{ id: string; token: string }>('POST', '/event-sources', { name: `Буря ${events}`, kind: 'opora' });
  const batch = 100;
  const body = (from: number): string => JSON.stringify(Array.from({ length: batch }, (_, n) => ({ dedupKey: `host-${(from + n) % alerts}`, status: 'firing', severity: 'exception', title: `host-${(from + n) % alerts} is down`, service: 'Електронна пошта' })));
  let next = 0;
  let accepted = 0;
  const sender = async (): Promise<void> => {
    for (let from = next; from < events; from = next) {
      next += batch;
      const reply = await fetch(`${installation.url}/api/v1/events/intake/opora`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: body(from) });
      if (reply.status !== 202) throw new Error(`${reply.status} ${await reply.text()}`);
      accepted += ((await reply.json()) as { accepted: number }).accepted;
    }
  };
  const sending = Promise.all(Array.from({ length: 4 }, sender));
  for (let kill = 1; kill <= kills; kill++) {
    const share = Math.floor((events * kill) / (kills + 1));
    await installation.until('a part of the storm', () => accepted >= share, 60 * SECONDS);
    await killWorker(installation);
  }
  await sending;
  expect(accepted).toBe(events);
  const counted = (): Promise<{ alerts: number; events: number; open: number; incidents: number; undecided: number }> =>
    one(installation, `select count(*)::int as alerts, coalesce(sum(count), 0)::int as events, (count(*) filter (where state = 'open'))::int as open, count(distinct incident_id)::int as incidents, (count(*) filter (where decide_at is not null))::int as undecided from alert where source_id = $1`, [sourceId]);
  await installation.until('the decision about every alert', async () => {
    const { events: told, undecided } = await counted();
    return told >= events && undecided === 0;
  }, 90 * SECONDS);
  expect(await counted()).toEqual({ alerts, events, open: alerts, incidents: 1, undecided: 0 });
  const { items } = await dispatcher.ask<{ items: { incident: { id: string; reference: string } | null }[] }>('GET', `/alerts?sourceId=${sourceId}&limit=200`);
  expect(new Set(items.map(({ incident }) => incident?.reference)).size).toBe(1);
}

describe('with the queues in PostgreSQL', () => {
  let installation: Installation;
  let folder: string;
  beforeAll(async () => {
    installation = await Installation.start();
    folder = mkdtempSync(join(tmpdir(), 'opora-log-'));
  });
  afterAll(async () => {
    await installation?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('an import from another machine’s command line goes on behind a killed worker, with no ticket lost, doubled or in half', async () => {
    const TICKETS = 6_000;
    const BAD = [17, 2_500, 5_999];
    const rows = Array.from({ length: TICKETS }, (_, n) => [
      `K-${n},2024-05-01T08:00:00Z,new,Звернення ${n},person-${n % 300}@example.org,Група ${n % 20},,${1 + (n % 5)}`, `K-${n},${BAD.includes(n) ? 'колись' : '2024-05-01T09:00:00Z'},in_progress,,,,resolver-${n % 40}@example.org,`, `K-${n},2024-05-02T08:00:00Z,resolved,,,,,`,
    ]).flat();
    const file = join(folder, 'history.csv.gz');
    writeFileSync(file, gzipSync(['ticket,at,state,title,requester,group,assignee,priority', ...rows, ''].join('\n')));
    const { token } = await (await signedIn(installation, 'admin')).ask<{ token: string }>('POST', '/me/tokens', { name: 'import', scopes: ['import.run'], expiresAt: new Date(Date.now() + 3_600_000).toISOString() });

    const run = (): { ended: Promise<number | null>; said: () => string } => {
      const child = spawn(process.execPath, ['apps/standalone/start.cjs', 'import', file, '--format', 'csv'], { cwd: ROOT, env: { ...process.env, OPORA_URL: installation.url, OPORA_TOKEN: token }, stdio: ['ignore', 'pipe', 'pipe'] });
      let text = '';
      for (const pipe of [child.stdout, child.stderr]) pipe.on('data', (chunk: Buffer) => (text += chunk.toString()));
      return { ended: new Promise((done) => child.once('exit', done)), said: () => text };
    };
    const first = run();
    const done = (): Promise<{ done: number; there: number; finished: boolean } | undefined> =>
      one(installation, `select r.tickets_done as done, (select count(*)::int from ticket where import_key like 'K-%') as there, r.finished_at is not null as finished from import_run r order by created_at desc limit 1`);
    await installation.until('the middle of the import', async () => ((await done())?.done ?? 0) >= 400, 60 * SECONDS);
    const midway = (await done()) as { done: number; finished: boolean };
    expect(midway.finished).toBe(false);
    await killWorker(installation);
    expect([await first.ended, first.said()]).toEqual([3, expect.stringContaining(`new ${TICKETS - BAD.length}, there already 0`)]);
    for (const n of BAD) expect(first.said()).toContain(`line ${2 + n * 3 + 1} (K-${n}), at = "колись":`);
    const state = (): Promise<object> =>
      one(installation, `select count(*)::int as tickets, count(distinct import_key)::int as keys, (select count(*)::int from incident i join ticket t on t.id = i.ticket_id where t.import_key like 'K-%') as incidents, (select count(*)::int from imported_ticket where key like 'K-%') as remembered,
        (select count(*)::int from journal j join ticket t on t.id = j.stream_id where t.import_key like 'K-%') as entries, (select count(*)::int from person where email like 'person-%@example.org') as people, max(updated_at) as changed from ticket where import_key like 'K-%'`);
    const after = await state();
    const there = TICKETS - BAD.length;
    expect(after).toMatchObject({ tickets: there, keys: there, incidents: there, remembered: there, entries: there * 3, people: 300 });

    const second = run();
    expect([await second.ended, second.said()]).toEqual([3, expect.stringContaining(`new 0, there already ${there}`)]);
    expect(await state()).toEqual(after);
    expect(await promisesKept(installation)).toEqual([]);
  });

  it('a storm of one outage is one incident with every event counted once, though the worker is killed in it', async () => {
    await storm(installation, 20_000, 200, 2);
    expect(await promisesKept(installation)).toEqual([]);
  });
});

describeWithRedis('with the queues in Redis', () => {
  let redis: TestRedis;
  let installation: Installation;
  beforeAll(async () => {
    redis = await TestRedis.start();
    installation = await Installation.start({ REDIS_URL: redis.url });
  });
  afterAll(async () => {
    await installation?.stop();
    await redis?.stop();
  });

  it('a storm of one outage is one incident with every event counted once, though the worker is killed in it', () => storm(installation, 10_000, 100, 1));
});
