import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Config, Log, chooseQueueBackend, exitWithParent } from '@opora/platform';
import { workerModule } from './worker.module';

async function main(): Promise<void> {
  const parent = exitWithParent();
  const config = new Config(process.env);
  chooseQueueBackend(config);
  const app = await NestFactory.createApplicationContext(workerModule(config), { abortOnError: false, logger: ['error', 'warn'] });
  app.useLogger(app.get(Log).forNest());
  app.enableShutdownHooks();
  parent.closeBy(() => app.close());
  process.send?.({ ready: true });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
