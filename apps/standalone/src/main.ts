import { sentenceOf } from './failure';
import { Launcher, type Started } from './launcher';

/* A terminal sends Ctrl-C to npm and to this process, and npm passes it on: what follows at once is the same wish, not a second one. */
const SAME_WISH = 1_000;
const ACCOUNTS: readonly (readonly [string, string])[] = [
  ['employee', 'reports failures, follows her tickets'],
  ['employee2', 'an employee of another department'],
  ['dispatcher', 'first line: queue, triage'],
  ['dispatcher2', 'first line'],
  ['specialist', 'second line: solves'],
  ['supplier', 'an outside company'],
  ['manager', 'figures, agreements'],
  ['admin', 'people, groups, settings'],
  ['auditor', 'reads, changes nothing'],
];

async function main(): Promise<void> {
  const began = performance.now();
  const launcher = new Launcher(process.env, (sentence) => {
    console.error(sentence);
    launcher.kill();
    void launcher.stop().finally(() => process.exit(1));
  });
  let asked = 0;
  const stop = (): void => {
    const now = performance.now();
    if (asked === 0) {
      asked = now;
      console.log('\nStopping…');
      void launcher.stop().then(() => process.exit(0));
    } else if (now - asked > SAME_WISH) {
      launcher.kill();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  try {
    console.log(await launcher.start().then((started) => greeting(started, (performance.now() - began) / 1_000)));
  } catch (error) {
    if (asked) return;
    console.error(sentenceOf(error));
    launcher.kill();
    await launcher.stop();
    process.exit(1);
  }
}

function greeting({ address, demo, firstAdministrator, quarantined }: Started, seconds: number): string {
  const lines = ['', `Opora is ready in ${seconds.toFixed(1)} s:  ${address}`, ''];
  if (demo) {
    const width = Math.max(...ACCOUNTS.map(([name]) => name.length));
    lines.push('Demonstration accounts, password opora-demo:', ...ACCOUNTS.map(([name, what]) => `  ${`${name}@demo.opora.test`.padEnd(width + 18)}${what}`), '');
  }
  if (firstAdministrator) lines.push('The first administrator signs in once through this link:', `  ${firstAdministrator}`, '');
  if (quarantined) lines.push('Restored copy in quarantine: no letter is sent and nothing falls due until  npm run restore -- --release', '');
  lines.push('Ctrl-C stops it.');
  return lines.join('\n');
}

void main();
