import type { Problem } from '@opora/client';

/** What the server refused, or a network that did not answer (`status` 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly problem: Problem | null;
  /** Only for 429 and 503. Seconds. */
  readonly retryAfter: number | null;

  constructor(init: { status: number; code: string; message: string; problem?: Problem | null; requestId?: string | null; retryAfter?: number | null }) {
    super(init.message);
    this.name = 'ApiError';
    this.status = init.status;
    this.code = init.code;
    this.problem = init.problem ?? null;
    this.requestId = init.requestId ?? this.problem?.instance ?? null;
    this.retryAfter = init.retryAfter ?? null;
  }

  /** Messages by field: `/serviceId` → `serviceId`; `''` speaks of the whole body. */
  fields(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const { pointer, message, code } of this.problem?.errors ?? []) {
      const name = pointer.replace(/^\//, '');
      found[name] ??= message ?? this.problem?.detail ?? code;
    }
    return found;
  }
}

export const isApiError = (error: unknown, status?: number): error is ApiError => error instanceof ApiError && (status === undefined || error.status === status);

const codeOf = (problem: Problem): string => problem.type.split('/').pop() ?? 'unknown';

export async function errorOf(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '');
  const retry = Number(response.headers.get('retry-after'));
  const common = { status: response.status, requestId: response.headers.get('x-request-id'), retryAfter: Number.isFinite(retry) && retry > 0 ? retry : null };
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.status === 'number') return new ApiError({ ...common, code: codeOf(problem), message: problem.detail || problem.title, problem });
  } catch {
    /* A proxy's page, not ours. */
  }
  return new ApiError({ ...common, code: `http_${response.status}`, message: '' });
}
