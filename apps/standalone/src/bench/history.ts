import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type Installation, type Serving, signIn } from './installation';
import { memoryOf, processorTimeOf } from './processor';
import { Vocabulary, chance } from './words';

/** What an import cost, until all is in and every word of it can be found. */
export interface Imported {
  file: string;
  rows: number;
  tickets: number;
  /** Until the report says that all is in. */
  seconds: number;
  /** Until the last word of them can be found. */
  settledSeconds: number;
  /** Milliseconds of processor time a ticket, search words with it. */
  processor: Record<'api' | 'worker' | 'database', number>;
  /** MB, the worker's highest. */
  memory: number | null;
}

const LOOK_MS = 200;
const PATIENCE_MS = 900_000;

/** Sends a log to the running API and waits for its end. */
export async function importing(installation: Installation, { api, worker }: Record<'api' | 'worker', Serving>, file: string, format: string, drained: () => Promise<boolean>): Promise<Imported> {
  const { headers } = await signIn(api.port, 'admin');
  const look = (): number[] => [processorTimeOf(api), processorTimeOf(worker), installation.databaseTime()].map((time) => time ?? Number.NaN);
  const [before, begun] = [look(), performance.now()];
  const ask = async (path: string, init: RequestInit = {}): Promise<Report> => {
    const answer = await fetch(`http://127.0.0.1:${api.port}/api/v1${path}`, { ...init, headers: { ...headers, ...(init.headers as Record<string, string>) } });
    if (!answer.ok) throw new Error(`the import was answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Report;
  };
  const query = new URLSearchParams({ format, fileName: basename(file) });
  let report = await ask(`/imports?${query}`, { method: 'POST', headers: { 'content-type': file.endsWith('.gz') ? 'application/gzip' : 'text/csv' }, body: Readable.toWeb(createReadStream(file)) as unknown as NonNullable<RequestInit['body']>, duplex: 'half' } as RequestInit);
  while (report.finishedAt === null) {
    if (performance.now() - begun > PATIENCE_MS) throw new Error('the import did not end');
    await delay(LOOK_MS);
    report = await ask(`/imports/${report.id}`);
  }
  if (report.state !== 'done' || report.badRows > 0) throw new Error(`the import ended with ${JSON.stringify(report)}`);
  const seconds = (performance.now() - begun) / 1000;
  while (!(await drained())) if (performance.now() - begun > PATIENCE_MS) throw new Error('the search words were never written');
  const after = look();
  const tickets = report.tickets.created;
  const [apiMs, workerMs, databaseMs] = after.map((time, place) => (time - (before[place] as number)) / tickets) as [number, number, number];
  return { file: basename(file), rows: report.rowsRead, tickets, seconds, settledSeconds: (performance.now() - begun) / 1000, processor: { api: apiMs, worker: workerMs, database: databaseMs }, memory: memoryOf(worker)?.most ?? null };
}

interface Report {
  id: string;
  state: string;
  finishedAt: string | null;
  rowsRead: number;
  badRows: number;
  tickets: { created: number };
}

const HEADER = 'number,incident_state,reassignment_count,reopen_count,made_sla,caller_id,opened_by,opened_at,sys_updated_by,sys_updated_at,contact_type,location,category,subcategory,impact,urgency,priority,assignment_group,assigned_to,knowledge,closed_code,resolved_at,closed_at,short_description';
/* Updates of one ticket as the public ServiceNow log has them: six on average. */
const LIVES = [['New', 'Active', 'Active', 'Resolved', 'Closed'], ['New', 'New', 'Active', 'Awaiting User Info', 'Active', 'Resolved', 'Closed'], ['New', 'Active', 'Resolved', 'Active', 'Resolved', 'Closed']];

/** A log in the form of ServiceNow with as many tickets, the same in every run. @returns its path */
export async function writeLog(folder: string, tickets: number): Promise<string> {
  const path = join(folder, `history-${tickets}.csv`);
  const out = createWriteStream(path);
  const random = chance(11);
  const any = (n: number): number => Math.floor(random() * n);
  const titles = new Vocabulary(random).phrases(2_000, 6);
  const at = (minutes: number): string => {
    const date = new Date(Date.UTC(2022, 0, 3) + minutes * 60_000);
    return `${date.getUTCDate()}/${date.getUTCMonth() + 1}/${date.getUTCFullYear()} ${date.toISOString().slice(11, 16)}`;
  };
  const write = async (text: string): Promise<void> => void (out.write(text) || (await once(out, 'drain')));
  await write(`${HEADER}\n`);
  for (let n = 0; n < tickets; n++) {
    const life = LIVES[n % LIVES.length] as string[];
    const opened = any(1_000_000);
    const [caller, group, place, category] = [any(3_000), any(40), any(120), any(40)];
    const title = titles[any(titles.length)]?.text;
    const [resolved, closed] = [opened + 30 * (life.length - 1), opened + 30 * (life.length - 1) + 7_200];
    const lines = life.map((state, i) => [`B${n}`, state, i, life.indexOf('Resolved') < i - 1 ? 1 : 0, n % 5 > 0, caller, any(90), at(opened), any(200), at(state === 'Closed' ? closed : opened + 30 * i), ['Phone', 'Email', 'Self service'][n % 3], place, category, any(200), 1 + any(3), 1 + any(3), 1 + any(5), (group + (i > 2 ? 1 : 0)) % 40, any(300), 'false', any(14), at(resolved), at(closed), title].join(','));
    await write(`${lines.join('\n')}\n`);
  }
  out.end();
  await once(out, 'close');
  return path;
}
