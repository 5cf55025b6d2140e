import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Refusal } from '@opora/kit';
import { parseJson } from '@opora/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** PagerDuty's limit of an event, bytes (`security.md` EV-02). */
export const MAX_BODY_BYTES = 512 * 1024;
const INTAKE = '/api/v1/events/intake/';
/** What the body of an event is called inside the house, whatever its sender called it. */
const ANY_EVENT = 'application/vnd.opora.event';

const sentAs = new WeakMap<object, string>();

/** Senders call their bodies all sorts of things, and CloudEvents in binary mode may hold any type: on this address alone every type is taken, as bytes. */
@Injectable()
export class IntakeBodies implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const adapter = this.host.httpAdapter as { getInstance?: () => unknown } | undefined;
    const fastify = adapter?.getInstance?.() as FastifyInstance | undefined;
    if (!fastify) return;
    fastify.addContentTypeParser(ANY_EVENT, { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES }, (_request, body, done) => done(null, body));
    fastify.addHook('onRequest', async (request) => {
      if (request.method !== 'POST' || !request.url.startsWith(INTAKE)) return;
      sentAs.set(request.raw, (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '');
      request.headers['content-type'] = ANY_EVENT;
    });
  }
}

/**
 * The body and the type by which it was sent.
 * @throws Refusal 400 where it says that it is JSON and is none
 */
export function readBody(request: FastifyRequest): { mediaType: string; body: unknown } {
  const mediaType = sentAs.get(request.raw) ?? '';
  const raw = request.body;
  if (!Buffer.isBuffer(raw) || raw.length === 0) throw new Refusal('malformed_json', { status: 400 });
  if (mediaType === 'application/x-www-form-urlencoded') return { mediaType, body: formOf(raw) };
  const binary = request.headers['ce-specversion'] !== undefined;
  if (!binary || mediaType === '' || /[/+]json$/.test(mediaType)) return { mediaType, body: parseJson(raw) };
  return { mediaType, body: textIn(raw) };
}

/** Commands of Nagios that send by curl. */
function formOf(raw: Buffer): unknown {
  const fields = Object.fromEntries(new URLSearchParams(textIn(raw)));
  /* The same guard against what cannot be stored, and against prototypes, as for JSON. */
  return parseJson(Buffer.from(JSON.stringify(fields)));
}

function textIn(raw: Buffer): string {
  const text = raw.toString('utf8');
  if (text.includes('\u0000')) throw new Refusal('invalid', { errors: [{ pointer: '', code: 'malformed_text' }] });
  return text;
}
