import { openStorage } from '@opora/platform';
import { keyCheckOf } from './backup/manifest';
import { releaseRestored, restoreBackup } from './backup/restore';
import { checks } from './check/registry';
import { reportOf, runChecks } from './check/run';
import { onInstallation, option } from './commands';
import { command, Failure } from './failure';

/* npm run restore -- --from DIR: into an empty installation, then every check; it stays in quarantine until npm run restore -- --release. */
command(async () => {
  if (process.argv.includes('--release')) return release();
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
    console.log('This copy is in quarantine: people can sign in and look, but no letter is sent and nothing falls due, since the original may still run. Where this is to take its place: npm run restore -- --release');
    return findings.some(({ violations }) => violations.length > 0) ? 1 : 0;
  });
});

const release = (): Promise<number> =>
  onInstallation(process.env, { existing: true }, async ({ url }) => {
    console.log((await releaseRestored(url)) ? 'Released: from now on letters are sent and what is due acts.' : 'Nothing to release: this is no restored copy in quarantine.');
    return 0;
  });
