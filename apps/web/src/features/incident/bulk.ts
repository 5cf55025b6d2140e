import { raw, type Schemas } from '../../shared/api';
import type { IncidentRow } from '../ticket/queries';

/** Part of a bulk act that is the same for its tickets. */
export interface Batch {
  ids: readonly string[];
  change?: Record<string, unknown>;
  command?: string;
  body?: Record<string, unknown>;
}

export interface Outcome {
  done: readonly string[];
  refused: readonly { id: string; why: string }[];
}

const MOST = 200;

async function run(batch: Batch, dryRun: boolean): Promise<Schemas['BulkItem'][]> {
  const items: Schemas['BulkItem'][] = [];
  for (let at = 0; at < batch.ids.length; at += MOST) {
    const answer = await raw('/tickets/bulk', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify({ ...batch, ids: batch.ids.slice(at, at + MOST), ...(dryRun ? { dryRun: true } : {}) }),
    });
    items.push(...((await answer.json()) as Schemas['BulkReply']).items);
  }
  return items;
}

const wordOf = ({ problem }: Schemas['BulkItem']): string => {
  const { detail, title, errors } = (problem ?? {}) as { detail?: string; title?: string; errors?: { message?: string }[] };
  return errors?.[0]?.message ?? detail ?? title ?? '';
};

/** Carries out, or only tries, one act after the other; what one of them was refused the next ones leave alone. */
export async function carryOut(batches: readonly Batch[], dryRun: boolean): Promise<Outcome> {
  const done = new Set<string>();
  const refused = new Map<string, string>();
  for (const batch of batches) {
    const ids = batch.ids.filter((id) => !refused.has(id));
    if (ids.length === 0) continue;
    for (const item of await run({ ...batch, ids }, dryRun)) {
      if (item.status === 'done') done.add(item.id);
      else refused.set(item.id, wordOf(item));
    }
  }
  return { done: [...done].filter((id) => !refused.has(id)), refused: [...refused].map(([id, why]) => ({ id, why })) };
}

/** Leave, set and clear are three different wishes (ux.md E9). */
export type Wish<T> = { how: 'leave' } | { how: 'set'; value: T } | { how: 'clear' };

export interface BulkEdit {
  assignee: Wish<string>;
  group: Wish<string>;
  priority: Wish<{ priority: number; reason: string }>;
  place: Wish<{ serviceId: string; categoryId: string | null }>;
  /** `set` adds, `clear` removes all. */
  tags: Wish<readonly string[]>;
}

export const NOTHING: BulkEdit = { assignee: { how: 'leave' }, group: { how: 'leave' }, priority: { how: 'leave' }, place: { how: 'leave' }, tags: { how: 'leave' } };

/** Rows that go together because the act is the same for them. */
function together(rows: readonly IncidentRow[], keyOf: (row: IncidentRow) => string, batchOf: (row: IncidentRow) => Omit<Batch, 'ids'> | null): Batch[] {
  const batches = new Map<string, Batch & { ids: string[] }>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = batches.get(key);
    if (known) known.ids.push(row.id);
    else {
      const batch = batchOf(row);
      if (batch) batches.set(key, { ids: [row.id], ...batch });
    }
  }
  return [...batches.values()];
}

export function planOf(rows: readonly IncidentRow[], { assignee, group, priority, place, tags }: BulkEdit): Batch[] {
  const ids = rows.map(({ id }) => id);
  const plan: Batch[] = [];
  if (assignee.how === 'set' || group.how === 'set')
    plan.push({ ids, command: 'assign', body: { ...(group.how === 'set' ? { groupId: group.value } : {}), ...(assignee.how === 'set' ? { assigneeId: assignee.value } : {}) } });
  else if (assignee.how === 'clear') plan.push(...together(rows.filter((row) => row.assignee !== null), (row) => row.group?.id ?? '', (row) => (row.group ? { command: 'assign', body: { groupId: row.group.id } } : null)));
  if (place.how !== 'leave') plan.push({ ids, change: place.how === 'set' ? { serviceId: place.value.serviceId, categoryId: place.value.categoryId } : { serviceId: null, categoryId: null } });
  if (priority.how === 'set') plan.push({ ids, change: { priority: priority.value.priority, priorityReason: priority.value.reason } });
  if (tags.how === 'clear') plan.push({ ids, change: { tags: [] } });
  if (tags.how === 'set') plan.push(...together(rows, (row) => JSON.stringify(row.tags), (row) => ({ change: { tags: [...new Set([...(row.tags ?? []), ...tags.value])] } })));
  return plan;
}

/** What puts the fields back as these rows had them. */
export function undoOf(rows: readonly IncidentRow[], { assignee, group, priority, place, tags }: BulkEdit): Batch[] {
  const plan: Batch[] = [];
  if (assignee.how !== 'leave' || group.how !== 'leave')
    plan.push(...together(rows, (row) => `${row.group?.id ?? ''} ${row.assignee?.id ?? ''}`, (row) => (row.group ? { command: 'assign', body: { groupId: row.group.id, ...(row.assignee ? { assigneeId: row.assignee.id } : {}) } } : null)));
  if (place.how !== 'leave') plan.push(...together(rows, (row) => `${row.service?.id ?? ''} ${row.category?.id ?? ''}`, (row) => ({ change: { serviceId: row.service?.id ?? null, categoryId: row.category?.id ?? null } })));
  if (priority.how !== 'leave') plan.push(...together(rows, (row) => `${row.impact ?? ''} ${row.urgency ?? ''}`, (row) => ({ change: { impact: row.impact, urgency: row.urgency } })));
  if (tags.how !== 'leave') plan.push(...together(rows, (row) => JSON.stringify(row.tags), (row) => ({ change: { tags: row.tags ?? [] } })));
  return plan;
}
