import { type BackendFactory, type ConnectionOptions, createPostgresBackend, setDefaultBackendFactory } from 'bullmq';
import type { Config } from '../config/config';

/** Redis Cluster keeps one queue in one slot by the braces. */
export const QUEUE_PREFIX = '{opora}';

/** BullMQ on Redis where `REDIS_URL` is set, else on its PostgreSQL backend; call before any queue is made. */
export function chooseQueueBackend(config: Config): void {
  if (config.redisUrl === null) setDefaultBackendFactory(createPostgresBackend as unknown as BackendFactory);
}

export function queueConnection(config: Config): ConnectionOptions {
  return config.redisUrl === null
    ? ({ connectionString: config.databaseUrl, schema: 'bullmq', migrate: true, max: 3 } as unknown as ConnectionOptions)
    : ({ url: config.redisUrl, maxRetriesPerRequest: null, connectTimeout: 2000 } as ConnectionOptions);
}
