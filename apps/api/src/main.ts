import 'reflect-metadata';
import { join } from 'node:path';
import { Config, Readiness, createApi } from '@opora/platform';
import { apiModule } from './api.module';

async function main(): Promise<void> {
  const config = new Config(process.env);
  const app = await createApi(apiModule(config), config, { webFolder: join(__dirname, '../../../web') });
  await app.listen(config.port, config.host);
  process.send?.({ ready: true });
  /** The launcher is gone: nobody would stop this process any more. */
  process.on('disconnect', () => void app.close().then(() => process.exit(0)));
  process.prependListener('SIGTERM', () => app.get(Readiness).drain());
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
