import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Refusal, conflict, forbidden, notFound } from '@opora/kit';
import { Actor, Config, Database, Ids, type Operation, Storage, type Tx } from '@opora/platform';
import { fileTypeFromBuffer } from 'file-type/core';
import type { Ticket } from '../domain/ticket';
import { displayName, isForbidden, markOf, typeOfUnsigned } from './file-rules';
import type { AttachmentReply } from './messages.dto';

export interface Upload {
  filename: string;
  file: Readable;
}

/** Bytes that tell a type. */
const HEAD = 4_100;
const DAY_BYTES = 500 * 1024 * 1024;

/** Receives files: streamed to the store, their type by their content, their rows waiting for a message or ticket. */
@Injectable()
export class AttachmentService {
  constructor(
    private readonly database: Database,
    private readonly storage: Storage,
    private readonly ids: Ids,
    private readonly config: Config,
  ) {}

  get maxBytes(): number {
    return this.config.attachmentMaxBytes;
  }

  /** @throws Refusal 413, 422 `type_not_allowed`, 429 */
  async receive(actor: Actor, upload: Upload): Promise<AttachmentReply & { storageKey: string; originalName: string }> {
    await this.refuseTooMuch(actor);
    const name = displayName(upload.filename);
    const { head, content } = await peek(upload.file);
    const type = (await fileTypeFromBuffer(head))?.mime ?? typeOfUnsigned(head);
    if (isForbidden(name, type)) {
      upload.file.resume();
      throw new Refusal('type_not_allowed', { errors: [{ pointer: '/file', code: 'type_not_allowed', params: { name } }], params: { name } });
    }
    const { key, size } = await this.storage.put(content, this.maxBytes);
    const mark = markOf(name, type);
    return { id: this.ids.next(), name, size, type: plain(type), storageKey: key, originalName: upload.filename.slice(0, 500), ...(mark === null ? {} : { mark }) };
  }

  /** The uploader's until bound. */
  async upload(actor: Actor, upload: Upload): Promise<AttachmentReply> {
    const received = await this.receive(actor, upload);
    return this.database.tx((tx) => this.insert(tx, actor, received, null), { operation: operationOf(actor, received) });
  }

  async insert(tx: Tx, actor: Actor, received: AttachmentReply & { storageKey: string; originalName: string }, ticket: Ticket | null): Promise<AttachmentReply> {
    const { storageKey, originalName, ...reply } = received;
    await tx.run(
      `insert into attachment (id, ticket_id, storage_key, name, original_name, size, type, mark, uploaded_by, created_at, bound_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [reply.id, ticket?.id ?? null, storageKey, reply.name, originalName, reply.size, reply.type, reply.mark ?? null, actor.personId, tx.now, ticket ? tx.now : null],
    );
    return reply;
  }

  /** Throws away an upload that waits. @throws Refusal 404 where it is not the actor's or bound already */
  async discard(actor: Actor, id: string): Promise<void> {
    const gone = await this.database.sql.one<{ key: string }>('delete from attachment where id = $1 and uploaded_by = $2 and ticket_id is null returning storage_key as key', [id, actor.personId]);
    if (!gone) throw notFound();
    await this.forget([gone.key]);
  }

  /** Uploads that nobody bound in time. @returns rows removed */
  async sweep(before: Date): Promise<number> {
    const gone = await this.database.sql.rows<{ key: string }>('delete from attachment where id in (select id from attachment where ticket_id is null and created_at < $1 limit 500) returning storage_key as key', [before]);
    await this.forget(gone.map((row) => row.key));
    return gone.length;
  }

  /** A blob goes when no row holds it any more: the same file is stored once (`security.md` UP-13). */
  private async forget(keys: readonly string[]): Promise<void> {
    const unused = await this.database.sql.rows<{ key: string }>('select k as key from unnest($1::text[]) k where not exists (select 1 from attachment a where a.storage_key = k)', [[...new Set(keys)]]);
    for (const { key } of unused) await this.storage.delete(key);
  }

  private async refuseTooMuch(actor: Actor): Promise<void> {
    if (this.config.limits === 'off') return;
    const row = await this.database.sql.one<{ bytes: number | null }>(`select sum(size)::bigint as bytes from attachment where uploaded_by = $1 and created_at > now() - interval '1 day'`, [actor.personId]);
    if ((row?.bytes ?? 0) > DAY_BYTES) throw new Refusal('too_many_requests', { status: 429, params: { seconds: 3600 }, extra: { retryAfterSeconds: 3600 } });
  }
}

/** An upload repeated with its key is known by its content and name: the body is a stream that no fingerprint was made of. */
export const operationOf = ({ operation }: Actor, { storageKey, originalName }: { storageKey: string; originalName: string }): Operation | null => operation && { ...operation, fingerprint: `${storageKey} ${originalName}` };

/** `type/subtype` alone, without parameters. */
const plain = (type: string): string => type.split(';')[0]?.trim() ?? 'application/octet-stream';

/** The first bytes, and the whole again. */
async function peek(file: Readable): Promise<{ head: Buffer; content: Readable }> {
  const chunks: Buffer[] = [];
  let size = 0;
  const iterator = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  while (size < HEAD) {
    const { value, done } = await iterator.next();
    if (done) break;
    chunks.push(value);
    size += value.length;
  }
  async function* whole(): AsyncGenerator<Buffer> {
    yield* chunks;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return { head: Buffer.concat(chunks).subarray(0, HEAD), content: Readable.from(whole(), { objectMode: false }) };
}

/** Seconds for which an author may take a file back. */
export const TAKE_BACK_SECONDS = 15;

/** @throws Refusal 403, 409 where the time is over */
export function mayRemove(actor: Actor, attachment: { uploadedBy: string; boundAt: Date | null }, all: boolean, now: Date): void {
  if (all) return;
  if (attachment.uploadedBy !== actor.personId) throw forbidden('attachment.remove');
  if (attachment.boundAt && now.getTime() - attachment.boundAt.getTime() > TAKE_BACK_SECONDS * 1000) throw conflict('attachment.kept');
}
