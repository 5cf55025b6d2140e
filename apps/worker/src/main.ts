import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Config, Log, chooseQueueBackend } from '@opora/platform';
import { workerModule } from './worker.module';

async function main(): Promise<void> {
  const config = new Config(process.env);
  chooseQueueBackend(config);
  const app = await NestFactory.createApplicationContext(workerModule(config), { abortOnError: false, logger: ['error', 'warn'] });
  app.useLogger(app.get(Log).forNest());
  app.enableShutdownHooks();
  process.send?.({ ready: true });
  /** The launcher is gone: nobody would stop this process any more. */
  process.on('disconnect', () => void app.close().then(() => process.exit(0)));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
