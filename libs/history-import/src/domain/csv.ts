/** Why a record cannot be read as CSV (RFC 4180). */
export type CsvFault = 'import.quote_open' | 'import.stray_quote' | 'import.row_too_long' | 'import.nul' | 'import.not_utf8';

export interface CsvRecord {
  /** Line of the file on which it begins, from 1. */
  line: number;
  /** Where there is a fault: the fields that could be read before it. */
  fields: string[];
  fault: CsvFault | null;
}

/** Characters of one record; a longer one is a quote that was never closed, or no CSV. */
export const LONGEST_RECORD = 256 * 1024;
export const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Reads CSV piece by piece, in memory that does not grow with the file. Unlike the usual readers it survives a broken record: the line on which that begins is reported and reading goes on with
 * the next line, so that one quote that was never closed costs one row and not the rest of the file.
 */
export class CsvReader {
  private rest = '';
  private line = 1;
  private started = false;
  private skipping = false;
  private delimiter: string | null = null;

  /** @returns the records that are whole now */
  push(text: string): CsvRecord[] {
    this.rest += text;
    if (!this.started && this.rest.length > 0) {
      this.started = true;
      if (this.rest.charCodeAt(0) === 0xfeff) this.rest = this.rest.slice(1);
    }
    return this.read(false);
  }

  /** @returns the records that the end of the file completes */
  end(): CsvRecord[] {
    return this.read(true);
  }

  private read(last: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let at = 0;
    while (at < this.rest.length) {
      const newline = this.rest.indexOf('\n', at);
      if (newline === -1 && !last) {
        if (this.rest.length - at > LONGEST_RECORD) at = this.cutLong(records, at);
        break;
      }
      const end = newline === -1 ? this.rest.length : newline;
      if (this.skipping) {
        this.skipping = false;
        this.line++;
        at = end + 1;
        continue;
      }
      const next = this.record(records, at, end, last);
      if (next === null) break;
      at = next;
    }
    this.rest = this.rest.slice(at);
    return records;
  }

  /** A line without end: its beginning is reported, the rest is dropped as it comes. */
  private cutLong(records: CsvRecord[], at: number): number {
    if (!this.skipping) records.push({ line: this.line, fields: this.plain(this.rest.slice(at, at + 1_000)).slice(0, -1), fault: 'import.row_too_long' });
    this.skipping = true;
    return this.rest.length;
  }

  /** Reads the record that begins at `at`, whose first line ends at `end`. @returns where the next begins; null: the text does not reach */
  private record(records: CsvRecord[], at: number, end: number, last: boolean): number | null {
    const { line } = this;
    const first = withoutReturn(this.rest.slice(at, end));
    if (!first.includes('"')) {
      this.line++;
      if (first !== '') records.push(sound({ line, fields: this.plain(first), fault: first.length > LONGEST_RECORD ? 'import.row_too_long' : null }, first));
      return end + 1;
    }
    const quoted = this.quoted(at);
    if (quoted === 'more' && !last && this.rest.length - at <= LONGEST_RECORD) return null;
    if (quoted === 'more' || quoted === 'stray' || quoted.end - at > LONGEST_RECORD) {
      this.line++;
      records.push({ line, fields: this.plain(first.slice(0, first.indexOf('"'))).slice(0, -1), fault: quoted === 'more' ? 'import.quote_open' : quoted === 'stray' ? 'import.stray_quote' : 'import.row_too_long' });
      return end + 1;
    }
    const text = this.rest.slice(at, quoted.end);
    this.line += count(text, '\n') + 1;
    records.push(sound({ line, fields: quoted.fields, fault: null }, text));
    return quoted.end + 1;
  }

  private plain(text: string): string[] {
    this.delimiter ??= delimiterOf(text);
    return text.split(this.delimiter);
  }

  /** A record with quotes, perhaps of several lines. `end` is the place of its line feed. */
  private quoted(from: number): { fields: string[]; end: number } | 'more' | 'stray' {
    const { rest } = this;
    this.delimiter ??= delimiterOf(rest.slice(from, rest.indexOf('\n', from) === -1 ? undefined : rest.indexOf('\n', from)));
    const fields: string[] = [];
    for (let at = from; ; ) {
      if (rest[at] === '"') {
        const close = closing(rest, at + 1);
        if (close === -1) return 'more';
        fields.push(rest.slice(at + 1, close).replaceAll('""', '"'));
        at = close + 1;
      } else {
        const stop = endOfField(rest, at, this.delimiter);
        const text = rest.slice(at, stop);
        if (text.includes('"')) return 'stray';
        fields.push(withoutReturn(text));
        at = stop;
      }
      if (rest[at] === '\r' && (at + 1 >= rest.length || rest[at + 1] === '\n')) at++;
      if (at >= rest.length || rest[at] === '\n') return { fields, end: at };
      if (rest[at] !== this.delimiter) return 'stray';
      at++;
    }
  }
}

function closing(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
}

function endOfField(text: string, from: number, delimiter: string): number {
  const newline = text.indexOf('\n', from);
  const stop = text.indexOf(delimiter, from);
  const ends = [newline, stop].filter((at) => at !== -1);
  return ends.length === 0 ? text.length : Math.min(...ends);
}

/** The one that the header has most of; spreadsheets of many countries write semicolons. */
function delimiterOf(header: string): string {
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, n: count(header, delimiter) })).sort((a, b) => b.n - a.n);
  return counted[0]?.delimiter ?? ',';
}

function count(text: string, sign: string): number {
  let n = 0;
  for (let at = text.indexOf(sign); at !== -1; at = text.indexOf(sign, at + 1)) n++;
  return n;
}

/** What can be stored: no NUL, and nothing that the decoder had to replace. */
function sound(record: CsvRecord, text: string): CsvRecord {
  if (record.fault !== null) return record;
  if (text.includes('\u0000')) return { ...record, fault: 'import.nul' };
  return text.includes('\uFFFD') ? { ...record, fault: 'import.not_utf8' } : record;
}

const withoutReturn = (text: string): string => (text.endsWith('\r') ? text.slice(0, -1) : text);
