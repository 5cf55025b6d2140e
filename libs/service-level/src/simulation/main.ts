import { simulateSeed } from './simulation';

/* npm run sla:sim -- [--seeds N] [--seed S]: simulated tickets and workers; a broken promise prints its seed and what was done, and the seed replays it. */
const option = (name: string, fallback: number): number => Number(process.argv[process.argv.indexOf(`--${name}`) + 1 || process.argv.length] ?? fallback);

const seeds = option('seeds', process.argv.includes('--seed') ? 1 : 10_000);
const first = option('seed', 1);
let broken = 0;
let fired = 0;
for (let seed = first; seed < first + seeds; seed++) {
  const run = simulateSeed(seed);
  fired += run.fired;
  if (run.broken === null) continue;
  broken++;
  process.stdout.write(`seed ${seed}: ${run.broken}\n  ${run.actions.join('\n  ')}\n`);
}
process.stdout.write(`${seeds} seeds, ${fired} levels acted, ${broken} broken promises\n`);
process.exitCode = broken === 0 ? 0 : 1;
