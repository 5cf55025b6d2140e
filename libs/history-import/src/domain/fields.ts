import type { Channel, Level, Priority } from '@opora/kit';
import type { FormatContext, RawRow, Someone } from './row';

export const LONGEST = { key: 100, name: 200, title: 300, description: 20_000 } as const;
const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/;
const NAMED_EMAIL = /^(?<name>[^<]+)<(?<email>[^>]+)>$/;

/** The column's text within a length. */
export function words(row: RawRow, column: string, max: number = LONGEST.name): string | null {
  const text = row.text(column);
  if (text === null) return null;
  if (text.length <= max) return text;
  row.fault(column, 'import.too_long', { max });
  return null;
}

export function keyOf(row: RawRow, column: string): string | null {
  const key = words(row, column, LONGEST.key);
  if (key === null && row.text(column) === null) row.fault(column, 'import.required');
  return key;
}

/** @returns milliseconds since the epoch */
export function instant(row: RawRow, column: string, { instant: read, latest }: FormatContext, patterns: readonly string[]): number | null {
  const text = row.text(column);
  if (text === null) return null;
  const at = read(text);
  if (at === null) row.fault(column, 'import.not_an_instant', { patterns });
  else if (at > latest) row.fault(column, 'import.future');
  else return at;
  return null;
}

export function neededInstant(row: RawRow, column: string, context: FormatContext, patterns: readonly string[]): number | null {
  if (row.text(column) === null) row.fault(column, 'import.required');
  return instant(row, column, context, patterns);
}

/** Whole numbers, also written "3 - Moderate". */
export function number(row: RawRow, column: string, min: number, max: number): number | null {
  const text = row.text(column);
  if (text === null) return null;
  const digits = /^(\d{1,9})(?:\s*-.*)?$/.exec(text)?.[1];
  const n = digits === undefined ? NaN : Number(digits);
  if (n >= min && n <= max) return n;
  row.fault(column, 'import.not_a_number', { min, max });
  return null;
}

export function oneOf<T extends string>(row: RawRow, column: string, table: Readonly<Record<string, T>>): T | null {
  const text = row.text(column);
  if (text === null) return null;
  const found = table[text.toLowerCase()];
  if (found === undefined) row.fault(column, 'import.not_one_of', { values: [...new Set(Object.keys(table))].slice(0, 20) });
  return found ?? null;
}

const ANSWERS: Readonly<Record<string, 'yes' | 'no'>> = { true: 'yes', yes: 'yes', '1': 'yes', так: 'yes', false: 'no', no: 'no', '0': 'no', ні: 'no' };

export function yes(row: RawRow, column: string): boolean | null {
  const answer = oneOf(row, column, ANSWERS);
  return answer === null ? null : answer === 'yes';
}

const NUMBERED: readonly Level[] = ['high', 'medium', 'low'];

/** `high`, or the numbers 1–3 of ServiceNow and others. */
export function level(row: RawRow, column: string): Level | null {
  const text = row.text(column)?.toLowerCase();
  if (text === undefined) return null;
  if (text === 'high' || text === 'medium' || text === 'low') return text;
  const found = /^([123])(?:\s*-.*)?$/.exec(text)?.[1];
  if (found === undefined) row.fault(column, 'import.not_one_of', { values: ['high', 'medium', 'low', '1', '2', '3'] });
  return found === undefined ? null : (NUMBERED[Number(found) - 1] ?? null);
}

export const priority = (row: RawRow, column: string): Priority | null => {
  const text = row.text(column);
  if (text !== null && /^p[1-5]$/i.test(text)) return Number(text[1]) as Priority;
  return number(row, column, 1, 5) as Priority | null;
};

const CHANNELS: Readonly<Record<string, Channel>> = {
  portal: 'portal', 'self service': 'portal', 'self-service': 'portal', web: 'portal', email: 'email', mail: 'email', 'e-mail': 'email', phone: 'phone', ivr: 'phone', walk_in: 'walk_in', 'walk-in': 'walk_in', 'direct opening': 'walk_in', chat: 'chat', event: 'event', monitoring: 'event', api: 'api',
};
export const channel = (row: RawRow, column: string): Channel | null => oneOf(row, column, CHANNELS);

/** `Name`, `name@example.org` or `Name <name@example.org>`. */
export function someone(row: RawRow, column: string, label: (bare: string) => string = (bare) => bare): Someone | null {
  const text = words(row, column);
  if (text === null) return null;
  const named = NAMED_EMAIL.exec(text)?.groups;
  const email = (named?.['email'] ?? text).trim();
  if (!EMAIL.test(email)) return { name: label(text), email: null };
  return { name: (named?.['name'] ?? email).trim(), email: email.toLowerCase() };
}

/** Puts what is stated: a column that the file has and that is empty says "none". */
export const stated = <T>(row: RawRow, column: string, value: T): T | undefined => (row.has(column) ? value : undefined);
