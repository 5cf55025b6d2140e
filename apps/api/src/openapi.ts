import 'reflect-metadata';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Config, openApiDocument } from '@opora/platform';
import { apiModule } from './api.module';
import { writeSettings } from './settings-table';

/* npm run openapi: writes docs/openapi.json from the controllers alone, and the READMEs' table of settings; nothing is started and no database is asked. */
async function main(target: string): Promise<void> {
  const config = new Config({ DATABASE_URL: 'postgres://nowhere', OPORA_SECRET_KEY: 'not used while the document is made', LOG_LEVEL: 'silent' });
  const app = await NestFactory.create(apiModule(config), new FastifyAdapter(), { preview: true, abortOnError: false, logger: false });
  app.setGlobalPrefix('api/v1');
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `${JSON.stringify(openApiDocument(app), null, 1)}\n`);
  writeSettings();
}

main(process.argv[2] ?? 'docs/openapi.json').catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
