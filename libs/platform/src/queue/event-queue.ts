import { Injectable } from '@nestjs/common';

export interface Owed {
  id: string;
  handler: string;
}

/** Where the relay puts what is owed; the worker binds it to BullMQ. */
@Injectable()
export abstract class EventQueue {
  /** @param again a second try: the job's first id may still be known to the queue and must not swallow it */
  abstract add(owed: readonly Owed[], again?: boolean): Promise<void>;
}

/** Jobs by handler, at most `size` events each. */
export function batches(owed: readonly Owed[], size = 100): { handler: string; ids: string[] }[] {
  const byHandler = new Map<string, string[]>();
  for (const { id, handler } of owed) byHandler.set(handler, [...(byHandler.get(handler) ?? []), id]);
  return [...byHandler].flatMap(([handler, ids]) =>
    Array.from({ length: Math.ceil(ids.length / size) }, (_unused, i) => ({ handler, ids: ids.slice(i * size, (i + 1) * size) })),
  );
}
