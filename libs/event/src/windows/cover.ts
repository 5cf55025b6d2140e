import type { Sql } from '@opora/platform';

export interface OpenWindow {
  id: string;
  toAt: Date;
  serviceIds: string[];
  itemIds: string[];
  sourceIds: string[];
}

export const windowsAt = (sql: Sql, now: Date): Promise<OpenWindow[]> =>
  sql.rows<OpenWindow>(`select id, to_at as "toAt", service_ids as "serviceIds", item_ids as "itemIds", source_ids as "sourceIds" from maintenance_window where active and from_at <= $1 and to_at > $1 order by to_at desc`, [now]);

/** The window under which an alert falls: its source, its service, its item or something that the item depends on is worked at. */
export function coverOf(windows: readonly OpenWindow[], alert: { sourceId: string; serviceId: string | null; itemId: string | null }, above: ReadonlySet<string> | undefined): OpenWindow | null {
  return (
    windows.find(
      ({ serviceIds, itemIds, sourceIds }) =>
        sourceIds.includes(alert.sourceId) || (alert.serviceId !== null && serviceIds.includes(alert.serviceId)) || (alert.itemId !== null && itemIds.includes(alert.itemId)) || itemIds.some((id) => above?.has(id)),
    ) ?? null
  );
}
