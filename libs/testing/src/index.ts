import type { TestApp, TestAppOptions } from './app';

export { testDatabase, type TestDatabase, type TestSql } from './database';
export { demoDatabase } from './demo-database';
export type { TestApp, TestAppOptions } from './app';
export type { Json, Reply, RequestOptions, TestClient } from './client';
export type { StreamEvent, TestStream } from './stream';
export type { Letter } from './mail-sink';
export { DEMO_PASSWORD, emailOf, type Persona, PERSONAS } from './personas';

/** API and worker in this process, on a database of their own, with a clock that the test sets and without limits. Close it at the end of the file. */
export async function testApp(options: TestAppOptions = {}): Promise<TestApp> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when asked for: a test of one module must not pay for the whole application
  const { testApp: start } = require('./app') as typeof import('./app');
  return start(options);
}
export { describeWithRedis, TestRedis } from './redis';
export { describeInBrowser, type OpenPage, TestBrowser } from './browser';

/** A year of access management on the demonstration organisation; for an application without jobs, whose clock is set back meanwhile. */
export async function playAccess(app: TestApp): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when asked for: it brings the whole application with it
  const { DemoAccess } = require('../../../apps/standalone/src/demo/access') as typeof import('../../../apps/standalone/src/demo/access');
  await new DemoAccess(app.api).play();
}
