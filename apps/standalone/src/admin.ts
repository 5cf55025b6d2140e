import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Identity } from '@opora/identity';
import { apiModule } from '../../api/src/api.module';
import { onInstallation } from './commands';
import { command, Failure } from './failure';

/* npm run admin -- <e-mail>: a single-use link with which this person becomes an administrator and sets a password. */
command(async () => {
  const email = process.argv.slice(3).find((argument) => !argument.startsWith('--'));
  if (!email || !/^[^\s@]+@[^\s@]+$/.test(email)) throw new Failure('Say who: npm run admin -- <e-mail>');
  return onInstallation(process.env, { existing: true }, async ({ config }) => {
    const app = await NestFactory.createApplicationContext(apiModule(config), { abortOnError: false, logger: ['error', 'warn'] });
    try {
      const identity = app.get(Identity, { strict: false });
      await identity.prepare();
      console.log(`${email} becomes an administrator through this link, once, within 72 hours:\n  ${await identity.administratorLink(email)}`);
      return 0;
    } finally {
      await app.close();
    }
  });
});
