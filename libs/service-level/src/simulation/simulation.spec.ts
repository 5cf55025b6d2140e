import { simulateSeed } from './simulation';

describe('simulated tickets and workers', () => {
  it('are the same for the same seed', () => expect(simulateSeed(42)).toEqual(simulateSeed(42)));

  it.each([['withoutLocks', 'I13'], ['toldApart', 'I13'], ['forgetsFired', 'I13']] as const)('would notice a store with the fault %s', (fault, promise) => {
    const found = Array.from({ length: 12 }, (_, seed) => simulateSeed(seed + 1, { [fault]: true }).broken).filter((broken) => broken?.startsWith(promise));
    expect(found.length).toBeGreaterThan(0);
  });
});
