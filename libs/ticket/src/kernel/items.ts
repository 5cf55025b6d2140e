import type { FieldChange } from '@opora/journal';
import type { Sql } from '@opora/platform';

interface ItemsChange {
  changes: FieldChange[];
  /** WITH-terms that write it; they push their parameters. `$1` is the ticket. */
  terms(params: unknown[]): string[];
}

const NOTHING: ItemsChange = { changes: [], terms: () => [] };

/** From the configuration items that a ticket has to those that it shall have. */
export async function itemsChange(sql: Sql, ticketId: string, wished: readonly string[] | undefined): Promise<ItemsChange> {
  if (wished === undefined) return NOTHING;
  const from = (await sql.rows<{ id: string }>('select ci_id as id from ticket_ci where ticket_id = $1 order by ci_id', [ticketId])).map((row) => row.id);
  const to = [...new Set(wished.map((id) => id.toLowerCase()))].sort();
  const [gone, come] = [from.filter((id) => !to.includes(id)), to.filter((id) => !from.includes(id))];
  if (gone.length === 0 && come.length === 0) return NOTHING;
  return {
    changes: [{ field: 'configurationItemIds', from, to }],
    terms: (params) => [
      `ci_gone as (delete from ticket_ci where ticket_id = $1 and ci_id = any($${params.push(gone)}::uuid[]))`,
      `ci_come as (insert into ticket_ci (ticket_id, ci_id) select $1, x from unnest($${params.push(come)}::uuid[]) x)`,
    ],
  };
}
