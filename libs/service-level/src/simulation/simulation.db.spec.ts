import { simulateSeed } from './simulation';

/* Pure, but too long for the quick specs: it stands with the tests that take seconds. */
it('simulated tickets and workers break no promise about clocks in a thousand seeds', () => {
  let fired = 0;
  for (let seed = 1; seed <= 1_000; seed++) {
    const run = simulateSeed(seed);
    fired += run.fired;
    if (run.broken !== null) throw new Error(`seed ${seed} (npm run sla:sim -- --seed ${seed}): ${run.broken}\n${run.actions.join('\n')}`);
  }
  expect(fired).toBeGreaterThan(1_000);
}, 120_000);
