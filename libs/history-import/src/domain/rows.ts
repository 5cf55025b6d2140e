import type { CsvRecord } from './csv';
import type { EventRow, Fault, Format, FormatContext, RawRow } from './row';

/** How the columns and values of a file are named in ours. */
export interface Mapping {
  /** Name in the file → ours. */
  columns?: Readonly<Record<string, string>>;
  /** Our column → value in the file → ours. */
  values?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** `dd.MM.yyyy HH:mm`. */
  dateFormat?: string;
}

export const MOST_COLUMNS = 300;
const MOST_FAULTS = 10;
const SHOWN = 120;

/** `Case ID`, `case-id` and `case_id` are one name. */
export const plainName = (name: string): string => name.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_|_$/g, '');

export interface HeaderFault {
  code: 'import.no_header' | 'import.too_many_columns' | 'import.missing_columns';
  params?: Record<string, unknown>;
}

/** What a record is: a row that may be imported, or what is wrong with it and, as far as it can be told, whose it is. */
export type Outcome = { line: number; row: EventRow } | { line: number; key: string | null; faults: Fault[] };

/** Reads the records after the header. */
export class RowReader {
  private constructor(
    private readonly format: Format,
    private readonly context: FormatContext,
    private readonly columns: ReadonlyMap<string, number>,
    private readonly header: readonly string[],
    private readonly values: ReadonlyMap<string, ReadonlyMap<string, string>>,
  ) {}

  static of(format: Format, header: CsvRecord, mapping: Mapping, context: FormatContext): RowReader | HeaderFault {
    if (header.fault !== null || header.fields.every((name) => name.trim() === '')) return { code: header.fault === 'import.row_too_long' ? 'import.too_many_columns' : 'import.no_header', params: { max: MOST_COLUMNS } };
    if (header.fields.length > MOST_COLUMNS) return { code: 'import.too_many_columns', params: { max: MOST_COLUMNS } };
    const renamed = new Map(Object.entries(mapping.columns ?? {}).map(([theirs, ours]) => [plainName(theirs), plainName(ours)]));
    const columns = new Map<string, number>();
    for (const [i, name] of header.fields.entries()) {
      const ours = renamed.get(plainName(name)) ?? plainName(name);
      if (!columns.has(ours)) columns.set(ours, i);
    }
    const missing = format.required.filter((need) => (typeof need === 'string' ? !columns.has(need) : !need.some((one) => columns.has(one)))).map((need) => (typeof need === 'string' ? need : need.join(' | ')));
    if (missing.length > 0) return { code: 'import.missing_columns', params: { columns: missing, found: header.fields.slice(0, 40).map((name) => name.trim().slice(0, 60)) } };
    const values = new Map(Object.entries(mapping.values ?? {}).map(([column, table]) => [plainName(column), new Map(Object.entries(table).map(([theirs, ours]) => [theirs.trim().toLowerCase(), ours]))]));
    return new RowReader(format, context, columns, header.fields, values);
  }

  read({ line, fields, fault }: CsvRecord): Outcome {
    const keyAt = this.columns.get(this.format.key) ?? -1;
    const key = fields[keyAt]?.trim() || null;
    if (fault !== null) return { line, key: plausible(key), faults: [{ field: '', value: shown(fields.join(',')), code: fault }] };
    if (fields.length !== this.header.length) return { line, key: plausible(key), faults: [{ field: '', value: shown(fields.join(',')), code: 'import.columns', params: { expected: this.header.length, found: fields.length } }] };
    const faults: Fault[] = [];
    const row = this.format.read(this.rawOf(fields, faults), this.context);
    return row !== null && faults.length === 0 ? { line, row } : { line, key: plausible(key), faults: faults.slice(0, MOST_FAULTS) };
  }

  private rawOf(fields: readonly string[], faults: Fault[]): RawRow {
    const textOf = (column: string): string | null => {
      const at = this.columns.get(column);
      if (at === undefined) return null;
      const text = (fields[at] ?? '').trim();
      const mapped = this.values.get(column)?.get(text.toLowerCase()) ?? text;
      return this.format.unknown.includes(mapped.toLowerCase()) ? null : mapped;
    };
    return {
      text: textOf,
      has: (column) => this.columns.has(column),
      fault: (column, code, params) => {
        const at = this.columns.get(column);
        const field = at === undefined ? column : (this.header[at] ?? column).trim();
        if (!faults.some((one) => one.field === field)) faults.push({ field, value: shown(at === undefined ? '' : (fields[at] ?? '')), code, ...(params ? { params } : {}) });
      },
    };
  }
}

const plausible = (key: string | null): string | null => (key !== null && key.length <= 100 && !/[\u0000\uFFFD]/.test(key) ? key : null);

/** What is shown of a value in a report: short, and storable. */
const shown = (value: string): string => value.replaceAll('\u0000', '␀').slice(0, SHOWN);
