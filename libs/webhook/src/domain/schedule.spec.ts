import fc from 'fast-check';
import { SCHEDULE, verdictOf, waitAfter } from './schedule';

describe('the schedule of a delivery', () => {
  it('waits longer from try to try and gives up after about three days', () => {
    expect(SCHEDULE.map((_wait, i) => waitAfter(i + 1, 0.5, null))).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);
    expect(waitAfter(SCHEDULE.length + 1, 0.5, null)).toBeNull();
    expect(SCHEDULE.reduce((sum, wait) => sum + wait, 0) / 86_400).toBeCloseTo(3.15, 1);
  });

  it('never comes earlier than it was asked to, nor waits longer than a day for that', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: SCHEDULE.length }), fc.double({ min: 0, max: 1, noNaN: true }), fc.option(fc.integer({ min: 0, max: 10_000_000 })), (attempts, chance, asked) => {
        const wait = waitAfter(attempts, chance, asked) as number;
        expect(wait).toBeGreaterThanOrEqual(Math.min(asked ?? 0, 86_400));
        expect(wait).toBeLessThanOrEqual(Math.max(86_400, (SCHEDULE[attempts - 1] as number) * 1.1));
      }),
    );
  });

  it.each([[200, 'delivered'], [204, 'delivered'], [301, 'again'], [302, 'again'], [404, 'again'], [410, 'gone'], [429, 'again'], [503, 'again'], [null, 'again']] as const)('takes %s as %s', (status, verdict) => {
    expect(verdictOf(status)).toBe(verdict);
  });
});
