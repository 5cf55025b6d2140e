import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@opora/embedded-postgres';
import type { Redis } from 'ioredis';

/** A Redis server of one suite: its own port, its own folder, nothing kept. */
export class TestRedis {
  private child: ChildProcess | undefined;
  private constructor(
    readonly port: number,
    private readonly folder: string,
  ) {}

  static async start(): Promise<TestRedis> {
    const server = new TestRedis(await freePort(), mkdtempSync(join(tmpdir(), 'opora-redis-')));
    await server.run();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}/0`;
  }

  /** Starts it (again), empty: nothing is ever written to disk. */
  async run(): Promise<void> {
    this.child = spawn('redis-server', ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder, '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction', '--daemonize', 'no'], { stdio: 'ignore' });
    this.child.unref();
    await this.client(async (redis) => {
      for (let attempt = 0; ; attempt++) {
        try {
          return await redis.ping();
        } catch (error) {
          if (attempt > 200) throw error;
          await new Promise((next) => setTimeout(next, 20));
        }
      }
    });
  }

  async kill(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await ended;
  }

  async flush(): Promise<void> {
    await this.client((redis) => redis.flushall());
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async client<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
    const { Redis: Connection } = await import('ioredis');
    const redis = new Connection(this.port, '127.0.0.1', { lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 0, retryStrategy: () => null });
    redis.on('error', () => undefined);
    try {
      for (let attempt = 0; ; attempt++) {
        try {
          await redis.connect();
          break;
        } catch (error) {
          if (attempt > 200) throw error;
          await new Promise((next) => setTimeout(next, 20));
        }
      }
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  }
}

/**
 * `describe` where a Redis server is installed. Where none is, the block is skipped and says so; with CI=true it runs and so fails.
 */
export function describeWithRedis(title: string, body: () => void): void {
  const there = spawnSync('redis-server', ['--version']).status === 0;
  if (there || process.env['CI'] === 'true') describe(title, body);
  else describe.skip(`${title} (no redis-server here: apt-get install redis-server)`, body);
}
