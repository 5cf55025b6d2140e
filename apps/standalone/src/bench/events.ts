import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { type Installation, type Person, type Serving, ask, freePort, signIn } from './installation';
import { type Figures, loadHttp, wire } from './load';
import { processorTimeOf } from './processor';

/** What monitoring systems may send, and what a storm does to everybody else. */
export interface Storm {
  queue: 'PostgreSQL' | 'Redis';
  /** Requests of `batch` events each. */
  batches: Figures;
  batch: number;
  singles: Figures;
  /** Milliseconds of processor time an event: its taking, then its deciding, all processes of ours and of the database. */
  processor: { taken: number; decided: number };
  storm: { events: number; alerts: number; incidents: number; counted: number; sentSeconds: number; decidedSeconds: number };
  /** The queue of a group by priority, as a dispatcher asks for it. */
  list: { idle: Figures; storm: Figures };
}

/** Alerts of one group in one request: what Alertmanager sends of a rack that fails. */
export const BATCH = 50;
const STORM_ALERTS = 500;
const SENDERS = 4;
const LISTERS = 2;
const PATIENCE_MS = 300_000;

interface Sender {
  path: string;
  token: string;
  id: string;
}

interface Parts {
  installation: Installation;
  api: Serving;
  worker: Serving;
  client: Client;
  admin: Person;
  dispatcher: Person;
  groupId: string;
}

/** Both, where this machine has a Redis; else PostgreSQL alone. */
export async function eventLoads(installation: Installation, client: Client, groupId: string, plan: { seconds: number; storm: number }, say: (line: string) => void): Promise<Storm[]> {
  const found: Storm[] = [];
  for (const queue of ['PostgreSQL', 'Redis'] as const) {
    const redis = queue === 'Redis' ? await Redis.start() : null;
    if (queue === 'Redis' && redis === null) {
      say('there is no redis-server here: events are measured with the queues in PostgreSQL alone');
      continue;
    }
    const more = redis ? { REDIS_URL: redis.url } : {};
    const [api, worker] = [await installation.serve('api', more), await installation.serve('worker', more)];
    try {
      const parts = { installation, api, worker, client, admin: await signIn(api.port, 'admin'), dispatcher: await signIn(api.port, 'dispatcher'), groupId };
      const one = await measured(parts, queue, plan);
      found.push(one);
      say(`${queue}: ${(one.batches.perSecond * one.batch).toFixed(0)} events/s in batches of ${one.batch} (p99 ${one.batches.p99.toFixed(0)} ms), ${one.singles.perSecond.toFixed(0)} single requests/s (p99 ${one.singles.p99.toFixed(0)} ms); processor ms an event: taken ${one.processor.taken.toFixed(3)}, decided ${one.processor.decided.toFixed(3)}`);
      say(`${queue}: a storm of ${one.storm.events} events in ${one.storm.sentSeconds.toFixed(1)} s, decided after ${one.storm.decidedSeconds.toFixed(1)} s: ${one.storm.alerts} alerts, ${one.storm.counted} counted, ${one.storm.incidents} incident; list p95 ${one.list.idle.p95.toFixed(1)} → ${one.list.storm.p95.toFixed(1)} ms`);
    } finally {
      await installation.stop(api);
      await installation.stop(worker);
      await redis?.stop();
    }
  }
  return found;
}

async function measured(parts: Parts, queue: Storm['queue'], { seconds, storm }: { seconds: number; storm: number }): Promise<Storm> {
  const { installation, api, worker, client } = parts;
  const spent = (): number => (processorTimeOf(api) ?? Number.NaN) + (processorTimeOf(worker) ?? Number.NaN) + (installation.databaseTime() ?? Number.NaN);
  const [prometheus, plain] = [await source(parts, 'alertmanager'), await source(parts, 'opora')];
  const timing = { seconds, warmUpSeconds: 1 };
  const batches = await loadHttp(api.port, { ...timing, concurrency: 4 }, alerts(prometheus));
  await settled(client);
  const before = spent();
  const singles = await loadHttp(api.port, { ...timing, concurrency: 32 }, (caller) => request(plain, event(`single-${caller}-${next()}`)));
  const taken = (spent() - before) / singles.asked;
  await settled(client);
  const idle = await listed(parts, seconds, () => false);
  const outage = await source(parts, 'opora');
  const start = spent();
  const begun = performance.now();
  let over = false;
  const sending = rage(api, outage, storm).finally(() => (over = true));
  const during = await listed(parts, PATIENCE_MS / 1_000, () => over);
  await sending;
  const sentSeconds = (performance.now() - begun) / 1_000;
  await settled(client);
  const decidedSeconds = (performance.now() - begun) / 1_000;
  const { rows } = await client.query<{ alerts: number; incidents: number; counted: number }>('select count(*)::int as alerts, count(distinct incident_id)::int as incidents, coalesce(sum(count), 0)::int as counted from alert where source_id = $1', [outage.id]);
  return {
    queue, batches, batch: BATCH, singles, list: { idle, storm: during }, processor: { taken, decided: (spent() - start) / storm },
    storm: { events: storm, sentSeconds, decidedSeconds, ...(rows[0] as { alerts: number; incidents: number; counted: number }) },
  };
}

/** Told apart by a number of their own, so that each is an alert. */
let made = 0;
const next = (): number => ++made;

const event = (dedupKey: string, more: object = {}): object => ({ dedupKey, status: 'firing', severity: 'informational', title: `${dedupKey} is slow`, ...more });
const request = ({ path, token }: Sender, body: object): string => wire({ method: 'POST', path, headers: { authorization: `Bearer ${token}` }, body });

const alerts = (sender: Sender) => (): string => {
  const group = next();
  const labels = (n: number): object => ({ alertname: 'HostSlow', instance: `rack-${group % 400}-${n}:9100`, job: 'node', severity: 'info' });
  const body = { version: '4', groupKey: `{}:{alertname="HostSlow", rack="${group}"}`, status: 'firing', receiver: 'opora', groupLabels: { alertname: 'HostSlow' }, commonLabels: { alertname: 'HostSlow' }, commonAnnotations: {}, externalURL: 'http://alertmanager:9093',
    alerts: Array.from({ length: BATCH }, (_, n) => ({ status: 'firing', labels: labels(n), annotations: { summary: `Host ${n} of rack ${group} is slow` }, startsAt: '2026-03-01T09:00:00Z', endsAt: '0001-01-01T00:00:00Z', generatorURL: 'http://prometheus:9090/graph', fingerprint: `${group % 400}-${n}` })) };
  return request(sender, body);
};

async function source({ api, admin }: Parts, kind: string): Promise<Sender> {
  const answer = await ask(api.port, admin, { method: 'POST', path: '/api/v1/event-sources', body: { name: `bench ${kind} ${next()} ${performance.now()}`, kind } });
  if (answer.status !== 201) throw new Error(`no event source: ${answer.status} ${answer.body}`);
  const { id, token } = JSON.parse(answer.body) as { id: string; token: string };
  return { id, token, path: `/api/v1/events/intake/${kind}` };
}

/** One outage: hosts that all fire again and again, as many senders as a monitoring system has. */
async function rage({ port }: Serving, sender: Sender, events: number): Promise<void> {
  const body = (from: number): string => request(sender, Array.from({ length: BATCH }, (_, n) => event(`storm-${(from + n) % STORM_ALERTS}`, { severity: 'exception', title: 'The data centre is down', labels: { host: `host-${(from + n) % STORM_ALERTS}` } })));
  const bodies = Array.from({ length: STORM_ALERTS / BATCH }, (_, n) => body(n * BATCH));
  await Promise.all(
    Array.from({ length: SENDERS }, (_, at) => {
      let sent = at;
      return loadHttp(port, { concurrency: 1, seconds: PATIENCE_MS / 1_000, warmUpSeconds: 0, most: events / BATCH / SENDERS }, () => bodies[(sent += SENDERS) % bodies.length] as string);
    }),
  );
}

/** Two people who look at a queue all the while. */
const listed = ({ api, dispatcher, groupId }: Parts, seconds: number, over: () => boolean): Promise<Figures> =>
  loadHttp(api.port, { concurrency: LISTERS, seconds, warmUpSeconds: 0, over }, () => wire({ path: `/api/v1/incidents?groupId=${groupId}&sort=priority&limit=50`, headers: dispatcher.headers }));

/** Everything is folded into alerts and decided. */
async function settled(client: Client): Promise<void> {
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await delay(100)) {
    const { rows } = await client.query<{ busy: boolean }>('select exists (select 1 from event_waiting) or exists (select 1 from alert where decide_at <= now()) as busy');
    if (rows[0]?.busy === false) return;
  }
  throw new Error('the worker did not finish with the events');
}

/** A Redis of the measurement's own, in memory alone. */
class Redis {
  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @returns null where none is installed */
  static async start(): Promise<Redis | null> {
    if (spawnSync('redis-server', ['--version']).status !== 0) return null;
    const folder = mkdtempSync(join(tmpdir(), 'opora-bench-redis-'));
    const port = await freePort();
    const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction', '--dir', folder], { stdio: ['ignore', 'pipe', 'ignore'] });
    await new Promise<void>((ready, fail) => {
      child.stdout.on('data', (text: Buffer) => text.toString().includes('Ready to accept') && ready());
      child.once('exit', () => fail(new Error('redis-server ended')));
    });
    return new Redis(`redis://127.0.0.1:${port}`, child, folder);
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.process.once('exit', done));
    this.process.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
