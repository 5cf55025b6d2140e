import { checks } from './check/registry';
import { reportOf, runChecks } from './check/run';
import { onInstallation } from './commands';
import { command } from './failure';

/* npm run check: every invariant of security.md A that concerns what is built, on the living data; ends with 1 where one is broken. */
command(() =>
  onInstallation(process.env, { existing: true }, async ({ url }) => {
    const findings = await runChecks(url, checks);
    console.log(reportOf(findings));
    return findings.some(({ violations }) => violations.length > 0) ? 1 : 0;
  }),
);
