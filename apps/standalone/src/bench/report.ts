import type { Operation } from './bare.sql';
import type { Storm } from './events';
import type { Imported } from './history';
import type { Figures } from './load';

export interface Measured {
  operation: Operation;
  what: string;
  concurrency: number;
  opora: Figures;
  bare: Figures;
  sql: Figures | null;
  /** Milliseconds of processor time a request; not a number where the system does not tell. What the worker does later is not in it. */
  processor: Record<'api' | 'worker' | 'database', number>;
  bareProcessor: Record<'server' | 'database', number>;
}

/** One statement of a list, as the server planned and ran it. */
export interface Plan {
  asked: string;
  by: string;
  plan: string;
  /** Pages of 8 KiB, from memory and from disk. */
  buffers: number;
  /** Milliseconds in the database, all its statements. */
  milliseconds: number;
}

export interface Report {
  plan: { tickets: number; clocks: number };
  clocks: number;
  seedSeconds: number | null;
  measured: readonly Measured[];
  lag: Record<'quiet' | 'busy', Figures & { most: number }> | null;
  imported: Imported | null;
  storms: readonly Storm[];
  idle: Record<'without' | 'with', { p50: number; p95: number; pages: number } | null>;
  /** MB. */
  memory: Record<'rest' | 'api' | 'worker', number | null>;
  plans: readonly Plan[];
  start: { api: number; worker: number };
  seconds: number;
  machine: Record<'cpu' | 'node' | 'postgres' | 'system' | 'size', string> & { memory: number };
  command: string;
}

const FLOORS: Partial<Record<Operation, number>> = { register: 0.18, read: 0.15, list: 0.15, reply: 0.15, state: 0.15 };
/** Requests a second at the best concurrency. */
const RATES: Partial<Record<Operation, number>> = { register: 880, read: 2_500, reply: 700, state: 700 };
/** p95 at concurrency 8, milliseconds. */
const TIMES: Partial<Record<Operation, number>> = { list: 25, read: 15, search: 60 };
const MEMORY_MB = 350;
const LAG_MS = 2_000;

const rate = (figures: Figures | null): string => (figures === null ? '–' : figures.perSecond.toFixed(figures.perSecond < 100 ? 1 : 0));
const ms = (value: number): string => (Number.isFinite(value) ? value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0) : '–');
const row = (...cells: (string | number)[]): string => `| ${cells.join(' | ')} |`;
const mb = (value: number | null): string => (value === null ? 'not told by this system' : `${value.toFixed(0)} MB`);

export function printed(report: Report): string {
  const { machine } = report;
  return [
    `Measured ${new Date().toISOString().slice(0, 10)} with \`${report.command}\` in ${(report.seconds / 60).toFixed(1)} minutes${report.seedSeconds === null ? '' : `, of which ${(report.seedSeconds / 60).toFixed(1)} for seeding`}: ${report.plan.tickets.toLocaleString('en')} tickets, ${report.clocks.toLocaleString('en')} running clocks, database ${machine.size}.`,
    `Machine: ${machine.cpu}, ${machine.memory.toFixed(0)} GB, ${machine.system}, Node ${machine.node}, PostgreSQL ${machine.postgres}. Load generator, API, worker and database share its cores.`,
    '', ...measuredTable(report), '', ...verdicts(report), '', ...others(report), ...plans(report),
  ].join('\n');
}

function measuredTable({ measured }: Report): string[] {
  if (measured.length === 0) return [];
  return [
    row('operation', 'at once', 'Opora /s', 'p50', 'p95', 'p99 ms', 'CPU ms', 'Fastify + pg /s', 'p50', 'p95', 'p99 ms', 'CPU ms', 'ratio', 'SQL alone /s', 'p50', 'p95', 'p99 ms'),
    row('---', ...Array.from({ length: 16 }, () => '---:')),
    ...measured.map(({ what, concurrency, opora, bare, sql, processor, bareProcessor }) =>
      row(what, concurrency, rate(opora), ...times(opora), `${ms(processor.api)} + ${ms(processor.database)}`, rate(bare), ...times(bare), `${ms(bareProcessor.server)} + ${ms(bareProcessor.database)}`, (opora.perSecond / bare.perSecond).toFixed(2), rate(sql), ...(sql ? times(sql) : ['–', '–', '–'])),
    ),
  ];
}

const times = ({ p50, p95, p99 }: Figures): string[] => [ms(p50), ms(p95), ms(p99)];

type Verdict = [what: string, bound: string, found: string, met: boolean];

function verdicts({ measured, memory, lag, imported, storms }: Report): string[] {
  const lines: Verdict[] = [];
  for (const operation of [...new Set(measured.map((one) => one.operation))]) {
    const own = measured.filter((one) => one.operation === operation);
    const what = own[0]?.what ?? operation;
    const [floor, wanted, longest] = [FLOORS[operation], RATES[operation], TIMES[operation]];
    if (floor !== undefined) {
      const least = Math.min(...own.map(({ opora, bare }) => opora.perSecond / bare.perSecond));
      lines.push([`${what}: share of Fastify + pg, the least of all concurrencies`, `≥ ${floor}`, least.toFixed(2), least >= floor]);
    }
    if (wanted !== undefined) {
      const most = Math.max(...own.map(({ opora }) => opora.perSecond));
      lines.push([`${what}: a second`, `≥ ${wanted}`, most.toFixed(0), most >= wanted]);
    }
    const eight = own.find(({ concurrency }) => concurrency === 8);
    if (longest !== undefined && eight) lines.push([`${what}: p95, 8 at once`, `≤ ${longest} ms`, `${ms(eight.opora.p95)} ms`, eight.opora.p95 <= longest]);
  }
  if (memory.api !== null && measured.length > 0) lines.push(['resident memory of the API under load', `≤ ${MEMORY_MB} MB`, mb(memory.api), memory.api <= MEMORY_MB]);
  if (lag) for (const [name, one] of [['while nobody works', lag.quiet], ['while 8 register', lag.busy]] as const) lines.push([`a level acts after its instant, p99, ${name}`, `≤ ${LAG_MS} ms`, `${ms(one.p99)} ms`, one.p99 <= LAG_MS]);
  lines.push(...importVerdicts(imported), ...storms.flatMap(stormVerdicts));
  return lines.length === 0 ? [] : [row('wanted', 'bound', 'measured', ''), row('---', '---:', '---:', '---'), ...lines.map(([what, bound, found, met]) => row(what, bound, found, met ? 'met' : '**missed**'))];
}

const IMPORTED_RATE = 500;
const importVerdicts = (one: Imported | null): Verdict[] => (one === null ? [] : [['history import: tickets a second', `≥ ${IMPORTED_RATE}`, (one.tickets / one.seconds).toFixed(0), one.tickets / one.seconds >= IMPORTED_RATE]]);

const EVENT_RATE = 2_000;
const SINGLE_RATE = 600;
const INTAKE_MS = 100;
const SLOWER = 3;

function stormVerdicts({ queue, batches, batch, singles, storm, list }: Storm): Verdict[] {
  const of = `events, queues in ${queue}: `;
  const events = batches.perSecond * batch;
  const slower = list.storm.p95 / list.idle.p95;
  return [
    [`${of}a second in batches of ${batch}`, `≥ ${EVENT_RATE}`, events.toFixed(0), events >= EVENT_RATE],
    [`${of}batches, p99`, `≤ ${INTAKE_MS} ms`, `${ms(batches.p99)} ms`, batches.p99 <= INTAKE_MS],
    [`${of}requests of one event a second, 32 at once`, `≥ ${SINGLE_RATE}`, singles.perSecond.toFixed(0), singles.perSecond >= SINGLE_RATE],
    [`${of}one event, p99`, `≤ ${INTAKE_MS} ms`, `${ms(singles.p99)} ms`, singles.p99 <= INTAKE_MS],
    [`${of}incidents of a storm of ${storm.events.toLocaleString('en')} events of one outage`, '= 1', String(storm.incidents), storm.incidents === 1],
    [`${of}of the storm counted`, `= ${storm.events.toLocaleString('en')}`, storm.counted.toLocaleString('en'), storm.counted === storm.events],
    [`${of}list of a queue during the storm, p95 against idle`, `≤ ${SLOWER} ×`, `${slower.toFixed(1)} × (${ms(list.idle.p95)} → ${ms(list.storm.p95)} ms)`, slower <= SLOWER],
  ];
}

function others({ lag, idle, memory, start, imported, storms }: Report): string[] {
  const lagOf = (one: Figures & { most: number }): string => `p50 ${ms(one.p50)}, p95 ${ms(one.p95)}, p99 ${ms(one.p99)}, most ${ms(one.most)} ms (${one.requests} levels in 10 s)`;
  const tickOf = (one: { p50: number; p95: number; pages: number } | null): string => (one ? `p50 ${ms(one.p50)}, p95 ${ms(one.p95)} ms, ${one.pages.toFixed(0)} pages of the database` : 'not measured');
  return [
    ...(lag ? [`- Lag of levels from their instant to the commit of what they do: ${lagOf(lag.quiet)}; while 8 register: ${lagOf(lag.busy)}. Instants are whole seconds, so that all levels of a second fall due together.`] : []),
    ...(idle.with ? [`- An idle tick of the worker (all sweeps, nothing due): without clocks ${tickOf(idle.without)}, with all clocks ${tickOf(idle.with)}.`] : []),
    ...(imported ? [`- History import: ${imported.tickets.toLocaleString('en')} tickets of ${imported.rows.toLocaleString('en')} rows; processor ms a ticket, search words with it: API ${ms(imported.processor.api)}, worker ${ms(imported.processor.worker)}, database ${ms(imported.processor.database)}; found by all their words after ${imported.settledSeconds.toFixed(0)} s; worker's highest memory ${mb(imported.memory)}.`] : []),
    ...storms.map((one) => `- Events, queues in ${one.queue}: processor ms an event ${one.processor.taken.toFixed(2)} to take one alone, ${one.processor.decided.toFixed(3)} to take and decide one of the storm; the storm of ${one.storm.events.toLocaleString('en')} was sent in ${one.storm.sentSeconds.toFixed(1)} s and decided after ${one.storm.decidedSeconds.toFixed(1)} s as ${one.storm.alerts} alerts.`),
    `- Resident memory: API at rest ${mb(memory.rest)}, at its highest ${mb(memory.api)}; worker at its highest ${mb(memory.worker)}.`,
    `- Start until it serves: API ${start.api.toFixed(1)} s, worker ${start.worker.toFixed(1)} s.`,
  ];
}

function plans({ plans: found }: Report): string[] {
  if (found.length === 0) return [];
  return ['', '### Plans of the lists', '', row('list', 'as', 'how the page is found', 'pages', 'ms'), row('---', '---', '---', '---:', '---:'), ...found.map(({ asked, by, plan, buffers, milliseconds }) => row(asked, by, plan, buffers, ms(milliseconds)))];
}

/** The page with the figures of this run in place of the last one's. */
export function pageWith(page: string, table: string, name: 'bench' | 'bench:web' = 'bench'): string {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  if (!page.includes(begin) || !page.includes(end)) throw new Error(`docs/performance.md lacks the lines ${begin} and ${end}.`);
  return `${page.slice(0, page.indexOf(begin))}${begin}\n${table}\n${page.slice(page.indexOf(end))}`;
}
