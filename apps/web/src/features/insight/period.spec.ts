import { isDay, length, months, preset, presetOf, shifted, spell, yearUntil } from './period';

describe('the period of a report', () => {
  it('moves by whole months where it is whole months', () => {
    expect(shifted({ from: '2026-03-01', to: '2026-03-31' }, -1)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(shifted({ from: '2026-10-01', to: '2026-12-31' }, 1)).toEqual({ from: '2027-01-01', to: '2027-03-31' });
    expect(months({ from: '2026-10-01', to: '2026-12-31' })).toBe(3);
  });
  it('else by as many days', () => {
    expect(shifted({ from: '2026-03-02', to: '2026-03-08' }, -1)).toEqual({ from: '2026-02-23', to: '2026-03-01' });
    expect(length({ from: '2026-03-02', to: '2026-03-08' })).toBe(7);
  });
  it('has names for the usual ones', () => {
    expect(preset('lastMonth', '2026-01-15')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(preset('quarter', '2026-11-24')).toEqual({ from: '2026-10-01', to: '2026-12-31' });
    expect(presetOf({ from: '2026-11-18', to: '2026-11-24' }, '2026-11-24')).toBe('week');
    expect(yearUntil('2026-11-24')).toEqual({ from: '2025-12-01', to: '2026-11-30' });
  });
  it('is written as people write it', () => {
    expect(spell({ from: '2026-11-01', to: '2026-11-30' }, 'uk-UA')).toBe('листопад 2026');
    expect(spell({ from: '2026-11-01', to: '2026-11-30' }, 'en-GB')).toBe('November 2026');
    expect(spell({ from: '2026-11-02', to: '2026-11-08' }, 'en-GB')).toMatch(/^2\s?–\s?8 Nov 2026$/);
  });
  it('believes no address', () => {
    expect([isDay('2026-02-30'), isDay('2026-2-3'), isDay(5), isDay('2026-02-28')]).toEqual([false, false, false, true]);
  });
});
