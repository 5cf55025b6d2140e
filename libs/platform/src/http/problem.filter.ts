import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import type { FastifyReply } from 'fastify';
import type { OporaRequest } from '../authz/permit';
import { Metrics } from '../health/metrics';
import { Log } from '../log/log';
import { localeOf } from './messages';
import { asRefusal, problemOf } from './problem';

/** The one place in which an error becomes `application/problem+json`. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<OporaRequest>();
    const reply = http.getResponse<FastifyReply>();
    const refusal = asRefusal(error) ?? new Refusal('internal', { status: 500 });
    this.metrics.problem(refusal.code);
    if (refusal.status >= 500) this.log.failure('request failed', error, { requestId: request.id, route: request.routeOptions?.url ?? '' });
    if (reply.sent || reply.raw.headersSent) return;
    const { retryAfterSeconds, headers, ...extra } = refusal.extra as { retryAfterSeconds?: number; headers?: Record<string, string> };
    const shown = new Refusal(refusal.code, { status: refusal.status, params: refusal.params, extra, ...(refusal.errors ? { errors: refusal.errors } : {}) });
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
    if (headers !== undefined) void reply.headers(headers);
    if (refusal.status === 401) void reply.header('www-authenticate', 'Bearer');
    if (refusal.status === 413) void reply.header('connection', 'close');
    void reply
      .status(refusal.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(JSON.stringify(problemOf(shown, localeOf(request.headers['accept-language']), String(request.id))));
  }
}
