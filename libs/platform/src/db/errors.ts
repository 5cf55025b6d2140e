interface DriverError {
  code?: string;
  message?: string;
  constraint?: string;
  driverError?: DriverError;
}

function driverErrorOf(error: unknown): DriverError {
  const outer = (error ?? {}) as DriverError;
  return outer.driverError ?? outer;
}

/** SQLSTATE or Node's error code, where there is one. */
export const codeOf = (error: unknown): string | undefined => driverErrorOf(error).code;

/** Name of the constraint that refused the row. */
export const constraintOf = (error: unknown): string | undefined => driverErrorOf(error).constraint;

export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  codeOf(error) === '23505' && (constraint === undefined || constraintOf(error) === constraint);

/** Serialisation failure or deadlock: the same work may succeed at once. */
export const retryable = (error: unknown): boolean => ['40001', '40P01'].includes(codeOf(error) ?? '');

const UNAVAILABLE = new Set(['57P01', '57P02', '57P03', '08000', '08001', '08003', '08004', '08006', '53300', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);

/** Why the database cannot serve now (`security.md` F3, F4, F9, F17), or null where the error is of another kind. */
export function unavailability(error: unknown): 'unavailable' | 'storage_full' | 'too_expensive' | 'busy' | null {
  const { code, message = '' } = driverErrorOf(error);
  if (code === '53100') return 'storage_full';
  if (code === '57014') return 'too_expensive';
  if (code === '55P03' || code === '40001' || code === '40P01') return 'busy';
  if (code !== undefined && UNAVAILABLE.has(code)) return 'unavailable';
  if (/Connection terminated|Query runner already released|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Driver not Connected/i.test(message)) return 'unavailable';
  return null;
}
