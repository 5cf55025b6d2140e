/** One thing wrong with one place of a request (RFC 9457 extension member `errors`, `api.md` Conventions). */
export interface FieldError {
  /** JSON Pointer (RFC 6901) into the request body; `""` means the whole body. */
  pointer: string;
  code: string;
  message?: string;
  params?: Record<string, unknown>;
}

export interface RefusalOptions {
  /** HTTP status that the edge answers with; 422 where nothing else is said. */
  status?: number;
  params?: Record<string, unknown>;
  errors?: FieldError[];
  /** Members that the problem document carries besides the standard ones. */
  extra?: Record<string, unknown>;
}

/** The one way in which a rule says no. The edge turns it into `application/problem+json`; texts stand in the message catalogue under `code`. */
export class Refusal extends Error {
  readonly status: number;
  readonly params: Record<string, unknown>;
  readonly errors: FieldError[] | undefined;
  readonly extra: Record<string, unknown>;

  constructor(
    readonly code: string,
    options: RefusalOptions = {},
  ) {
    super(code);
    this.name = 'Refusal';
    this.status = options.status ?? 422;
    this.params = options.params ?? {};
    this.errors = options.errors;
    this.extra = options.extra ?? {};
  }
}

/** @throws Refusal always */
export function refuse(code: string, options?: RefusalOptions): never {
  throw new Refusal(code, options);
}

/** 404: the same answer for "does not exist" and "not yours to know" (`security.md` I20). */
export const notFound = (): Refusal => new Refusal('not_found', { status: 404 });

/** 403: known, but not permitted. */
export const forbidden = (permission?: string): Refusal =>
  new Refusal('forbidden', { status: 403, extra: permission === undefined ? {} : { permission } });

/** 409: the state does not allow the command; names the state and what it allows. */
export const conflict = (code: string, extra: { state?: string; allowedCommands?: readonly string[] } & Record<string, unknown> = {}): Refusal =>
  new Refusal(code, { status: 409, extra, params: extra });

/** 422 for one field. */
export const invalid = (pointer: string, code: string, params?: Record<string, unknown>): Refusal =>
  new Refusal('invalid', { status: 422, errors: [params === undefined ? { pointer, code } : { pointer, code, params }] });

/** 422: the reference is unknown or invisible to the caller; both look alike (`security.md` C, conventions). */
export const unknownReference = (pointer: string): Refusal => invalid(pointer, 'unknown_reference');
