import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { option } from '../commands';
import { command } from '../failure';
import { STATEMENTS, type Operation } from './bare.sql';
import { eventLoads } from './events';
import { explained } from './explain';
import { importing, writeLog } from './history';
import { Installation, type Serving, signIn } from './installation';
import { levelLag, runningClocks } from './levels';
import { type Figures, type Timing, closedLoop, loadHttp } from './load';
import { memoryOf, processorTimeOf } from './processor';
import { type Measured, type Report, pageWith, printed } from './report';
import { type Material, type Scenario, material, scenarios } from './scenarios';

/* npm run bench [-- --tickets 1000000 --clocks 100000 --only register,list --concurrency 1,8,32 --seconds 5 --levels 2000 --import 20000 --log FILE --storm 100000 --folder DIR --write]: see docs/performance.md. */
const OPERATIONS = ['register', 'read', 'list', 'search', 'reply', 'state'] as const;
const EXTRAS = ['levels', 'explain', 'import', 'events'] as const;
const PAGE = join('docs', 'performance.md');
/** Nothing may take longer than this all in all, seconds. */
const LIMIT_SECONDS = 25 * 60;
const DRAIN_MS = 20_000;

const args = process.argv.slice(3);
const number = (name: string, fallback: number): number => Number((option(args, name) ?? String(fallback)).replaceAll('_', ''));
const list = (name: string, fallback: string): string[] => (option(args, name) ?? fallback).split(',').filter(Boolean);

const say = (line: string): void => console.log(`${(performance.now() / 1000).toFixed(0).padStart(5)} s  ${line}`);

async function bench(): Promise<number> {
  const plan = { tickets: number('tickets', 1_000_000), clocks: number('clocks', 100_000) };
  const only = list('only', [...OPERATIONS, ...EXTRAS].join(','));
  const unknown = only.filter((name) => ![...OPERATIONS, ...EXTRAS].includes(name as never));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}: choose of ${[...OPERATIONS, ...EXTRAS].join(', ')}.`);
  const installation = new Installation(option(args, 'folder'), args.includes('--statements'));
  const guard = setTimeout(() => {
    console.error(`The measurement took longer than ${LIMIT_SECONDS / 60} minutes and was ended.`);
    void installation.end().finally(() => process.exit(1));
  }, LIMIT_SECONDS * 1000);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void installation.end().finally(() => process.exit(130)));
  try {
    const report = await measure(installation, plan, only);
    const table = printed(report);
    console.log(`\n${table}`);
    if (args.includes('--write')) {
      writeFileSync(PAGE, pageWith(readFileSync(PAGE, 'utf8'), table));
      say(`written into ${PAGE}`);
    }
    return 0;
  } finally {
    // The clock keeps this process alive until the database has ended.
    await installation.end();
    clearTimeout(guard);
  }
}

async function measure(installation: Installation, plan: { tickets: number; clocks: number }, only: readonly string[]): Promise<Report> {
  const begun = performance.now();
  let idle: { without: Tick | null; with: Tick | null } = { without: null, with: null };
  const fresh = await installation.prepare(plan, say, async () => {
    if (only.includes('levels')) idle = { ...idle, without: await tick(installation) };
  });
  const seedSeconds = fresh ? (performance.now() - begun) / 1000 : null;
  say(fresh ? `${plan.tickets} tickets seeded in ${seedSeconds?.toFixed(0)} s` : `${plan.tickets} tickets were there already`);
  const client = await installation.client();
  const clocks = await runningClocks(client);
  if (only.includes('levels')) idle = { ...idle, with: await tick(installation) };

  const first = await installation.serve('api');
  const of = await material(client, await reportsOf(first));
  await installation.stop(first);
  // Before anything is written: one person's thousand registrations a second are nobody's real list.
  const plans = only.includes('explain') ? await explained(installation, of) : [];
  if (plans.length > 0) say('plans told');
  const bare = await installation.serve('bare');
  const api = await installation.serve('api');
  const worker = await installation.serve('worker');
  const callers = { employee: await signIn(api.port, 'employee'), dispatcher: await signIn(api.port, 'dispatcher') };
  const rest = memoryOf(api)?.now ?? null;
  say(`ready: API ${api.startSeconds.toFixed(1)} s, worker ${worker.startSeconds.toFixed(1)} s`);

  if (args.includes('--statements')) await client.query('create extension if not exists pg_stat_statements');
  const measured: Measured[] = [];
  for (const operation of OPERATIONS.filter((name) => only.includes(name))) {
    await warm({ api, bare }, of, callers, operation);
    for (const concurrency of list('concurrency', '1,8,32').map(Number)) {
      const one = await compare(installation, { api, bare, worker }, of, callers, operation, concurrency);
      measured.push(one);
      say(`${one.what}, ${concurrency} at once: ${one.opora.perSecond.toFixed(0)}/s, ${(one.opora.perSecond / one.bare.perSecond).toFixed(2)} of bare; processor ms each: API ${one.processor.api.toFixed(2)}, worker ${one.processor.worker.toFixed(2)}, database ${one.processor.database.toFixed(2)}; bare ${one.bareProcessor.server.toFixed(2)} + ${one.bareProcessor.database.toFixed(2)}`);
      if (await drained(client)) continue;
      say('the worker is still behind; going on');
    }
  }
  const lag = only.includes('levels') ? await lagging(installation, api, of, callers) : null;
  const imported = only.includes('import') ? await importing(installation, { api, worker }, option(args, 'log') ?? (await writeLog(installation.folder, number('import', 20_000))), option(args, 'format') ?? 'servicenow', () => drained(client)) : null;
  if (imported) say(`${imported.tickets} tickets imported at ${(imported.tickets / imported.seconds).toFixed(0)}/s; processor ms each: API ${imported.processor.api.toFixed(2)}, worker ${imported.processor.worker.toFixed(2)}, database ${imported.processor.database.toFixed(2)}; found by all their words after ${imported.settledSeconds.toFixed(0)} s`);
  const memory = { rest, api: memoryOf(api)?.most ?? null, worker: memoryOf(worker)?.most ?? null };
  if (only.includes('events')) for (const one of [api, worker, bare]) await installation.stop(one);
  const storms = only.includes('events') ? await eventLoads(installation, client, of.groups[0] ?? of.desk, { seconds: number('seconds', 5), storm: number('storm', 100_000) }, say) : [];
  await client.query('select 1');
  const { rows } = await client.query<{ version: string; size: string }>(`select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size`);
  await client.end();
  return {
    plan, clocks, seedSeconds, measured, lag, imported, storms, idle, memory, plans, start: { api: api.startSeconds, worker: worker.startSeconds }, seconds: (performance.now() - begun) / 1000,
    machine: { cpu: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`, memory: totalmem() / 2 ** 30, node: process.version, postgres: rows[0]?.version ?? '', system: `${process.platform} ${release()}`, size: rows[0]?.size ?? '' },
    command: ['npm run bench', ...(args.length > 0 ? ['--', ...args.filter((argument) => argument !== '--write')] : [])].join(' '),
  };
}

/** Names of the reports that this API has. */
async function reportsOf({ port }: Serving): Promise<string[]> {
  const { paths } = (await (await fetch(`http://127.0.0.1:${port}/api/openapi.json`)).json()) as { paths: Record<string, object> };
  return Object.keys(paths).flatMap((path) => /\/reports\/([a-z-]+)$/.exec(path)?.[1] ?? []);
}

interface Tick {
  p50: number;
  p95: number;
  pages: number;
}

const tick = async (installation: Installation): Promise<Tick> =>
  JSON.parse((await installation.run(join('bench', 'tick.js'), { NODE_ENV: '', OPORA_BENCH: '0', OPORA_TEST_CLOCK: '1', LOG_LEVEL: 'silent' })).trim().split('\n').at(-1) as string) as Tick;

/** Every connection of the pools plans a statement anew for its first calls: a server that has run for a minute has that behind it. */
async function warm({ api, bare }: Record<'api' | 'bare', Serving>, of: Material, callers: Parameters<typeof scenarios>[1], operation: Operation): Promise<void> {
  const timing: Timing = { concurrency: 16, seconds: 15, warmUpSeconds: 0, most: 1_000 };
  const scenario = scenarios(of, callers, timing.concurrency).find((one) => one.operation === operation) as Scenario;
  await loadHttp(api.port, timing, (caller) => scenario.opora(caller));
  await loadHttp(bare.port, timing, (caller) => scenario.bare(caller));
}

async function compare(installation: Installation, { api, bare, worker }: Record<'api' | 'bare' | 'worker', Serving>, of: Material, callers: Parameters<typeof scenarios>[1], operation: Operation, concurrency: number): Promise<Measured> {
  const timing: Timing = { concurrency, seconds: number('seconds', 5), warmUpSeconds: 1 };
  const scenario = scenarios(of, callers, concurrency).find((one) => one.operation === operation) as Scenario;
  const look = (...processes: Serving[]): (number | null)[] => [...processes.map(processorTimeOf), installation.databaseTime()];
  if (args.includes('--statements')) await statements(installation, null);
  const timed = async (processes: Serving[], load: () => Promise<Figures>): Promise<{ figures: Figures; each: number[] }> => {
    const before = look(...processes);
    const figures = await load();
    const after = look(...processes);
    return { figures, each: after.map((time, place) => ((time ?? Number.NaN) - (before[place] ?? Number.NaN)) / figures.asked) };
  };
  const { figures: opora, each } = await timed([api, worker], () => loadHttp(api.port, timing, (caller) => scenario.opora(caller)));
  if (args.includes('--statements')) await statements(installation, opora.asked);
  const yardstick = await timed([bare], () => loadHttp(bare.port, timing, (caller) => scenario.bare(caller)));
  const sql = args.includes('--no-sql') ? null : await bySql(installation, timing, scenario);
  return { operation, what: scenario.what, concurrency, opora, bare: yardstick.figures, sql, processor: { api: each[0] as number, worker: each[1] as number, database: each[2] as number }, bareProcessor: { server: yardstick.each[0] as number, database: yardstick.each[1] as number } };
}

/** Forgets what was counted, or prints what took most of the database's time since. */
async function statements(installation: Installation, requests: number | null): Promise<void> {
  const client = await installation.client();
  try {
    if (requests === null) return void (await client.query('select pg_stat_statements_reset()'));
    const { rows } = await client.query<{ calls: number; ms: number; pages: number; query: string }>(
      `select calls::int as calls, (total_exec_time + total_plan_time)::float8 as ms, (shared_blks_hit + shared_blks_read)::float8 as pages, regexp_replace(query, '\\s+', ' ', 'g') as query
       from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database()) order by 2 desc limit 14`,
    );
    for (const { calls, ms, pages, query } of rows) say(`  ${(ms / requests).toFixed(3)} ms a request, ${(calls / requests).toFixed(2)} calls of ${(ms / calls).toFixed(3)} ms and ${(pages / calls).toFixed(0)} pages: ${query.slice(0, 150)}`);
  } finally {
    await client.end();
  }
}

async function bySql(installation: Installation, timing: Timing, scenario: Scenario): Promise<Figures> {
  const clients = await Promise.all(Array.from({ length: timing.concurrency }, () => installation.client()));
  try {
    return await closedLoop(timing, async (caller) => {
      await clients[caller]?.query({ name: scenario.operation, text: STATEMENTS[scenario.operation], values: scenario.values(caller) });
    });
  } finally {
    for (const client of clients) await client.end();
  }
}

/** What the worker still has to do would be measured with what comes next. */
async function drained(client: { query<R extends object>(text: string): Promise<{ rows: R[] }> }): Promise<boolean> {
  for (let waited = 0; waited < DRAIN_MS; waited += 250) {
    const { rows } = await client.query<{ busy: boolean }>('select exists (select 1 from outbox where relayed_at is null) or exists (select 1 from outbox_delivery where parked_at is null) as busy');
    if (rows[0]?.busy === false) return true;
    await delay(250);
  }
  return false;
}

/** Levels fall due while nobody works, and again while eight people register. */
async function lagging(installation: Installation, api: Serving, of: Material, callers: Parameters<typeof scenarios>[1]): Promise<Report['lag']> {
  const client = await installation.client();
  try {
    const quiet = await levelLag(client, number('levels', 2_000));
    say(`levels act ${quiet.p99.toFixed(0)} ms (p99) after their instant`);
    const register = scenarios(of, callers, 8).find(({ operation }) => operation === 'register') as Scenario;
    const load = loadHttp(api.port, { concurrency: 8, seconds: 14, warmUpSeconds: 0 }, (caller) => register.opora(caller));
    const [busy] = await Promise.all([levelLag(client, number('levels', 2_000)), load]);
    return { quiet, busy };
  } finally {
    await client.end();
  }
}

command(bench);
