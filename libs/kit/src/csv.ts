export type CsvValue = string | number | null;

export interface Sheet {
  /** Of the file, without its ending. */
  name: string;
  head: readonly string[];
  rows: readonly (readonly CsvValue[])[];
}

const MOST = 32_767;
const CUT = '… [cut]';
/* What spreadsheets take for the beginning of a formula, also in full width, and after spaces, quotes or invisible characters (`security.md` EX-01). */
const FORMULA = /^[\s"'\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;
const FIRST = /^[\t\r\n]/;
/* NUL and its like mean nothing in a table. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;

function cell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const clean = value.replace(CONTROL, '');
  const safe = FORMULA.test(clean) || FIRST.test(clean) ? `'${clean}` : clean;
  const whole = safe.length > MOST ? safe.slice(0, MOST - CUT.length) + CUT : safe;
  return /[",\r\n']/.test(whole) || whole !== whole.trim() ? `"${whole.replaceAll('"', '""')}"` : whole;
}

/** RFC 4180 with a byte order mark, by which Excel knows UTF-8; texts of people never become formulas, numbers of ours stay numbers. */
export const csv = ({ head, rows }: Sheet): string => `\ufeff${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;

/** A name for a file: letters, digits, dots and dashes. */
export const fileName = (name: string): string => name.replace(/[^a-zA-Z0-9._-]+/g, '-').replace(/^[.-]+/, '').slice(0, 100) || 'report';
