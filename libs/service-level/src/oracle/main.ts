import { difference } from './compare';
import { randomCase } from './histories';

/* npm run sla:oracle -- [--cases N] [--seed S]: random histories against the slow oracle; a difference prints its seed, which replays it. */
const option = (name: string, fallback: number): number => Number(process.argv[process.argv.indexOf(`--${name}`) + 1 || process.argv.length] ?? fallback);

const cases = option('cases', 10_000);
const first = option('seed', 1);
let differences = 0;
for (let seed = first; seed < first + cases; seed++) {
  const found = difference(randomCase(seed, 3));
  if (found === null) continue;
  differences++;
  process.stdout.write(`seed ${seed}: ${found}\n`);
}
process.stdout.write(`${cases} histories, ${differences} differences\n`);
process.exitCode = differences === 0 ? 0 : 1;
