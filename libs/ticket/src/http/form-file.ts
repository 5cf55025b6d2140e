import type { MultipartFile } from '@fastify/multipart';
import { Refusal } from '@opora/kit';
import type { FastifyRequest } from 'fastify';

/** @throws Refusal 415 where the body is no form, 422 where it has no file */
export async function formFile(request: FastifyRequest, maxBytes: number): Promise<MultipartFile> {
  if (!request.isMultipart()) throw new Refusal('unsupported_media_type', { status: 415 });
  /* One byte more than the store takes: the parser cuts silently, the store refuses. */
  const file = await request.file({ limits: { fileSize: maxBytes + 1, files: 1 } });
  if (!file) throw new Refusal('invalid', { errors: [{ pointer: '/file', code: 'attachment.missing' }] });
  return file;
}
