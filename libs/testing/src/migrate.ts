import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource, type MigrationInterface } from 'typeorm';

type MigrationClass = new () => MigrationInterface;
const ROOT = join(__dirname, '..', '..', '..');

export async function migrate(url: string): Promise<void> {
  const source = new DataSource({ type: 'postgres', url, migrations: migrations(), migrationsTransactionMode: 'each' });
  await source.initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

/** Every module's own list, by convention libs/<module>/src/migrations/index.ts → <module>Migrations. */
function migrations(): MigrationClass[] {
  return readdirSync(join(ROOT, 'libs'))
    .map((lib) => join(ROOT, 'libs', lib, 'src', 'migrations', 'index.ts'))
    .filter((file) => existsSync(file))
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the list of modules is what lies in libs/
    .flatMap((file) => Object.entries(require(file) as Record<string, unknown>))
    .flatMap(([name, list]) => (name.endsWith('Migrations') ? (list as MigrationClass[]) : []));
}
