import { createHash } from 'node:crypto';
import type { Pool, PoolClient, QueryConfig, QueryResultRow } from 'pg';
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
  /**
   * A statement whose answer nobody needs: it leaves with the next one. What it fails with, the next one or the end of the transaction is refused with; where that failure means something to the
   * caller, `run` is the word.
   */
  send(text: string, params?: readonly unknown[]): void;
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

/** As pg takes it: by its name from the second time on a connection. */
export function statementOf(text: string, params: readonly unknown[], { prepare = true }: StatementOptions = {}): QueryConfig {
  const name = prepare ? nameOf(text) : undefined;
  return name === undefined ? { text, values: [...params] } : { name, text, values: [...params] };
}

export function sqlOver(source: Pool | PoolClient): Sql {
  const query = <R extends QueryResultRow>(text: string, params: readonly unknown[], options?: StatementOptions) => source.query<R>(statementOf(text, params, options));
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

/** The same reader, but for a question that is under way already: it is not asked twice. `asked` holds what is. */
export function shared(sql: Sql, asked: Map<string, Promise<unknown[]>>): Sql {
  const rows = <R>(text: string, params: readonly unknown[] = [], options?: StatementOptions): Promise<R[]> => {
    const key = `${JSON.stringify(params)} ${text}`;
    const known = asked.get(key);
    if (known) return known as Promise<R[]>;
    const answer = sql.rows<R>(text, params, options).finally(() => asked.delete(key));
    asked.set(key, answer);
    return answer;
  };
  return { rows, run: sql.run, one: async <R>(text: string, params?: readonly unknown[], options?: StatementOptions) => (await rows<R>(text, params, options))[0] ?? null };
}
