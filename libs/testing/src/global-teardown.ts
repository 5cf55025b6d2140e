import type { Running } from './running';

export default async function globalTeardown(): Promise<void> {
  await (globalThis as { oporaTests?: Running }).oporaTests?.stop();
}
