import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

const ERRORS: Readonly<Record<string, string>> = {
  '400': 'Malformed request', '401': 'Unknown caller', '403': 'Known, but not permitted', '404': 'No such thing, or not the caller’s to see', '409': 'The state does not allow it', '412': 'Stale If-Match',
  '413': 'Too large', '415': 'Media type not accepted', '422': 'Well-formed but wrong', '428': 'If-Match missing', '429': 'Too many requests', '503': 'Unavailable for a moment',
};

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457 problem document',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string', example: '/problems/invalid' },
    title: { type: 'string', example: 'Unprocessable Content' },
    status: { type: 'integer', example: 422 },
    detail: { type: 'string' },
    instance: { type: 'string', description: 'Request id' },
    errors: { type: 'array', items: { type: 'object', properties: { pointer: { type: 'string', example: '/title' }, code: { type: 'string', example: 'required' }, message: { type: 'string' } } } },
  },
};

function errorsFor(method: string): string[] {
  const common = ['401', '403', '404', '422', '429', '503'];
  return method === 'get' ? ['400', ...common] : ['400', ...common, '409', '412', '413', '415', '428'];
}

/** The OpenAPI 3.1 document, made from the DTO classes; each operation gets its errors here, so that no controller repeats them. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Opora')
    .setDescription('REST API of the Opora service desk')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .addCookieAuth('opora_session')
    .build();
  const document = SwaggerModule.createDocument(app, builder, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '').replace(/^./, (c) => c.toLowerCase())}${method.replace(/^./, (c) => c.toUpperCase())}`,
  });
  document.components ??= {};
  document.components.schemas = { ...document.components.schemas, Problem: PROBLEM as never };
  for (const item of Object.values(document.paths))
    for (const [method, operation] of Object.entries(item as Record<string, { responses?: Record<string, unknown> }>)) {
      if (!operation?.responses) continue;
      for (const status of errorsFor(method))
        operation.responses[status] ??= { description: ERRORS[status], content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
    }
  return document;
}
