import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { Config } from '@opora/platform';
import { apiModule } from '../../../apps/api/src/api.module';
import { loadDemo } from '../../../apps/standalone/src/demo';
import type { Template } from './database';

const ROOT = join(__dirname, '..', '..', '..');

/** A migrated database with the demonstration organisation, loaded once for as long as its sources stay as they are. */
export const demoTemplate: Template = {
  name: 'demo',
  key: () => digest(join(ROOT, 'apps', 'standalone', 'src', 'demo'), join(ROOT, 'libs', 'organisation', 'src'), join(ROOT, 'libs', 'identity', 'src'), join(ROOT, 'libs', 'catalogue', 'src'), join(ROOT, 'libs', 'platform', 'src', 'authz')),
  async fill(url) {
    const config = new Config({ DATABASE_URL: url, OPORA_SECRET_KEY: 'template'.repeat(4), OPORA_DATA: tmpdir(), OPORA_DEMO: '1', LOG_LEVEL: 'silent' });
    const app = await NestFactory.createApplicationContext(apiModule(config), { abortOnError: false, logger: ['error', 'warn'] });
    await loadDemo(app, { tickets: false });
    await app.close();
  },
};

function digest(...folders: string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders)
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
      if (/\.(ts|json)$/.test(file) && !/\.(spec|e2e|ui)\.ts$/.test(file)) hash.update(`${file}\0`).update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}
