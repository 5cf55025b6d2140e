import { createReadStream, openSync, readSync, closeSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { setTimeout as delay } from 'node:timers/promises';
import type { BadRowReply, ImportReply } from '@opora/history-import';
import { Failure } from '../failure';
import type { Wish } from './arguments';
import type { Shown } from './terminal';

const LOOK_MS = 300;
const PATIENCE_MS = 60_000;

/** Brings the file to an installation that runs somewhere, and follows it to its end. */
export async function importThere(wish: Wish, { url, token }: NonNullable<Wish['remote']>, shown: Shown): Promise<{ report: ImportReply; bad: BadRowReply[] }> {
  const ask = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const answer = await fetch(`${url}/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'accept-language': 'en', ...(init.headers as Record<string, string> | undefined) } });
    const body = (await answer.json().catch(() => null)) as T & { detail?: string; title?: string; errors?: { message?: string }[] };
    if (answer.ok) return body;
    if (answer.status >= 500 || answer.status === 429) throw new Unreachable(`${url} answered ${answer.status}`);
    throw new Failure(`${url} refused it (${answer.status}): ${[body?.detail ?? body?.title, ...(body?.errors ?? []).map(({ message }) => message)].filter(Boolean).join(' ')}`);
  };
  let report = await upload(wish, ask, shown).catch((error: unknown) => {
    throw error instanceof Failure ? error : new Failure(`${url} cannot be reached: ${reasonOf(error)}.`);
  });
  for (let silentSince = 0; report.finishedAt === null; ) {
    await delay(LOOK_MS);
    try {
      report = await ask<ImportReply>(`/imports/${report.id}`);
      silentSince = 0;
    } catch (error) {
      if (error instanceof Failure) throw error;
      silentSince ||= performance.now();
      if (performance.now() - silentSince > PATIENCE_MS) throw new Failure(`${url} does not answer any more (${reasonOf(error)}). The import ${report.id} goes on when it runs again.`);
    }
    shown.at(report);
  }
  const { items } = await ask<{ items: BadRowReply[] }>(`/imports/${report.id}/bad-rows?limit=200`);
  return { report, bad: items };
}

class Unreachable extends Error {}

async function upload({ file, size, options, mapping }: Wish, ask: <T>(path: string, init?: RequestInit) => Promise<T>, shown: Shown): Promise<ImportReply> {
  const { format, timeZone, checkOnly, fileName } = options;
  const query = new URLSearchParams({ format, timeZone, checkOnly: String(checkOnly), fileName, ...(mapping === undefined ? {} : { mapping }) });
  let sent = 0;
  const source = createReadStream(file).on('data', (chunk) => shown.uploaded((sent += chunk.length) / Math.max(1, size)));
  /* Packed on its way: a log shrinks to a tenth. */
  const content = isPacked(file) ? source : source.pipe(createGzip({ level: 1 }));
  return ask<ImportReply>(`/imports?${query}`, { method: 'POST', headers: { 'content-type': 'application/gzip' }, body: Readable.toWeb(content) as unknown as NonNullable<RequestInit['body']>, duplex: 'half' } as RequestInit);
}

function isPacked(file: string): boolean {
  const head = Buffer.alloc(2);
  const opened = openSync(file, 'r');
  readSync(opened, head, 0, 2, 0);
  closeSync(opened);
  return head[0] === 0x1f && head[1] === 0x8b;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message || ((cause as NodeJS.ErrnoException).code ?? cause.name) : String(cause);
}
