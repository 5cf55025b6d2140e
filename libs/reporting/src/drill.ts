import type { Actor } from '@opora/platform';
import type { TicketListQuery } from '@opora/ticket';

/** Filters of a ticket list; several values of one name mean "or". */
export type Drill = Partial<Omit<TicketListQuery, 'limit' | 'cursor' | 'sort' | 'q' | 'count'>>;

/** `GET /tickets?…` that opens exactly what a figure counts. */
export function queryOf(drill: Drill): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(drill)) for (const one of value === undefined ? [] : [value].flat()) params.append(name, one);
  return params.toString();
}

export interface Figured {
  count: number;
  query: string;
}
export const figure = (count: number, ...parts: readonly Drill[]): Figured => ({ count, query: queryOf(Object.assign({}, ...parts) as Drill) });

export const OPEN: Drill = { phase: ['new', 'active', 'waiting'] };

export type Dimension = 'service' | 'group' | 'priority' | 'department';

interface Cut {
  sql: string;
  label(actor: Actor): string;
  join: string;
  drill(key: string | null): Drill;
}

const named = (column: string, table: string, name: 'serviceId' | 'groupId' | 'departmentId'): Cut => ({
  sql: `${column}::text`,
  label: ({ locale }) => `(select n.name_${locale} from ${table} n where n.id = x.key::uuid)`,
  join: '',
  drill: (key) => ({ [name]: [key ?? 'none'] }),
});

/** By what tickets are put together, each with the filter of the same. */
export const CUTS: Readonly<Record<Dimension, Cut>> = {
  service: named('t.service_id', 'service', 'serviceId'),
  group: named('t.group_id', 'support_group', 'groupId'),
  department: named('t.requester_department_id', 'department', 'departmentId'),
  priority: { sql: 't.priority::text', label: () => `'P' || x.key`, join: '', drill: (key) => ({ priority: [key ?? ''] }) },
};
