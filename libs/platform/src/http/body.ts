import { Refusal } from '@opora/kit';
import type { FastifyInstance } from 'fastify';
import sjson from 'secure-json-parse';

const MAX_DEPTH = 32;
const decoder = new TextDecoder('utf-8', { fatal: true });
const malformed = (): Refusal => new Refusal('malformed_json', { status: 400 });

/** Depth before parsing: a body of five thousand brackets must not reach the parser (`security.md` F24). */
function tooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92) i++;
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 123 || c === 91) {
      if (++depth > MAX_DEPTH) return true;
    } else if (c === 125 || c === 93) depth--;
  }
  return false;
}

/** NUL and lone surrogates cannot be stored; the field that holds one is named (`security.md` IN-15). */
function malformedText(value: unknown, pointer = ''): string | null {
  if (typeof value === 'string') return value.includes('\u0000') || !(value as string & { isWellFormed(): boolean }).isWellFormed() ? pointer : null;
  if (typeof value !== 'object' || value === null) return typeof value === 'number' && !Number.isFinite(value) ? pointer : null;
  for (const [key, inner] of Object.entries(value)) {
    const found = malformedText(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (found !== null || key.includes('\u0000')) return found ?? pointer;
  }
  return null;
}

/** @throws Refusal 400 `malformed_json`, 422 `malformed_text` */
export function parseJson(raw: Buffer): unknown {
  let text: string;
  let value: unknown;
  try {
    text = decoder.decode(raw);
  } catch {
    throw malformed();
  }
  if (tooDeep(text)) throw malformed();
  try {
    value = sjson.parse(text, undefined, { protoAction: 'error', constructorAction: 'error' });
  } catch {
    throw malformed();
  }
  const pointer = malformedText(value);
  if (pointer !== null) throw new Refusal('invalid', { errors: [{ pointer, code: 'malformed_text' }] });
  return value;
}

/** JSON and JSON Merge Patch (RFC 7396) alone; all other media types answer 415. */
export function acceptJson(fastify: FastifyInstance, limitBytes = 1024 * 1024): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(['application/json', 'application/merge-patch+json'], { parseAs: 'buffer', bodyLimit: limitBytes }, (_request, raw, done) => {
    const buffer = raw as Buffer;
    if (buffer.length === 0) return done(null, undefined);
    try {
      done(null, parseJson(buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}
