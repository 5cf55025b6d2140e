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

/** Writes events in the caller's transaction: they exist exactly when it commits. */
export async function emit(tx: Tx, ...events: NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.run(
    `insert into outbox (id, topic, key, payload, at, request_id)
     select (e->>'id')::uuid, e->>'topic', (e->>'key')::uuid, e->'payload', $2, e->>'requestId' from jsonb_array_elements($1::jsonb) e`,
    [JSON.stringify(events.map((event) => ({ id: v7(), requestId: null, ...event }))), tx.now],
  );
}

/** True for the first caller with this handler and event; later ones get false (a handler may run twice, its effect may not). */
export async function once(tx: Tx, handler: string, eventId: string): Promise<boolean> {
  return (await tx.run('insert into inbox (handler, event_id) values ($1, $2) on conflict do nothing', [handler, eventId])) === 1;
}
