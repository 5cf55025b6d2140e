import { createHash } from 'node:crypto';

/** Identifier of a demonstration record: the same in each installation, so that guides and tests can name it. */
export function demoId(name: string): string {
  const hex = createHash('sha256').update(`opora demo ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
