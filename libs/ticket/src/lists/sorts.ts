import { invalid } from '@opora/kit';
import type { Actor } from '@opora/platform';
import { DUE, mayUse } from './filters';

interface SortField {
  column: string;
  /** Cast of a cursor's value. */
  type: string;
  reach: 'all' | 'staff';
}

/** The literal table that sort names go through (`security.md` IN-02). */
const SORTS: Readonly<Record<string, SortField>> = {
  createdAt: { column: 't.created_at', type: 'timestamptz', reach: 'all' },
  updatedAt: { column: 't.updated_at', type: 'timestamptz', reach: 'staff' },
  priority: { column: 't.priority', type: 'smallint', reach: 'all' },
  dueAt: { column: DUE, type: 'timestamptz', reach: 'staff' },
  reference: { column: 't.reference', type: 'text', reach: 'all' },
  title: { column: 't.title', type: 'text', reach: 'all' },
  state: { column: 't.state', type: 'text', reach: 'all' },
  resolvedAt: { column: "coalesce(t.resolved_at, '9999-12-31T00:00:00Z'::timestamptz)", type: 'timestamptz', reach: 'all' },
  closedAt: { column: "coalesce(t.closed_at, '9999-12-31T00:00:00Z'::timestamptz)", type: 'timestamptz', reach: 'all' },
  reassignmentCount: { column: 't.reassignment_count', type: 'int', reach: 'staff' },
};
const PUBLIC_UPDATED: SortField = { column: 't.public_updated_at', type: 'timestamptz', reach: 'all' };
const ID: SortField = { column: 't.id', type: 'uuid', reach: 'all' };
const MOST_FIELDS = 3;

export interface Sort {
  fields: readonly (SortField & { descending: boolean })[];
}

/** @throws Refusal 422 `unknown_sort` */
export function parseSort(actor: Actor, sort: string): Sort {
  const names = sort.split(',').map((part) => part.trim());
  if (names.length > MOST_FIELDS) throw invalid('/sort', 'unknown_sort');
  const fields = names.map((part) => {
    const name = part.replace(/^-/, '');
    const insider = mayUse(actor, 'staff');
    const field = name === 'updatedAt' && !insider ? PUBLIC_UPDATED : Object.hasOwn(SORTS, name) ? SORTS[name] : undefined;
    if (!field || !mayUse(actor, field.reach)) throw invalid('/sort', 'unknown_sort');
    return { ...field, descending: part.startsWith('-') };
  });
  /* Within one priority the oldest come first, as a queue is worked; identifiers make every order whole. */
  const last = fields.at(-1)?.descending ?? false;
  if (fields.length === 1 && fields[0]?.column === 't.priority') fields.push({ ...(SORTS['createdAt'] as SortField), descending: last });
  return { fields: [...fields, { ...ID, descending: last }] };
}

export const orderBy = ({ fields }: Sort): string => fields.map(({ column, descending }) => `${column}${descending ? ' desc' : ''}`).join(', ');

/** Values of a row's place in this order, for the cursor. */
export const placeColumns = ({ fields }: Sort): string => fields.map(({ column }, i) => `${column}::text as "place${i}"`).join(', ');

/** Rows after the place that the cursor holds; a row comparison where all fields run the same way, so that an index can serve it. */
export function after({ fields }: Sort, values: readonly unknown[], params: unknown[]): string {
  const placed = fields.map(({ type }, i) => `$${params.push(values[i])}::${type}`);
  if (fields.every((field) => field.descending === fields[0]?.descending))
    return `(${fields.map((field) => field.column).join(', ')}) ${fields[0]?.descending ? '<' : '>'} (${placed.join(', ')})`;
  const steps = fields.map((field, i) => `(${[...fields.slice(0, i).map((f, k) => `${f.column} = ${placed[k]}`), `${field.column} ${field.descending ? '<' : '>'} ${placed[i]}`].join(' and ')})`);
  return `(${steps.join(' or ')})`;
}
