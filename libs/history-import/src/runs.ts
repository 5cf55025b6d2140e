import { Injectable } from '@nestjs/common';
import { Database, Ids, type Sql, type Tx } from '@opora/platform';
import type { FormatName, Mapping, Outcome } from './domain';
import type { RunState } from './imports.dto';

/** One import, from its upload to its report. */
export interface Run {
  id: string;
  format: FormatName;
  fileName: string;
  storageKey: string;
  size: number;
  timeZone: string;
  mapping: Mapping;
  checkOnly: boolean;
  state: RunState;
  failure: { code: string; params?: Record<string, unknown> } | null;
  createdById: string;
  createdByName: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  bytesRead: number;
  rowsRead: number;
  lastLine: number;
  badRows: number;
  tickets: number;
  ticketsDone: number;
  created: number;
  unchanged: number;
  changed: number;
  leftOut: number;
  attempts: number;
}

export interface BadRow {
  line: number;
  n: number;
  key: string | null;
  field: string;
  value: string;
  code: string;
  params: Record<string, unknown>;
}

/** Bad rows that a report lists; all are counted. */
export const MOST_BAD_ROWS = 1_000;
/** Seconds for which a run belongs to the process that works on it, unless that renews it. */
export const LEASE_SECONDS = 12;
const MOST_ATTEMPTS = 5;

export const SELECT_RUN = `select r.id, r.format, r.file_name as "fileName", r.storage_key as "storageKey", r.size, r.time_zone as "timeZone", r.mapping, r.check_only as "checkOnly", r.state, r.failure,
  r.created_by as "createdById", coalesce((select p.display_name from person p where p.id = r.created_by), '') as "createdByName", r.created_at as "createdAt", r.started_at as "startedAt", r.finished_at as "finishedAt",
  r.bytes_read as "bytesRead", r.rows_read as "rowsRead", r.last_line as "lastLine", r.bad_rows as "badRows", r.tickets, r.tickets_done as "ticketsDone", r.created, r.unchanged, r.changed, r.left_out as "leftOut", r.attempts from import_run r`;

/** The run was taken over by another process: whatever this one is about to write must not be. */
export class LeaseLost extends Error {}

/** What a batch adds to its run. */
export type Progress = Partial<Pick<Run, 'bytesRead' | 'rowsRead' | 'lastLine' | 'badRows' | 'ticketsDone' | 'created' | 'unchanged' | 'changed' | 'leftOut'>>;
const ADDED: Readonly<Record<string, string>> = { rowsRead: 'rows_read', badRows: 'bad_rows', created: 'created', unchanged: 'unchanged', changed: 'changed', leftOut: 'left_out' };
const SET: Readonly<Record<string, string>> = { bytesRead: 'bytes_read', lastLine: 'last_line', ticketsDone: 'tickets_done' };

/** The rows of runs: who works on which, how far it is. One run is at work at a time, whatever number of processes there are. */
@Injectable()
export class Runs {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
  ) {}

  read(id: string, sql: Sql = this.database.sql): Promise<Run | null> {
    return sql.one<Run>(`${SELECT_RUN} where r.id = $1`, [id]);
  }

  /** Takes the oldest run that waits, or whose process died. */
  async claim(): Promise<{ run: Run; lease: string } | null> {
    return this.database.tx(async (tx) => {
      await tx.run(`select pg_advisory_xact_lock(hashtextextended('history-import', 0))`);
      const lease = this.ids.next();
      const taken = await tx.one<{ id: string }>(
        `update import_run set lease = $1, lease_until = now() + make_interval(secs => ${LEASE_SECONDS}), started_at = coalesce(started_at, $2), state = case when state = 'waiting' then 'reading' else state end, attempts = attempts + 1
         where id = (select id from import_run where finished_at is null order by created_at, id limit 1) and not exists (select 1 from import_run where finished_at is null and lease_until > now()) returning id`,
        [lease, tx.now],
      );
      const run = taken && (await this.read(taken.id, tx));
      return run ? { run, lease } : null;
    });
  }

  async renew(id: string, lease: string): Promise<boolean> {
    return (await this.database.sql.run(`update import_run set lease_until = now() + make_interval(secs => ${LEASE_SECONDS}) where id = $1 and lease = $2`, [id, lease])) === 1;
  }

  /** Lets go of it; where it failed too often it ends. */
  async release(id: string, lease: string, failed: boolean): Promise<void> {
    await this.database.tx(async (tx) => {
      const row = await tx.one<{ attempts: number }>(`update import_run set lease_until = case when $3 then now() + make_interval(secs => least(60, power(2, attempts))) else now() end, attempts = case when $3 then attempts else attempts - 1 end where id = $1 and lease = $2 returning attempts`, [id, lease, failed]);
      if (failed && row && row.attempts >= MOST_ATTEMPTS) await this.finish(tx, id, lease, { code: 'import.internal' });
    });
  }

  /** Writes how far it is, in the batch's own transaction and last in it. @throws LeaseLost */
  async progress(tx: Tx, id: string, lease: string, progress: Progress): Promise<void> {
    const params: unknown[] = [id, lease];
    const sets = Object.entries(progress).map(([field, value]) => (ADDED[field] ? `${ADDED[field]} = ${ADDED[field]} + $${params.push(value)}` : `${SET[field]} = $${params.push(value)}`));
    const held = await tx.run(`update import_run set ${[...sets, `lease_until = now() + make_interval(secs => ${LEASE_SECONDS})`, 'attempts = 1'].join(', ')} where id = $1 and lease = $2`, params, { prepare: false });
    if (held !== 1) throw new LeaseLost();
  }

  /** All rows are read: from now on tickets are written. @throws LeaseLost */
  async gathered(tx: Tx, id: string, lease: string, tickets: number): Promise<void> {
    if ((await tx.run(`update import_run set state = 'writing', tickets = $3, bytes_read = size where id = $1 and lease = $2`, [id, lease, tickets])) !== 1) throw new LeaseLost();
  }

  /** @throws LeaseLost */
  async finish(tx: Tx, id: string, lease: string, failure: Run['failure']): Promise<void> {
    const ended = await tx.run(`update import_run set state = case when $3::jsonb is null then 'done' else 'failed' end, failure = $3, finished_at = $4, lease_until = null where id = $1 and lease = $2`, [id, lease, failure === null ? null : JSON.stringify(failure), tx.now]);
    if (ended !== 1) throw new LeaseLost();
    await tx.run('set local statement_timeout = 0');
    await tx.run('delete from import_row where run_id = $1', [id]);
    await tx.run('delete from import_ticket where run_id = $1', [id]);
  }

  /** Stages the rows of a batch; bad ones are listed as far as there is room. */
  async stage(tx: Tx, run: Pick<Run, 'id' | 'badRows'>, { rows, bad }: StagedRows): Promise<void> {
    if (rows.keys.length > 0)
      await tx.run('insert into import_row (run_id, key, line, at, said) select $1, x.key, x.line, x.at, x.said from unnest($2::text[], $3::bigint[], $4::timestamptz[], $5::text[]) as x(key, line, at, said)', [run.id, rows.keys, rows.lines, rows.instants, rows.said]);
    const listed = bad.slice(0, Math.max(0, MOST_BAD_ROWS - run.badRows));
    await this.report(tx, run.id, listed.flatMap(({ line, key, faults }) => faults.map((fault, n) => ({ line, n, key, field: fault.field, value: fault.value, code: fault.code, params: fault.params ?? {} }))));
  }

  async report(tx: Tx, runId: string, rows: readonly BadRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.run(
      `insert into import_bad_row (run_id, line, n, key, field, value, code, params) select $1, x.line, x.n, x.key, x.field, x.value, x.code, x.params
       from jsonb_to_recordset($2::jsonb) as x(line bigint, n smallint, key text, field text, value text, code text, params jsonb) on conflict do nothing`,
      [runId, JSON.stringify(rows)],
    );
  }
}

/** Rows on their way to the staging table, as they are stored: a batch of them is hardly anything for the memory to keep in order. Bad rows mark their ticket, where they name one. */
export class StagedRows {
  readonly rows: { keys: string[]; lines: number[]; instants: (string | null)[]; said: (string | null)[] } = { keys: [], lines: [], instants: [], said: [] };
  readonly bad: Extract<Outcome, { faults: unknown }>[] = [];
  size = 0;
  lastLine = 0;

  add(outcome: Outcome): void {
    this.size++;
    this.lastLine = outcome.line;
    if ('row' in outcome) {
      const { key, at, ...rest } = outcome.row;
      this.put(key, outcome.line, new Date(at).toISOString(), JSON.stringify(rest));
      return;
    }
    this.bad.push(outcome);
    if (outcome.key !== null) this.put(outcome.key, outcome.line, null, null);
  }

  private put(key: string, line: number, at: string | null, said: string | null): void {
    this.rows.keys.push(key);
    this.rows.lines.push(line);
    this.rows.instants.push(at);
    this.rows.said.push(said);
  }
}
