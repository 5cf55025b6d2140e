import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, HttpStatus, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Refusal } from '@opora/kit';
import type { FastifyReply } from 'fastify';
import { type Observable, catchError, map, of, throwError } from 'rxjs';
import stringify from 'safe-stable-stringify';
import type { OporaRequest } from '../authz/permit';
import { OperationReplay } from './operation';
import { VERSIONED } from './versions';

const HTTP_CODE = '__httpCode__';
const KEY = /^[\x21-\x7e]{1,255}$/;

/** Idempotency-Key in, ETag and Location out (`api.md` Writing). */
@Injectable()
export class ReplyInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<OporaRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const handler = context.getHandler();
    const status = this.reflector.get<number | undefined>(HTTP_CODE, handler) ?? (request.method === 'POST' ? HttpStatus.CREATED : HttpStatus.OK);
    if (request.method === 'POST') bindOperation(request, status);
    const versioned = this.reflector.get<{ collection: string | null } | undefined>(VERSIONED, handler);
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (!(error instanceof OperationReplay)) return throwError(() => error);
        void reply.header('idempotency-replayed', 'true');
        request.answerStatus = error.status;
        return of(error.body);
      }),
      map((body: unknown) => {
        if (versioned) describe(request, reply, body, versioned.collection);
        return body;
      }),
    );
  }
}

function bindOperation(request: OporaRequest, status: number): void {
  const header = request.headers['idempotency-key'];
  if (header === undefined || !request.actor) return;
  const key = Array.isArray(header) ? '' : header.replace(/^"(.*)"$/, '$1');
  if (!KEY.test(key)) throw new Refusal('idempotency_key_invalid', { errors: [{ pointer: '', code: 'idempotency_key_invalid' }] });
  const fingerprint = createHash('sha256').update(stringify(request.body ?? null) ?? '').digest('base64url');
  request.actor.operation = { principal: request.actor.personId, method: request.method, path: request.url.split('?')[0] ?? '', key, fingerprint, status };
}

function describe(request: OporaRequest, reply: FastifyReply, body: unknown, collection: string | null): void {
  const { version, reference, id } = (body ?? {}) as { version?: number; reference?: string; id?: string };
  if (version === undefined) return;
  const etag = `"${version}"`;
  void reply.header('etag', etag);
  if (collection !== null && reply.statusCode === HttpStatus.CREATED) void reply.header('location', `/api/v1${collection}/${reference ?? id ?? ''}`);
  if (request.method === 'GET' && request.headers['if-none-match'] === etag) request.answerStatus = HttpStatus.NOT_MODIFIED;
}
