import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal, notFound } from '@opora/kit';
import { Storage, type StoredBlob } from './storage';

/** Counts and digests what flows through, and stops it at the limit. */
export function measure(maxBytes: number): { through: Transform; result: () => StoredBlob } {
  const hash = createHash('sha256');
  let size = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > maxBytes) return done(new Refusal('payload_too_large', { status: 413 }));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { through, result: () => ({ key: hash.digest('hex'), size }) };
}

export class DiskStorage extends Storage {
  constructor(private readonly folder: string) {
    super();
  }

  async put(content: Readable, maxBytes: number): Promise<StoredBlob> {
    const incoming = join(this.folder, 'incoming', randomUUID());
    await mkdir(dirname(incoming), { recursive: true });
    const { through, result } = measure(maxBytes);
    try {
      await pipeline(content, through, createWriteStream(incoming, { flush: true }));
      const blob = result();
      await mkdir(dirname(this.path(blob.key)), { recursive: true });
      await rename(incoming, this.path(blob.key));
      return blob;
    } catch (error) {
      await rm(incoming, { force: true });
      throw error;
    }
  }

  async get(key: string): Promise<Readable> {
    await stat(this.path(key)).catch(() => {
      throw notFound();
    });
    return createReadStream(this.path(key));
  }

  async delete(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }

  private path(key: string): string {
    if (!/^[0-9a-f]{64}$/.test(key)) throw notFound();
    return join(this.folder, key.slice(0, 2), key);
  }
}
