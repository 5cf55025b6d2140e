import { resolve } from 'node:path';
import { openStorage } from '@opora/platform';
import { writeBackup } from './backup/write';
import { onInstallation, option } from './commands';
import { command, Failure } from './failure';
import { release } from './release';

/* npm run backup -- --to DIR: the whole of an installation at one instant, beside its work. */
command(async () => {
  const to = option(process.argv, 'to');
  if (!to) throw new Failure('Say where to: npm run backup -- --to DIR');
  return onInstallation(process.env, { existing: true }, async ({ config, url }) => {
    const began = performance.now();
    const { tables, blobs, at } = await writeBackup({ url, storage: openStorage(config), secretKey: config.secretKey, release }, to);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(`Backed up ${rows} rows of ${tables.length} tables and ${blobs.length} attachments, as they were at ${at}, to ${resolve(to)} in ${((performance.now() - began) / 1_000).toFixed(1)} s.`);
    console.log('The key (OPORA_SECRET_KEY, or secret.key in the data folder) is not in it: keep it elsewhere, stored secrets cannot be read without it.');
    return 0;
  });
});
