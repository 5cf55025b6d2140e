import { testDatabase, type TestDatabase } from './database';

/** A database of its own with the demonstration organisation in it. */
export async function demoDatabase(): Promise<TestDatabase> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when asked for: it brings the whole application with it
  const { demoTemplate } = require('./demo') as typeof import('./demo');
  return testDatabase({ template: demoTemplate });
}
