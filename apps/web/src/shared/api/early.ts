declare global {
  interface Window {
    /** Answers that were asked for before the program was here (public/first-paint.js), by address. */
    oporaEarly?: Record<string, Promise<Response>>;
  }
}

/** An answer older than this is asked for again. Milliseconds since the page began. */
const FRESH_MS = 10_000;

/** The answer that is on its way already, once; null where nobody has asked yet. */
export function takeEarly(request: Request): Promise<Response> | null {
  const waiting = globalThis.window?.oporaEarly;
  if (!waiting || request.method !== 'GET') return null;
  const { pathname, search } = new URL(request.url);
  const answer = waiting[pathname + search];
  if (!answer) return null;
  delete waiting[pathname + search];
  return performance.now() > FRESH_MS ? null : answer;
}
