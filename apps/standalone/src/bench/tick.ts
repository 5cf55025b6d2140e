import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { Config, Database, Sweeps, Timers } from '@opora/platform';
import { apiModule } from '../../../api/src/api.module';

const ROUNDS = 200;
/** Processes of the database tell what they did at least once in this time. */
const STATISTICS_MS = 2_500;

/* What the worker's look costs when nothing is due: all sweeps, one after another, in a process of its own; prints milliseconds, p50 and p95, and the pages of 8 KiB that the database looked at. */
async function main(): Promise<void> {
  const app = await NestFactory.createApplicationContext(apiModule(new Config(process.env)), { abortOnError: false, logger: ['error'] });
  const database = app.get(Database);
  const [timers, sweeps] = [app.get(Timers), app.get(Sweeps).all()];
  const looks = [() => timers.sweep(), ...sweeps.map((sweep) => () => sweep.sweep())];
  const took: number[] = [];
  const pages = async (): Promise<number> => {
    await delay(STATISTICS_MS);
    return (await database.sql.one<{ n: number }>('select blks_hit + blks_read as n from pg_stat_database where datname = current_database()'))?.n ?? 0;
  };
  let before = 0;
  for (let round = -20; round < ROUNDS; round++) {
    if (round === 0) before = await pages();
    const begun = performance.now();
    for (const look of looks) await look();
    if (round >= 0) took.push(performance.now() - begun);
  }
  took.sort((a, b) => a - b);
  console.log(JSON.stringify({ p50: took[ROUNDS / 2], p95: took[Math.floor(ROUNDS * 0.95)], pages: ((await pages()) - before) / ROUNDS }));
  await app.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
