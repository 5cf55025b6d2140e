import { promisify } from 'node:util';
import { constants, brotliCompress, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Bytes; a smaller answer fits into one packet as it is. */
const THRESHOLD = 1_400;
/** Half the time of gzip's usual level at nearly its size; the answer is waited for. */
const BROTLI_QUALITY = 4;
const GZIP_LEVEL = 4;
/**
 * Answers that hold a secret are never compressed: whoever could have words of theirs reflected beside it would read it off the length (BREACH). These are the CSRF token of `/me` and
 * whatever `/auth` says; secrets that are shown once (tokens, event sources) are answers to a POST, and only those to a GET are compressed.
 */
const SECRET = /^\/api\/v1\/(me(\?|$)|auth\/)/;

const withBrotli = promisify<string, { params: Record<number, number> }, Buffer>(brotliCompress);
const withGzip = promisify<string, { level: number }, Buffer>(gzip);

/** Compresses JSON that is read, for whoever takes it. Streams and files are no strings and pass as they are; built pages are compressed beforehand. */
export function compressAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
    if (typeof payload !== 'string' || request.method !== 'GET' || !String(reply.getHeader('content-type')).includes('json')) return payload;
    if (!SECRET.test(request.url)) void reply.header('vary', [reply.getHeader('vary'), 'Accept-Encoding'].filter(Boolean).join(', '));
    if (payload.length < THRESHOLD || SECRET.test(request.url) || reply.hasHeader('content-encoding')) return payload;
    const encoding = chosen(request.headers['accept-encoding']);
    if (encoding === null) return payload;
    const smaller = encoding === 'br' ? await withBrotli(payload, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }) : await withGzip(payload, { level: GZIP_LEVEL });
    void reply.header('content-encoding', encoding).removeHeader('content-length');
    return smaller;
  });
}

/** The smallest form that the caller takes; null for the plain one. A form with `q=0` is refused by name (RFC 9110 §12.5.3). */
export function chosen(header: string | string[] | undefined): 'br' | 'gzip' | null {
  const taken = new Map(
    String(header ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find((value) => value !== undefined);
      return [name.trim(), quality === undefined ? 1 : Number(quality)] as const;
    }),
  );
  return (['br', 'gzip'] as const).find((name) => (taken.get(name) ?? 0) > 0) ?? null;
}
