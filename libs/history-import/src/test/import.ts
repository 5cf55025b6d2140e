import type { TestApp } from '@opora/testing';
import type { ImportReply } from '../imports.dto';

export type Report = ImportReply;

const PATIENCE_MS = 120_000;

/** Uploads a file as an administrator. */
export async function requested(app: TestApp, content: Buffer | string, query: Record<string, string>): Promise<Report> {
  const bytes = Buffer.from(content as string);
  const type = bytes[0] === 0x1f && bytes[1] === 0x8b ? 'application/gzip' : 'text/csv';
  return app.as('admin').must<Report>('POST', '/imports', new Uint8Array(bytes), { query, headers: { 'content-type': type } });
}

/** Waits for the report. */
export async function reported(app: TestApp, id: string): Promise<Report> {
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; ) {
    const report = await app.as('admin').must<Report>('GET', `/imports/${id}`);
    if (report.finishedAt !== null) return report;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error('the import did not end');
}

export async function imported(app: TestApp, content: Buffer | string, query: Record<string, string>): Promise<Report> {
  return reported(app, (await requested(app, content, query)).id);
}
