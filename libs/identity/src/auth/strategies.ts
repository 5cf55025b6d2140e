import type { Strategy } from 'passport';

interface Attempt<U> {
  authenticate(request: unknown, options: object): void;
  success(user: U): void;
  fail(): void;
  error(error: unknown): void;
  pass(): void;
}

/** Runs a passport strategy on a plain request: strategies know only `success`, `fail` and `error`, so they need no Express (ADR 0002). */
export function attempt<U>(strategy: Strategy, request: { headers: Record<string, unknown>; body?: unknown }): Promise<U | null> {
  return new Promise((resolve, reject) => {
    const one = Object.create(strategy) as Attempt<U>;
    one.success = resolve;
    one.fail = () => resolve(null);
    one.pass = () => resolve(null);
    one.error = reject;
    one.authenticate(request, {});
  });
}
