import 'reflect-metadata';
import { join } from 'node:path';
import { Config, Readiness, createApi, exitWithParent } from '@opora/platform';
import { apiModule } from './api.module';

async function main(): Promise<void> {
  const parent = exitWithParent();
  const config = new Config(process.env);
  const app = await createApi(apiModule(config), config, { webFolder: join(__dirname, '../../../web') });
  parent.closeBy(() => app.close());
  await app.listen(config.port, config.host);
  process.send?.({ ready: true });
  process.prependOnceListener('SIGTERM', () => app.get(Readiness).drain());
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
