import { allowanceOf, allowanceText, bands, durationText, kindOf, secondsOf, spelled, typed } from './week';

describe('hours as they are typed', () => {
  it.each([
    ['9:00–13:00, 14:00–18:00', [{ from: '09:00', to: '13:00' }, { from: '14:00', to: '18:00' }]],
    ['22:00-6:00', [{ from: '22:00', to: '06:00' }]],
    ['00:00–24:00', [{ from: '00:00', to: '24:00' }]],
    ['', []],
    ['9–18', null],
    ['25:00–26:00', null],
  ] as const)('%s', (text, expected) => expect(typed(text)).toEqual(expected));

  it('are spelled as they would be typed', () => expect(typed(spelled([{ from: '09:00', to: '18:00' }]))).toEqual([{ from: '09:00', to: '18:00' }]));

  it('are drawn over midnight on both days', () => {
    const week = [{ day: 1, from: '22:00', to: '06:00' }];
    expect(bands(week, 1)).toEqual([{ start: (22 / 24) * 100, length: (2 / 24) * 100 }]);
    expect(bands(week, 2)).toEqual([{ start: 0, length: 25 }]);
  });
});

it('a day of the year is open, closed, a holiday or a short one', () => {
  const week = [{ day: 1, from: '09:00', to: '18:00' }];
  const exceptions = [{ date: '2026-12-28', name: 'Свято', intervals: [] }, { date: '2026-12-21', name: 'Скорочений', intervals: [{ from: '09:00', to: '12:00' }] }];
  expect(['2026-12-14', '2026-12-15', '2026-12-21', '2026-12-28'].map((date) => kindOf(week, exceptions, date).kind)).toEqual(['open', 'closed', 'short', 'holiday']);
});

describe('what a target gives as it is typed', () => {
  it.each([['2 роб. дні', { days: 2 }], ['1 робочий день', { days: 1 }], ['5 рд', { days: 5 }], ['3 working days', { days: 3 }], ['1d', { days: 1 }], ['4 год', { seconds: 14_400 }], ['0 днів', null], ['1 день 2 год', null], ['500 днів', null]] as const)('%s', (text, expected) => expect(allowanceOf(text)).toEqual(expected));
  it.each([{ days: 1 }, { days: 5 }, { seconds: 5_400 }])('%j is read back as it is written', (given) => expect([allowanceOf(allowanceText(given, true)), allowanceOf(allowanceText(given, false))]).toEqual([given, given]));
});

describe('a duration as it is typed', () => {
  it.each([['4 год', 14_400], ['4:30', 16_200], ['90 хв', 5_400], ['1h 15m', 4_500], ['1,5 год', 5_400], ['30 min', 1_800], ['4', null], ['1 д', null], ['1 рд', null], ['швидко', null], ['0 хв', null]] as const)('%s', (text, expected) => expect(secondsOf(text)).toBe(expected));
  it.each([60, 5_400, 14_400, 90_000])('%d s are read back as they are written', (seconds) => {
    expect(secondsOf(durationText(seconds, true))).toBe(seconds);
    expect(secondsOf(durationText(seconds, false))).toBe(seconds);
  });
});
