import { v7 } from 'uuid';
import type { Tx } from '../db/sql';

/** An event on its way to its handlers: ids and small facts, never content (`security.md` SS-10). */
export interface OutboxEvent {
  id: string;
  /** Order of relaying; what `Last-Event-ID` counts. */
  seq: number;
  topic: string;
  /** The aggregate that it is about. */
  key: string;
  payload: Record<string, unknown>;
  at: Date;
  requestId: string | null;
}

export interface NewEvent {
  topic: string;
  key: string;
  payload: Record<string, unknown>;
  requestId?: string | null;
}

/** INSERT of events, for a caller that writes them in one statement with its own rows; pushes its parameters, the text is the same for any number of events. */
export function outboxInsert(events: readonly NewEvent[], at: Date, params: unknown[]): string {
  params.push(JSON.stringify(events.map((event) => ({ id: v7(), requestId: null, ...event }))), at);
  return `insert into outbox (id, topic, key, payload, at, request_id)
     select (e->>'id')::uuid, e->>'topic', (e->>'key')::uuid, e->'payload', $${params.length}, e->>'requestId' from jsonb_array_elements($${params.length - 1}::jsonb) e`;
}

/** Writes events in the caller's transaction: they exist exactly when it commits. */
export async function emit(tx: Tx, ...events: NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const params: unknown[] = [];
  tx.send(outboxInsert(events, tx.now, params), params);
}

/** True for the first caller with this handler and event; later ones get false (a handler may run twice, its effect may not). */
export async function once(tx: Tx, handler: string, eventId: string): Promise<boolean> {
  return (await tx.run('insert into inbox (handler, event_id) values ($1, $2) on conflict do nothing', [handler, eventId])) === 1;
}
