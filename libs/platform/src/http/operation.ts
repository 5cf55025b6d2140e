import { Refusal } from '@opora/kit';
import type { Tx } from '../db/sql';

/** An `Idempotency-Key` at work (`api.md` Writing; `security.md` G): per principal, method and path. */
export interface Operation {
  principal: string;
  method: string;
  path: string;
  key: string;
  /** SHA-256 of the canonical body, base64url. */
  fingerprint: string;
  /** Status of the first answer. */
  status: number;
}

/** Thrown when the operation was finished before; carries the stored first answer. */
export class OperationReplay extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super('operation replayed');
  }
}

interface StoredRow {
  free: boolean;
  fingerprint: string | null;
  status: number | null;
  body: unknown;
}

const SCOPE = (operation: Operation): string[] => [operation.principal, operation.method, operation.path, operation.key];

/** @throws Refusal 409 `in_progress`, 422 `idempotency_mismatch`; OperationReplay */
export async function startOperation(tx: Tx, operation: Operation): Promise<void> {
  const row = await tx.one<StoredRow>(
    `with lock as (select pg_try_advisory_xact_lock(hashtextextended($1 || ' ' || $2 || ' ' || $3 || ' ' || $4, 0)) as free)
     select lock.free, i.fingerprint, i.status, i.body
     from lock left join idempotency i on i.principal = $1::uuid and i.method = $2 and i.path = $3 and i.key = $4 and i.created_at > now() - interval '24 hours'`,
    SCOPE(operation),
  );
  if (!row?.free) throw new Refusal('in_progress', { status: 409 });
  if (row.fingerprint === null) return;
  if (row.fingerprint !== operation.fingerprint) throw new Refusal('idempotency_mismatch', { status: 422, errors: [{ pointer: '', code: 'idempotency_mismatch' }] });
  throw new OperationReplay(row.status ?? 200, row.body);
}

export function finishOperation(tx: Tx, operation: Operation, body: unknown): void {
  tx.send(
    `insert into idempotency (principal, method, path, key, fingerprint, status, body) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (principal, method, path, key) do update set fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body, created_at = now()`,
    [...SCOPE(operation), operation.fingerprint, operation.status, JSON.stringify(body ?? null)],
  );
}
