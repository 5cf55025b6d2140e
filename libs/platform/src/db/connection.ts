import type { DataSourceOptions, EntityTarget, ObjectLiteral } from 'typeorm';
import type { Config } from '../config/config';

/** Time limits of `security.md` F.6, milliseconds. */
const STATEMENT_MS = 5_000;
const LOCK_MS = 2_000;
const IDLE_IN_TRANSACTION_MS = 30_000;
const ACQUIRE_MS = 3_000;

export function connectionOptions(config: Config, entities: readonly EntityTarget<ObjectLiteral>[]): DataSourceOptions {
  return {
    type: 'postgres',
    url: config.databaseUrl,
    synchronize: false,
    entities: [...entities] as (new () => ObjectLiteral)[],
    applicationName: 'opora',
    installExtensions: false,
    poolSize: config.databasePool,
    extra: {
      max: config.databasePool,
      connectionTimeoutMillis: ACQUIRE_MS,
      options: `-c statement_timeout=${STATEMENT_MS} -c lock_timeout=${LOCK_MS} -c idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_MS} -c jit=off -c timezone=UTC`,
      keepAlive: true,
      // Statements need not wait for the answers to those before them; PostgreSQL answers in their order.
      pipeline: true,
    },
  };
}
