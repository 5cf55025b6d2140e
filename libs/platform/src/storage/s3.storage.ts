import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { CopyObjectCommand, DeleteObjectCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { notFound } from '@opora/kit';
import { measure } from './disk.storage';
import { Storage, type StoredBlob } from './storage';

/** S3 or what speaks its protocol; credentials come from the SDK's own chain (environment, instance role). */
export class S3Storage extends Storage {
  private readonly client: S3Client;

  constructor(private readonly place: { bucket: string; endpoint: string | null; region: string }) {
    super();
    this.client = new S3Client({ region: place.region, ...(place.endpoint ? { endpoint: place.endpoint, forcePathStyle: true } : {}) });
  }

  async put(content: Readable, maxBytes: number): Promise<StoredBlob> {
    const incoming = `incoming/${randomUUID()}`;
    const { through, result } = measure(maxBytes);
    content.on('error', (error) => through.destroy(error));
    try {
      await new Upload({ client: this.client, params: { Bucket: this.place.bucket, Key: incoming, Body: content.pipe(through) } }).done();
      const blob = result();
      await this.client.send(new CopyObjectCommand({ Bucket: this.place.bucket, CopySource: `${this.place.bucket}/${incoming}`, Key: blob.key }));
      return blob;
    } finally {
      await this.delete(incoming);
    }
  }

  async get(key: string): Promise<Readable> {
    try {
      return (await this.client.send(new GetObjectCommand({ Bucket: this.place.bucket, Key: key }))).Body as Readable;
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') throw notFound();
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket: this.place.bucket, Key: key }));
  }
}
