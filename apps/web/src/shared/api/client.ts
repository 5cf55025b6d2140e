import { oporaClient } from '@opora/client';
import { currentLocale, serverTime } from '../i18n';
import { takeEarly } from './early';
import { ApiError, errorOf } from './problem';

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const TIMEOUT_MS = 30_000;

let csrfToken: string | null = null;
export function setCsrfToken(token: string | null | undefined): void {
  csrfToken = token ?? null;
}
export const currentCsrfToken = (): string | null => csrfToken;

/** Told once when a signed-in person's session is over; the shell lays the sign-in over the page. */
let onSessionOver: () => void = () => undefined;
export function whenSessionOver(act: () => void): void {
  onSessionOver = act;
}

const silent = (path: string): boolean => path.startsWith('/auth/');

/** One request: language, CSRF, a limit of time, and every refusal as an `ApiError`. */
async function ask(input: Request): Promise<Response> {
  input.headers.set('Accept-Language', currentLocale());
  if (UNSAFE.has(input.method) && csrfToken !== null) input.headers.set('X-CSRF-Token', csrfToken);
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  try {
    response = await (takeEarly(input) ?? fetch(new Request(input, { signal: AbortSignal.any([input.signal, limit]), credentials: 'same-origin' })));
  } catch (error) {
    if (input.signal.aborted) throw error;
    throw new ApiError({ status: 0, code: limit.aborted ? 'timeout' : 'network', message: '' });
  }
  const date = response.headers.get('date');
  if (date !== null) sync(date);
  if (response.ok) return response;
  const error = await errorOf(response);
  if (error.status === 401 && csrfToken !== null && !silent(new URL(input.url).pathname.replace('/api/v1', ''))) onSessionOver();
  throw error;
}

/** The `Date` header is the machine's clock; replies of a moved test clock are corrected by `X-Opora-Now` where the server sends it. */
function sync(date: string): void {
  const at = new Date(date);
  if (!Number.isNaN(at.getTime())) serverTime(at);
}

export const api = oporaClient({ fetch: ask });

/** For what openapi-fetch does not do: uploads with progress, files. Path under `/api/v1`. */
export const raw = (path: string, init?: RequestInit): Promise<Response> => ask(new Request(`${location.origin}/api/v1${path}`, init));

/** The body of an answer; refusals were thrown before. */
export async function body<T>(answer: Promise<{ data?: T; response: Response }>): Promise<T> {
  return (await answer).data as T;
}

/** `If-Match` of what the person has seen; `*` where the act does not depend on it. */
export const ifMatch = (version: number | '*'): { 'If-Match': string } => ({ 'If-Match': version === '*' ? '*' : `"${version}"` });

const keys = new WeakMap<object, string>();
/** The key of an intention that is sent again by itself after a broken line: the same object, the same key, and so one effect. */
export function keyOf(intention: object): string {
  const known = keys.get(intention) ?? idempotencyKey();
  keys.set(intention, known);
  return known;
}

/** One key for one intention: kept over retries, new after success. */
export const idempotencyKey = (): string => crypto.randomUUID();
