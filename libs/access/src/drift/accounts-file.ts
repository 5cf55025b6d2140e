import { Refusal } from '@opora/kit';
import { parse } from 'csv-parse/sync';
import type { UnknownRow } from './drift.dto';

/** One account with one right, as a target system tells of it. */
export interface RealAccount {
  line: number;
  account: string;
  entitlement: string;
  lastUsedAt: Date | null;
}

const MOST_ROWS = 100_000;
const NAMES: Readonly<Record<'account' | 'entitlement' | 'lastUsed', readonly string[]>> = {
  account: ['account', 'login', 'user', 'username', 'email', 'e-mail', 'mail', 'обліковий запис', 'логін', 'користувач', 'пошта'],
  entitlement: ['entitlement', 'right', 'role', 'group', 'permission', 'право', 'роль', 'група', 'код'],
  lastUsed: ['last_used', 'last used', 'lastused', 'last_login', 'last login', 'lastlogon', 'останній вхід', 'востаннє'],
};

/** @throws Refusal 422 for what is no such file */
export function accountsOf(bytes: Buffer): { accounts: RealAccount[]; unknown: UnknownRow[] } {
  let rows: string[][];
  try {
    rows = parse(bytes, { bom: true, delimiter: [',', ';', '\t'], relax_column_count: true, skip_empty_lines: true, trim: true, to: MOST_ROWS + 2 }) as string[][];
  } catch {
    throw new Refusal('invalid', { errors: [{ pointer: '/file', code: 'access.drift.not_csv' }] });
  }
  const [head = [], ...lines] = rows;
  const place = (name: keyof typeof NAMES): number => head.findIndex((title) => NAMES[name].includes(title.toLowerCase()));
  const [account, entitlement, lastUsed] = [place('account'), place('entitlement'), place('lastUsed')];
  if (account === -1 || entitlement === -1) throw new Refusal('invalid', { errors: [{ pointer: '/file', code: 'access.drift.columns' }] });
  if (lines.length > MOST_ROWS) throw new Refusal('invalid', { errors: [{ pointer: '/file', code: 'access.drift.too_many', params: { most: MOST_ROWS } }] });
  const unknown: UnknownRow[] = [];
  const accounts = lines.flatMap((row, index): RealAccount[] => {
    const one = { line: index + 2, account: row[account] ?? '', entitlement: row[entitlement] ?? '' };
    const used = lastUsed === -1 ? '' : (row[lastUsed] ?? '');
    const lastUsedAt = used === '' ? null : new Date(used);
    const why = one.account === '' || one.entitlement === '' ? 'empty' : lastUsedAt !== null && Number.isNaN(lastUsedAt.getTime()) ? 'date' : null;
    if (why === null) return [{ ...one, lastUsedAt }];
    unknown.push({ ...one, why });
    return [];
  });
  return { accounts, unknown };
}
