import type { FieldError, Locale } from '@opora/kit';
import { Refusal, notFound } from '@opora/kit';
import { codeOf, unavailability } from '../db/errors';
import { messageOf } from './messages';

/** RFC 9457 document. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors?: FieldError[];
  [member: string]: unknown;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 408: 'Request Timeout', 409: 'Conflict', 410: 'Gone', 412: 'Precondition Failed',
  413: 'Content Too Large', 415: 'Unsupported Media Type', 416: 'Range Not Satisfiable', 422: 'Unprocessable Content', 428: 'Precondition Required', 429: 'Too Many Requests',
  431: 'Request Header Fields Too Large', 500: 'Internal Server Error', 503: 'Service Unavailable', 507: 'Insufficient Storage',
};

interface EdgeError {
  statusCode?: number;
  status?: number;
  code?: string;
}

const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'bad_request', 404: 'not_found', 405: 'method_not_allowed', 413: 'payload_too_large', 415: 'unsupported_media_type', 431: 'header_too_large',
};

/* What the multipart reader throws where the body ends early or is no form at all; it gives these errors no code. */
const MALFORMED_FORM = /^(Unexpected end of (form|file|multipart data)|Part terminated early|Malformed part header|Malformed multipart|Multipart: Boundary not found)/;

/** Whatever was thrown, as a refusal that may be shown; null where it is our own fault. */
export function asRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  const why = unavailability(error);
  if (why !== null) return new Refusal(why, { status: 503, extra: { retryAfterSeconds: why === 'busy' ? 1 : 3 } });
  // An address that names no id at all names nothing that exists.
  if (codeOf(error) === '22P02' && /type uuid/.test((error as Error).message)) return notFound();
  const edge = (error ?? {}) as EdgeError & { getStatus?: () => number };
  const status = typeof edge.getStatus === 'function' ? edge.getStatus() : edge.statusCode;
  if (edge.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || edge.code === 'FST_INVALID_MULTIPART_CONTENT_TYPE') return new Refusal('unsupported_media_type', { status: 415 });
  if (error instanceof Error && MALFORMED_FORM.test(error.message)) return new Refusal('bad_request', { status: 400 });
  if (typeof status === 'number' && status >= 400 && status < 500) return new Refusal(BY_STATUS[status] ?? 'bad_request', { status });
  return null;
}

export function problemOf(refusal: Refusal, locale: Locale, requestId: string): Problem {
  const errors =
    refusal.errors ?? (refusal.status === 422 ? [{ pointer: '', code: refusal.code, params: refusal.params }] : undefined);
  return {
    type: `/problems/${refusal.code.replaceAll('_', '-')}`,
    title: TITLES[refusal.status] ?? 'Error',
    status: refusal.status,
    detail: messageOf(refusal.code, locale, refusal.params),
    instance: requestId,
    ...refusal.extra,
    ...(errors
      ? { errors: errors.map(({ pointer, code, message, params }) => ({ pointer, code, message: message ?? messageOf(code, locale, params), ...(params ? { params } : {}) })) }
      : {}),
  };
}
