import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Config, Sweeps, Timers } from '@opora/platform';
import { apiModule } from '../../../api/src/api.module';

const ROUNDS = 200;

/* What the worker's look costs when nothing is due: all sweeps, one after another, in a process of its own; prints milliseconds, p50 and p95. */
async function main(): Promise<void> {
  const app = await NestFactory.createApplicationContext(apiModule(new Config(process.env)), { abortOnError: false, logger: ['error'] });
  const [timers, sweeps] = [app.get(Timers), app.get(Sweeps).all()];
  const looks = [() => timers.sweep(), ...sweeps.map((sweep) => () => sweep.sweep())];
  const took: number[] = [];
  for (let round = -20; round < ROUNDS; round++) {
    const begun = performance.now();
    for (const look of looks) await look();
    if (round >= 0) took.push(performance.now() - begun);
  }
  took.sort((a, b) => a - b);
  console.log(JSON.stringify({ p50: took[ROUNDS / 2], p95: took[Math.floor(ROUNDS * 0.95)] }));
  await app.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
