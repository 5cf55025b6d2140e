import { createHash } from 'node:crypto';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import type { EntityManager } from 'typeorm';

export interface StatementOptions {
  /** `false` for texts built from filters: they are many, and each is better planned with its values. */
  prepare?: boolean;
}

/** Statements with positional parameters. Instants come back as `Date`, bigints as `number`. */
export interface Sql {
  rows<R>(text: string, params?: readonly unknown[], options?: StatementOptions): Promise<R[]>;
  one<R>(text: string, params?: readonly unknown[], options?: StatementOptions): Promise<R | null>;
  /** @returns the number of rows that the statement touched */
  run(text: string, params?: readonly unknown[], options?: StatementOptions): Promise<number>;
}

/** One transaction; whoever writes takes it as an argument, so that no change hides outside of it. */
export interface Tx extends Sql {
  readonly manager: EntityManager;
  /** The instant at which the transaction was begun, by the injected clock. */
  readonly now: Date;
  /** Runs after the commit, for caches of this process alone; effects for others go through the outbox. */
  afterCommit(act: () => void): void;
}

const names = new Map<string, string>();
const NAMED_STATEMENTS = 600;

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= NAMED_STATEMENTS) return undefined;
  const name = `o_${createHash('sha1').update(text).digest('base64url').slice(0, 16)}`;
  names.set(text, name);
  return name;
}

export function sqlOver(source: Pool | PoolClient): Sql {
  const query = <R extends QueryResultRow>(text: string, params: readonly unknown[], options?: StatementOptions) => {
    const name = options?.prepare === false ? undefined : nameOf(text);
    return source.query<R>(name === undefined ? { text, values: [...params] } : { name, text, values: [...params] });
  };
  return {
    async rows<R>(text: string, params: readonly unknown[] = [], options?: StatementOptions) {
      return (await query(text, params, options)).rows as R[];
    },
    async one<R>(text: string, params: readonly unknown[] = [], options?: StatementOptions) {
      return ((await query(text, params, options)).rows[0] as R | undefined) ?? null;
    },
    async run(text: string, params: readonly unknown[] = [], options?: StatementOptions) {
      return (await query(text, params, options)).rowCount ?? 0;
    },
  };
}
