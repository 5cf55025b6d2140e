import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { freePort } from '@opora/embedded-postgres';
import { Config, createApi, Settle } from '@opora/platform';
import supertest from 'supertest';
import { apiModule } from '../../../apps/api/src/api.module';
import { workerModule } from '../../../apps/worker/src/worker.module';
import { CanaryWatch } from './canary-watch';
import { TestClient } from './client';
import { demoTemplate } from './demo';
import { testDatabase, type TestDatabase } from './database';
import { MailSink } from './mail-sink';
import { type Persona, watchedAs } from './personas';
import { Bearer, Nobody, Session } from './session';
import { verdict } from './verdict';

export interface TestAppOptions {
  /** With the demonstration organisation and its accounts (so it is unless said otherwise). */
  demo?: boolean;
  /** With a worker in the same process (so it is unless said otherwise). */
  jobs?: boolean;
  queue?: 'postgres' | 'redis';
  redisUrl?: string;
  /** Letters go to a server of the test; false: no mail server is set. */
  mail?: boolean;
  /** Settings that differ. */
  env?: Record<string, string>;
}

interface Parts {
  url: string;
  api: NestFastifyApplication;
  worker: INestApplicationContext | null;
  db: TestDatabase;
  mail: MailSink;
  canaries: CanaryWatch;
  folder: string;
}

export class TestApp {
  readonly url: string;
  readonly api: NestFastifyApplication;
  readonly worker: INestApplicationContext | null;
  readonly db: TestDatabase;
  readonly mail: MailSink;
  readonly canaries: CanaryWatch;
  private readonly clients = new Map<string, TestClient>();

  constructor(private readonly parts: Parts) {
    ({ url: this.url, api: this.api, worker: this.worker, db: this.db, mail: this.mail, canaries: this.canaries } = parts);
  }

  /** For tests of the edge itself; what it is given is not watched. */
  get http(): ReturnType<typeof supertest> {
    return supertest(this.url);
  }

  /** A persona in a browser's session. */
  as(persona: Persona | (string & {})): TestClient {
    return this.client(persona, () => new TestClient(persona, this.url, watchedAs(persona), new Session(this.url, persona, this.canaries), this.canaries));
  }

  /** A persona by a personal token with these scopes. */
  async token(persona: Persona | (string & {}), scopes: readonly string[] = ['*']): Promise<TestClient> {
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const { token } = await this.as(persona).must<{ token: string }>('POST', '/me/tokens', { name: `test ${scopes.join(' ')}`, scopes, expiresAt });
    return this.client(`${persona} by token ${token.slice(-6)}`, () => new TestClient(persona, this.url, watchedAs(persona), new Bearer(token), this.canaries));
  }

  anonymous(): TestClient {
    return this.client('nobody', () => new TestClient('nobody', this.url, 'nobody', new Nobody(), this.canaries));
  }

  readonly clock = {
    /** Everything that falls due on the way has acted when it answers. */
    advance: async (seconds: number): Promise<Date> => this.setClock({ advanceSeconds: seconds }),
    set: async (at: Date | string): Promise<Date> => this.setClock({ at: new Date(at).toISOString() }),
  };

  /** Delivers all outbox events that wait, without going through the queue. */
  async settle(): Promise<void> {
    await this.api.get(Settle).drain();
  }

  /** Ends the suite: nothing confidential got out, and the stored data keeps every promise. */
  async close(options: { checks?: boolean } = {}): Promise<void> {
    for (const client of this.clients.values()) client.closeStreams();
    const problems = options.checks === false ? [] : await verdict(this.db, this.canaries, () => this.settle());
    await this.api.close();
    await this.worker?.close();
    await this.mail.stop();
    await this.db.drop();
    rmSync(this.parts.folder, { recursive: true, force: true });
    if (problems.length > 0) throw new Error(`The suite ended with data or answers that must not be:\n  ${problems.join('\n  ')}`);
  }

  private client(key: string, make: () => TestClient): TestClient {
    const known = this.clients.get(key) ?? make();
    this.clients.set(key, known);
    return known;
  }

  private async setClock(body: object): Promise<Date> {
    const { now } = await this.as('admin').must<{ now: string }>('POST', '/test/clock', body);
    return new Date(now);
  }
}

/** API and worker in this process, on a database of their own, with a clock that the test sets and without limits. */
export async function testApp(options: TestAppOptions = {}): Promise<TestApp> {
  const canaries = new CanaryWatch();
  const folder = mkdtempSync(join(tmpdir(), 'opora-test-'));
  const db = await testDatabase(options.demo === false ? {} : { template: demoTemplate });
  const mail = new MailSink(canaries);
  if (options.mail !== false) await mail.start();
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const config = new Config({
    DATABASE_URL: db.url,
    DATABASE_POOL: '8',
    OPORA_DATA: folder,
    OPORA_SECRET_KEY: randomBytes(32).toString('hex'),
    OPORA_TEST_CLOCK: '1',
    OPORA_LIMITS: 'off',
    OPORA_DEMO: '1',
    LOG_LEVEL: process.env['OPORA_TEST_LOG'] ?? 'silent',
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: address,
    ...(mail.url ? { SMTP_URL: mail.url } : {}),
    ...(options.redisUrl ? { REDIS_URL: options.redisUrl } : {}),
    ...options.env,
  });
  const api = await createApi(apiModule(config), config, { webFolder: join(__dirname, '..', '..', '..', 'dist', 'web') });
  try {
    await api.listen(port, '127.0.0.1');
    const worker = options.jobs === false ? null : await NestFactory.createApplicationContext(workerModule(config), { abortOnError: false, logger: ['error', 'warn'] });
    return new TestApp({ url: address, api, worker, db, mail, canaries, folder });
  } catch (error) {
    await api.close();
    await mail.stop();
    await db.drop();
    throw error;
  }
}
