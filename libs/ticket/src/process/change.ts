import type { TicketSet } from '../domain/ticket';

/** Leaves out what is not said: `undefined` is no value of a column. */
export const given = (set: { [F in keyof TicketSet]: TicketSet[F] | undefined }): TicketSet => Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)) as TicketSet;

/** WITH-term for what changes in the process's own row (a table with `ticket_id`); none where nothing does. `$1` is the ticket. The names are the code's own, never a caller's. */
export function ownRowTerms(table: string, columns: Readonly<Record<string, unknown>>, params: unknown[]): string[] {
  const said = Object.entries(columns).filter(([, value]) => value !== undefined);
  if (said.length === 0) return [];
  return [`${table}_row as (update ${table} set ${said.map(([column, value]) => `${column} = $${params.push(value)}`).join(', ')} where ticket_id = $1)`];
}
