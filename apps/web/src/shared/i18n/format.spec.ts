import { absolute, calendarMoment, duration, fileSize, percent, relative } from './format';

const kyiv = 'Europe/Kyiv';
const now = new Date('2026-11-23T12:05:00Z'); // 14:05 in Kyiv, a Monday
const at = (iso: string): Date => new Date(iso);
const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ');

describe('Moments in words', () => {
  it('speaks of today, tomorrow and yesterday of the reader’s zone', () => {
    expect(calendarMoment(at('2026-11-23T14:00:00Z'), now, 'uk', kyiv)).toBe('сьогодні, 16:00');
    expect(calendarMoment(at('2026-11-23T22:30:00Z'), now, 'uk', kyiv)).toBe('завтра, 00:30');
    expect(calendarMoment(at('2026-11-23T22:30:00Z'), now, 'en', 'UTC')).toBe('today, 22:30');
    expect(calendarMoment(at('2026-11-22T10:00:00Z'), now, 'uk', kyiv)).toBe('учора, 12:00');
  });

  it('names the weekday within a week and the year where it is another', () => {
    expect(plain(calendarMoment(at('2026-11-27T12:05:00Z'), now, 'uk', kyiv))).toBe('пт, 27 лист., 14:05');
    expect(plain(calendarMoment(at('2025-11-21T12:05:00Z'), now, 'uk', kyiv))).toBe('21.11.2025, 14:05');
    expect(plain(absolute(now, 'uk', kyiv))).toBe('пн, 23 лист. 2026, 14:05');
    expect(plain(absolute(now, 'en', kyiv))).toBe('Mon, 23 Nov 2026, 14:05');
  });

  it('is relative for a day only', () => {
    expect(plain(relative(at('2026-11-23T12:03:00Z'), now, 'uk', kyiv))).toBe('2 хв тому');
    expect(plain(relative(at('2026-11-23T14:05:00Z'), now, 'uk', kyiv))).toBe('через 2 год');
    expect(relative(at('2026-11-21T12:05:00Z'), now, 'uk', kyiv)).toContain('21');
    expect(relative(now, now, 'uk', kyiv)).toBe('щойно');
  });
});

describe('Durations', () => {
  it.each([
    [4800, '1 год 20 хв'],
    [59, 'менш як 1 хв'],
    [3599, '1 год'],
    [60, '1 хв'],
    [86_400 + 3 * 3600 + 100, '1 дн. 3 год'],
    [86_399, '1 дн.'],
  ])('%i s = %s', (seconds, words) => expect(plain(duration(seconds, 'uk'))).toBe(words));

  it('counts working days by the calendar’s day, never by 24 hours', () => {
    expect(plain(duration(2 * 28_800 + 3 * 3600, 'uk', 28_800))).toBe('2 роб. дн. 3 год');
    expect(plain(duration(28_799, 'uk', 28_800))).toBe('1 роб. дн.');
  });
});

describe('Numbers', () => {
  it('puts a no-break space before the Ukrainian per cent sign', () => {
    expect(percent(0.975, 'uk')).toBe('97,5\u00a0%');
    expect(percent(0.975, 'en')).toBe('97.5%');
    expect(fileSize(1_572_864, 'uk')).toBe('1,5\u00a0МБ');
  });
});
