import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { notFound } from '@opora/kit';
import { type Actor, Cursors, Database, Ids, type ListQuery, Storage, emit, messageOf } from '@opora/platform';
import type { FormatName, Mapping } from './domain';
import type { BadRowPage, BadRowReply, ImportPage, ImportReply } from './imports.dto';
import { type BadRow, type Run, SELECT_RUN } from './runs';

export const MOST_BYTES = 2 * 1024 ** 3;
export const REQUESTED = 'import.requested';

export interface NewImport {
  format: FormatName;
  timeZone: string;
  mapping: Mapping;
  checkOnly: boolean;
  fileName: string;
}

/** Imports as people ask for them and look at them. */
@Injectable()
export class Imports {
  constructor(
    private readonly database: Database,
    private readonly storage: Storage,
    private readonly ids: Ids,
    private readonly journal: Journal,
    private readonly cursors: Cursors,
  ) {}

  /** Stores the file; it is streamed, whatever its size. @throws Refusal 413 */
  async receive(content: Readable): Promise<{ key: string; size: number }> {
    return this.storage.put(content, MOST_BYTES);
  }

  /** The run waits from now on; a worker takes it. */
  async start(actor: Actor, stored: { key: string; size: number }, { format, timeZone, mapping, checkOnly, fileName }: NewImport): Promise<ImportReply> {
    const operation = actor.operation && { ...actor.operation, fingerprint: JSON.stringify([stored.key, format, timeZone, mapping, checkOnly]) };
    return this.database.tx(
      async (tx) => {
        const id = this.ids.next();
        await tx.run('insert into import_run (id, format, file_name, storage_key, size, time_zone, mapping, check_only, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
          id, format, fileName, stored.key, stored.size, timeZone, JSON.stringify(mapping), checkOnly, actor.personId, tx.now,
        ]);
        await this.journal.append(tx, { streamId: id, streamKind: 'import', kind: 'import.requested', actor, data: { format, fileName, size: stored.size, timeZone, checkOnly, sha256: stored.key } });
        await emit(tx, { topic: REQUESTED, key: id, payload: { id }, requestId: actor.requestId });
        return replyOf((await tx.one<Run>(`${SELECT_RUN} where r.id = $1`, [id])) as Run, actor);
      },
      { operation },
    );
  }

  /** @throws Refusal 404 */
  async read(actor: Actor, id: string): Promise<ImportReply> {
    const run = await this.database.sql.one<Run>(`${SELECT_RUN} where r.id = $1`, [id]);
    if (!run) throw notFound();
    return replyOf(run, actor);
  }

  /** The newest first. */
  async list(actor: Actor, { limit, cursor }: ListQuery): Promise<ImportPage> {
    const [at, id] = cursor === undefined ? [null, null] : this.cursors.decode(actor, 'imports', cursor);
    const rows = await this.database.sql.rows<Run>(`${SELECT_RUN} where $1::timestamptz is null or (r.created_at, r.id) < ($1, $2::uuid) order by r.created_at desc, r.id desc limit $3`, [at, id, limit + 1]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { items: shown.map((run) => replyOf(run, actor)), nextCursor: rows.length > limit && last ? this.cursors.encode(actor, 'imports', [last.createdAt.toISOString(), last.id]) : null };
  }

  /** In the order of the file. @throws Refusal 404 */
  async badRows(actor: Actor, id: string, { limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<BadRowPage> {
    if (!(await this.database.sql.one('select 1 from import_run where id = $1', [id]))) throw notFound();
    const [line, n] = cursor === undefined ? [0, 0] : this.cursors.decode(actor, `bad rows ${id}`, cursor);
    const rows = await this.database.sql.rows<BadRow>('select line, n, key, field, value, code, params from import_bad_row where run_id = $1 and (line, n) > ($2::bigint, $3::smallint) order by line, n limit $4', [id, line, n, limit + 1]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { items: shown.map((row) => badRowOf(row, actor)), nextCursor: rows.length > limit && last ? this.cursors.encode(actor, `bad rows ${id}`, [last.line, last.n]) : null };
  }
}

const badRowOf = ({ line, key, field, value, code, params }: BadRow, actor: Actor): BadRowReply => ({ line, key, field, value, code, message: messageOf(code, actor.locale, params) });

/** Reading is about a third of the work. */
const READING_SHARE = 35;

function progressOf(run: Run): number {
  if (run.state === 'done') return 100;
  const read = run.size === 0 ? 0 : Math.min(1, run.bytesRead / run.size);
  const written = run.tickets === 0 ? 0 : run.ticketsDone / run.tickets;
  return Math.floor(read * READING_SHARE + written * (100 - READING_SHARE));
}

function replyOf(run: Run, actor: Actor): ImportReply {
  const { id, format, fileName, size, timeZone, checkOnly, state, createdById, createdByName, createdAt, startedAt, finishedAt, rowsRead, badRows, tickets, ticketsDone, created, unchanged, changed, leftOut, failure } = run;
  return {
    id, format, fileName, size, timeZone, mapping: { ...run.mapping }, checkOnly, state, progress: progressOf(run), createdBy: { id: createdById, displayName: createdByName },
    createdAt: createdAt.toISOString(), startedAt: startedAt?.toISOString() ?? null, finishedAt: finishedAt?.toISOString() ?? null, rowsRead, badRows,
    tickets: { found: tickets, done: ticketsDone, created, unchanged, changed, leftOut },
    failure: failure === null ? null : { code: failure.code, message: messageOf(failure.code, actor.locale, failure.params) },
  };
}
