import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { Refusal, invalid, notFound } from '@opora/kit';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OporaRequest } from '../authz/permit';
import { Config } from '../config/config';
import { Metrics } from '../health/metrics';
import { Log } from '../log/log';
import { chooseQueueBackend } from '../queue/connection';
import { acceptJson } from './body';
import { compressAnswers } from './compress';
import { localeOf, messageOf } from './messages';
import { openApiDocument } from './openapi';
import { asRefusal, problemOf } from './problem';
import { ProblemFilter } from './problem.filter';
import { validationPipe } from './validation';

export interface ApiOptions {
  /** Folder of the built pages; left out where it is absent. */
  webFolder: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Builds the HTTP application, not yet listening. */
export async function createApi(module: Type, config: Config, options: ApiOptions): Promise<NestFastifyApplication> {
  chooseQueueBackend(config);
  const adapter = new FastifyAdapter({
    bodyLimit: 1024 * 1024,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true, ignoreDuplicateSlashes: false },
    /* Addresses that no route could take (malformed, too long) are refused before any filter of Nest's. */
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => void sendProblem(asRefusal(error) ?? new Refusal('bad_request', { status: 400 }), request, reply),
    genReqId: (request: { headers: IncomingHttpHeaders }) => {
      const given = request.headers['x-request-id'];
      return config.trustedProxies.length > 0 && typeof given === 'string' && UUID.test(given) ? given : randomUUID();
    },
    http: { headersTimeout: 10_000 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { bodyParser: false, abortOnError: false, logger: ['error', 'warn'] });
  const log = app.get(Log);
  app.useLogger(log.forNest());
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  acceptJson(fastify);
  await fastify.register(cookie);
  await fastify.register(multipart, { limits: { fileSize: config.attachmentMaxBytes, files: 20, fields: 20, fieldNameSize: 100, headerPairs: 50, parts: 40 }, throwFileSizeLimit: true });
  await fastify.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"], scriptSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", 'data:', 'blob:'], connectSrc: ["'self'"], fontSrc: ["'self'"],
        objectSrc: ["'none'"], baseUri: ["'none'"], frameAncestors: ["'none'"], formAction: ["'self'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: config.secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  });
  app.setGlobalPrefix('api/v1');
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(app.get(ProblemFilter));
  observe(fastify, app.get(Metrics), log);
  compressAnswers(fastify);
  const document = openApiDocument(app);
  SwaggerModule.setup('api/docs', app, document, { jsonDocumentUrl: 'api/openapi.json', swaggerUiEnabled: true });
  servePages(fastify, options.webFolder);
  app.enableShutdownHooks();
  return app;
}

function observe(fastify: FastifyInstance, metrics: Metrics, log: Log): void {
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', String(request.id));
    if (request.url.startsWith('/api/v1')) void reply.header('cache-control', 'no-store').header('vary', 'Authorization, Cookie, Accept-Language');
    if (request.url.includes('%00')) throw request.url.split('?', 1)[0]?.includes('%00') ? notFound() : invalid('', 'malformed_text');
    if (request.headers['content-encoding'] !== undefined) throw new Refusal('unsupported_media_type', { status: 415 });
  });
  fastify.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply, payload) => {
    const status = (request as OporaRequest).answerStatus;
    if (status === undefined || reply.statusCode >= 400) return payload;
    void reply.status(status);
    return status === 304 ? null : payload;
  });
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions?.url ?? 'unmatched';
    metrics.requestSeconds.observe({ route, method: request.method, status_class: `${Math.floor(reply.statusCode / 100)}xx` }, reply.elapsedTime / 1000);
    const actor = (request as OporaRequest).actor;
    log.pino.info({ channel: 'access', requestId: request.id, route, method: request.method, status: reply.statusCode, durationMs: Math.round(reply.elapsedTime), actor: actor?.personId, tokenId: actor?.tokenId ?? undefined }, 'request');
  });
}

/** The SPA: hashed files for ever, its page for every address that is not the API's; a page that explains each problem type. */
function servePages(fastify: FastifyInstance, folder: string): void {
  const present = existsSync(join(folder, 'index.html'));
  if (present) void fastify.register(fastifyStatic, {
    root: folder, wildcard: false, index: false, decorateReply: true, preCompressed: true, globIgnore: ['**/*.br', '**/*.gz', '.vite/**'], cacheControl: false,
    /* A hashed name never means another content; the few with plain names (page, service worker, icons) are asked about each time. */
    setHeaders: (reply, path) => void reply.header('cache-control', /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'),
  });
  fastify.get('/problems/:code', async (request, reply) => {
    const { code } = request.params as { code: string };
    const locale = localeOf(request.headers['accept-language']);
    const text = messageOf(code.replaceAll('-', '_'), locale).replaceAll('<', '&lt;');
    return reply.header('content-type', 'text/html; charset=utf-8').send(`<!doctype html><html lang="${locale}"><meta charset="utf-8"><title>Opora</title><p>${text}</p></html>`);
  });
  fastify.get('/*', async (request, reply) => {
    /* By the path alone: what is searched for may well end like a file's name. */
    const path = request.url.split('?', 1)[0] ?? '';
    const isPage = !path.startsWith('/api') && !/\.[a-z0-9]{1,8}$/i.test(path);
    if (present && isPage) return reply.sendFile('index.html');
    return sendProblem(new Refusal('not_found', { status: 404 }), request, reply);
  });
}

function sendProblem(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(refusal, localeOf(request.headers['accept-language']), String(request.id));
  return reply.status(refusal.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}
