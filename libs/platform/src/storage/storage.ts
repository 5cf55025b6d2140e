import type { Readable } from 'node:stream';

export interface StoredBlob {
  /** SHA-256 of the content, hex; the same content is stored once. */
  key: string;
  /** Bytes. */
  size: number;
}

/** Attachment blobs by their content's digest; rights are decided by whoever holds the key. */
export abstract class Storage {
  /** @throws Refusal 413 as soon as `maxBytes` is passed; nothing is left behind then */
  abstract put(content: Readable, maxBytes: number): Promise<StoredBlob>;
  abstract get(key: string): Promise<Readable>;
  abstract delete(key: string): Promise<void>;
}
