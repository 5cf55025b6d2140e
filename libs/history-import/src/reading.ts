import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { Zone } from '@opora/calendar';
import { Refusal } from '@opora/kit';
import { Clock, Database, Storage } from '@opora/platform';
import { CsvReader, type CsvRecord, FORMATS, RowReader, instantReader } from './domain';
import { type Run, Runs, StagedRows } from './runs';

/** Rows of one transaction. */
const BATCH = 2_000;
/** A compressed file may grow a thousandfold; beyond this it is no event log but a bomb, bytes. */
export const MOST_UNPACKED = 16 * 1024 ** 3;
const DAY_MS = 86_400_000;

/** The file as a whole cannot be imported. */
export class FileFault extends Error {
  constructor(
    readonly code: string,
    readonly params: Record<string, unknown> = {},
  ) {
    super(code);
  }
}

interface Text {
  chunks: AsyncIterable<string>;
  /** Bytes of the stored file that were read so far. */
  readBytes(): number;
}

/** First half of an import: the file's rows into the staging table, in memory that does not grow with the file. Goes on behind the line that was staged last. */
@Injectable()
export class ImportReading {
  constructor(
    private readonly database: Database,
    private readonly storage: Storage,
    private readonly runs: Runs,
    private readonly clock: Clock,
  ) {}

  /** @throws FileFault, LeaseLost */
  async read(run: Run, lease: string, stopping: () => boolean): Promise<boolean> {
    const text = await this.open(run);
    const csv = new CsvReader();
    const from = run.lastLine;
    let batch = new StagedRows();
    const staging = new Staging((staged, bytes) => this.stage(run, staged, lease, bytes));
    let reader: RowReader | null = null;
    const take = (records: readonly CsvRecord[]): void => {
      for (const record of records) {
        if (reader === null) reader = this.readerOf(run, record);
        else if (record.line > from) batch.add(reader.read(record));
      }
    };
    try {
      for await (const chunk of text.chunks) {
        take(csv.push(chunk));
        if (batch.size < BATCH) continue;
        await staging.next(batch, text.readBytes());
        batch = new StagedRows();
        if (stopping()) return false;
      }
      take(csv.end());
      if (reader === null) throw new FileFault('import.no_header');
      await staging.next(batch, run.size);
    } finally {
      await staging.ended();
    }
    await this.gather(run, lease);
    return true;
  }

  private readerOf(run: Run, header: CsvRecord): RowReader {
    const format = FORMATS[run.format];
    const zone = Zone.of(run.timeZone);
    const patterns = [...(run.mapping.dateFormat === undefined ? [] : [run.mapping.dateFormat]), ...format.patterns];
    const reader = RowReader.of(format, header, run.mapping, { instant: instantReader(patterns, (at) => zone.offsetAt(at)), latest: this.clock.now().getTime() + DAY_MS });
    if (!(reader instanceof RowReader)) throw new FileFault(reader.code, reader.params);
    return reader;
  }

  private async stage(run: Run, staged: StagedRows, lease: string, bytesRead: number): Promise<void> {
    const { size, lastLine } = staged;
    const bad = staged.bad.length;
    await this.database.tx(async (tx) => {
      await this.runs.stage(tx, run, staged);
      await this.runs.progress(tx, run.id, lease, { bytesRead, rowsRead: size, badRows: bad, lastLine });
    });
    run.badRows += bad;
    run.lastLine = lastLine;
  }

  /** The tickets of the staged rows, the earliest first: so they get their references and are written. */
  private async gather(run: Run, lease: string): Promise<void> {
    await this.database.tx(async (tx) => {
      await tx.run('set local statement_timeout = 0');
      const tickets = await tx.run(
        `insert into import_ticket (run_id, n, key, digest, bad)
         select $1, row_number() over (order by min(at) nulls last, key), key, md5(string_agg(coalesce(extract(epoch from at)::text, '') || coalesce(said, ''), E'\\n' order by at, line)), bool_or(said is null) from import_row where run_id = $1 group by key`,
        [run.id],
      );
      await this.runs.gathered(tx, run.id, lease, tickets);
      /* What was empty a moment ago: without this the first batches are planned for no rows at all. */
      await tx.run('analyze import_row, import_ticket');
    });
  }

  private async open(run: Run): Promise<Text> {
    const stored = await this.storage.get(run.storageKey).catch((error: unknown) => {
      throw error instanceof Refusal ? new FileFault('import.file_gone') : error;
    });
    let bytes = 0;
    const counted = stored.pipe(
      new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length;
          done(null, chunk);
        },
      }),
    );
    stored.on('error', (error) => counted.destroy(error));
    return { chunks: textOf(counted), readBytes: () => bytes };
  }
}

/** Stages one batch while the next is read: two are in memory, never more, and they are written in their order. */
class Staging {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly write: (staged: StagedRows, bytesRead: number) => Promise<void>) {}

  /** Begins with this one when the one before it is written. @throws what went wrong with that */
  async next(staged: StagedRows, bytesRead: number): Promise<void> {
    await this.last;
    if (staged.size === 0) return;
    this.last = this.write(staged, bytesRead);
    /* Whoever waits for it next is told. */
    this.last.catch(() => undefined);
  }

  /** @throws what went wrong with the last one */
  async ended(): Promise<void> {
    await this.last;
  }
}

/** Unpacks where it is gzip, decodes UTF-8; what cannot be decoded becomes U+FFFD and is found row by row. */
async function* textOf(file: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let unpacked = 0;
  let first = true;
  for await (const chunk of plainBytes(file)) {
    if (first) refuseBinary(chunk);
    first = false;
    unpacked += chunk.length;
    if (unpacked > MOST_UNPACKED) throw new FileFault('import.too_large', { max: MOST_UNPACKED / 1024 ** 3 });
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

async function* plainBytes(file: Readable): AsyncGenerator<Buffer> {
  const iterator = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const head = await iterator.next();
  if (head.done) return;
  async function* whole(): AsyncGenerator<Buffer> {
    yield head.value;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  if (head.value[0] !== 0x1f || head.value[1] !== 0x8b) return yield* whole();
  const gunzip = createGunzip();
  /* What breaks on the way reaches the reader of the end. */
  pipeline(Readable.from(whole(), { objectMode: false }), gunzip).catch(() => undefined);
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    if (/^Z_/.test((error as NodeJS.ErrnoException).code ?? '')) throw new FileFault('import.broken_gzip');
    throw error;
  }
}

/** A spreadsheet's own file, UTF-16, a picture: nothing that could be reported row by row. */
function refuseBinary(head: Buffer): void {
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const zip = head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'));
  const nuls = head.subarray(0, 512).filter((byte) => byte === 0).length;
  if (utf16 || zip || nuls > 8) throw new FileFault('import.not_text');
}
