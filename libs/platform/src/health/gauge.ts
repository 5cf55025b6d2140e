import type { Sql } from '../db/sql';

export interface Reading {
  value: number;
  labels?: Readonly<Record<string, string>>;
}

/** A figure that is read where it lies, the database, whenever somebody asks for the metrics; no person or ticket in a label. */
export interface GaugeSpec {
  name: string;
  help: string;
  labels?: readonly string[];
  read: (sql: Sql) => Promise<readonly Reading[]>;
}

/** One row, one value. */
export const single = (text: string) => async (sql: Sql): Promise<Reading[]> => {
  const row = await sql.one<{ value: number | null }>(text);
  return row?.value === null || row?.value === undefined ? [] : [{ value: Number(row.value) }];
};

/** A row a combination of labels: every column but `value` is one. */
export const labelled = (text: string) => async (sql: Sql): Promise<Reading[]> =>
  (await sql.rows<{ value: number } & Record<string, string | number>>(text)).map(({ value, ...labels }) => ({ value: Number(value), labels: Object.fromEntries(Object.entries(labels).map(([key, of]) => [key, String(of)])) }));
