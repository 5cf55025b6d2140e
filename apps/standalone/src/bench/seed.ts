import { Client } from 'pg';
import { BULK, CLOCKS, FILLS, HELPERS, LEFT_OVER, ORGANISATION, PHRASES, PLAN } from './seed.sql';
import { Vocabulary, chance } from './words';

/** Different titles and sentences; a ticket has one title and four sentences. */
const PHRASE_COUNT = 60_000;
/** Clocks that run, on the average, for one open ticket. */
const CLOCKS_A_TICKET = 1.27;
const MOST_OPEN = 0.15;
const PARTS = 2;

export interface SeedPlan {
  tickets: number;
  /** Clocks that shall run. */
  clocks: number;
}

/**
 * Fills a migrated database with the demonstration organisation in it. Everything by SQL, without triggers and foreign keys, on two connections, indexes last; the clocks come with `seedClocks`,
 * so that what they cost can be told from what the rest does.
 */
export async function seedTickets(url: string, { tickets, clocks }: SeedPlan, say: (line: string) => void): Promise<void> {
  const lanes = await Promise.all(Array.from({ length: PARTS }, () => laneOn(url)));
  const [first] = lanes as [Client, ...Client[]];
  try {
    await first.query(HELPERS);
    await phrases(first);
    await first.query(ORGANISATION);
    const open = Math.round(Math.min(tickets * MOST_OPEN, clocks / CLOCKS_A_TICKET));
    await first.query(PLAN, [tickets, open, PHRASE_COUNT]);
    await first.query('create index on bench_ticket (n); analyze bench_ticket; analyze bench_title; analyze bench_sentence');
    say('planned');
    const indexes = await dropIndexes(first);
    for (const fill of FILLS) {
      await Promise.all(lanes.map((lane, part) => lane.query(fill, [Math.floor((tickets * part) / PARTS) + 1, Math.floor((tickets * (part + 1)) / PARTS)])));
      if (fill.includes('into journal (')) await first.query('analyze journal');
    }
    await first.query(`select setval('ticket_reference_inc', $1)`, [tickets + 2000]);
    say('rows written');
    await inTurn(lanes, indexes);
    say('indexes made');
  } finally {
    for (const lane of lanes) await lane.end();
  }
}

export async function seedClocks(url: string, tickets: number): Promise<void> {
  const lanes = await Promise.all(Array.from({ length: PARTS }, () => laneOn(url)));
  const [first] = lanes as [Client, ...Client[]];
  try {
    for (const [index, statement] of CLOCKS.entries()) await first.query(statement, index === 0 ? [Math.floor(tickets * 0.9)] : []);
    await first.query(LEFT_OVER);
    await inTurn(lanes, [...BULK, 'person', 'support_group', 'group_member'].map((table) => `vacuum (freeze, analyze) ${table}`));
    await first.query('analyze');
    await first.query('checkpoint');
  } finally {
    for (const lane of lanes) await lane.end();
  }
}

async function laneOn(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("set session_replication_role = replica; set synchronous_commit = off; set work_mem = '256MB'; set maintenance_work_mem = '768MB'; set max_parallel_maintenance_workers = 0; set max_parallel_workers_per_gather = 0; set jit = off");
  return client;
}

async function phrases(client: Client): Promise<void> {
  const vocabulary = new Vocabulary(chance(20_261_124));
  const rows = (length: number, mark: boolean): unknown[] =>
    vocabulary.phrases(PHRASE_COUNT, length).map(({ text, stems }, n) => [n, `${text.charAt(0).toUpperCase()}${text.slice(1)}`, mark ? [...stems, ...stems.map((stem) => `t_${stem}`)] : stems]);
  await client.query(PHRASES('bench_title'), [JSON.stringify(rows(5, true))]);
  await client.query(PHRASES('bench_sentence'), [JSON.stringify(rows(9, false))]);
}

/** @returns statements that make them again, the longest work first */
async function dropIndexes(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
     where t.relname = any($1) and t.relnamespace = 'public'::regnamespace and not i.indisunique and t.relname not like 'clock%' order by pg_get_indexdef(i.indexrelid) not like '%USING gin%', c.relname`,
    [BULK],
  );
  for (const { name } of rows) await client.query(`drop index "${name}"`);
  return rows.map(({ definition }) => definition);
}

/** Each lane takes the next statement when it has done one. */
async function inTurn(lanes: readonly Client[], statements: readonly string[]): Promise<void> {
  const waiting = [...statements];
  await Promise.all(
    lanes.map(async (lane) => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await lane.query(next);
    }),
  );
}
