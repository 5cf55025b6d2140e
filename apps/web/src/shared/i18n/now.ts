import { useSyncExternalStore } from 'react';

/* One timer for all relative times on the page (ux.md §2.10), aligned to the server's clock, which a test may move. */
let offset = 0;
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

function tick(): void {
  now = Date.now() + offset;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/** The server's idea of now, from the `Date` header or a reply; a difference below 5 s is the network's. */
export function serverTime(at: Date): void {
  const found = at.getTime() - Date.now();
  if (Math.abs(found - offset) < 5_000) return;
  offset = found;
  tick();
}

export const serverNow = (): Date => new Date(Date.now() + offset);

/** Milliseconds; changes every half minute. */
export function useNow(): Date {
  const at = useSyncExternalStore(subscribe, () => now);
  return new Date(at);
}
