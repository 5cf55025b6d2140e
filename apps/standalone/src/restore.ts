import { openStorage } from '@opora/platform';
import { keyCheckOf } from './backup/manifest';
import { restoreBackup } from './backup/restore';
import { checks } from './check/registry';
import { reportOf, runChecks } from './check/run';
import { onInstallation, option } from './commands';
import { command, Failure } from './failure';

/* npm run restore -- --from DIR: into an empty installation, then every check. */
command(async () => {
  const from = option(process.argv, 'from');
  if (!from) throw new Failure('Say where from: npm run restore -- --from DIR');
  return onInstallation(process.env, { existing: false }, async ({ config, url, running }) => {
    if (running) throw new Failure('Opora runs on this data folder: stop it first, or name an empty one with OPORA_DATA.');
    const began = performance.now();
    const { tables, blobs, at, keyCheck } = await restoreBackup(from, { url, storage: openStorage(config) });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(`Restored ${rows} rows of ${tables.length} tables and ${blobs.length} attachments, as they were at ${at}, in ${((performance.now() - began) / 1_000).toFixed(1)} s.`);
    if (keyCheck !== keyCheckOf(config.secretKey)) console.log('The key is another one than that of the backup: people sign in again, and stored secrets (mail password, tokens of integrations) must be set again or the old key put back.');
    const findings = await runChecks(url, checks);
    console.log(reportOf(findings));
    return findings.some(({ violations }) => violations.length > 0) ? 1 : 0;
  });
});
