import { csv, fileName } from '@opora/kit';
import fc from 'fast-check';
import { balance, compliance, daysBetween, heat, median, monthsOf, periodOf, previousOf, sameHours, usual, weekdayOf } from '.';

describe('periods', () => {
  it('whole months stand beside whole months, other days beside as many', () => {
    expect(previousOf(periodOf('2026-03-01', '2026-03-31', 'Europe/Kyiv'))).toMatchObject({ from: '2026-02-01', to: '2026-02-28' });
    expect(previousOf(periodOf('2026-01-01', '2026-03-31', 'Europe/Kyiv'))).toMatchObject({ from: '2025-10-01', to: '2025-12-31' });
    expect(previousOf(periodOf('2026-03-02', '2026-03-08', 'Europe/Kyiv'))).toMatchObject({ from: '2026-02-23', to: '2026-03-01' });
  });
  it('a day that the clocks change is as long as it is', () => {
    const { start, end } = periodOf('2026-03-29', '2026-03-29', 'Europe/Kyiv');
    expect([start.toISOString(), end.toISOString()]).toEqual(['2026-03-28T22:00:00.000Z', '2026-03-29T21:00:00.000Z']);
  });
  it('months are cut to the period and leave no gap', () => {
    const months = monthsOf(periodOf('2026-01-15', '2026-03-10', 'Europe/Kyiv'));
    expect(months.map(({ key }) => key)).toEqual(['2026-01', '2026-02', '2026-03']);
    expect(months[0]?.start.toISOString()).toBe('2026-01-14T22:00:00.000Z');
    expect(months[1]?.end).toEqual(months[2]?.start);
    expect(daysBetween('2026-01-15', '2026-03-10')).toBe(55);
  });
  it('the same hours of weeks before, over a change of the clocks', () => {
    const [today, before] = sameHours(new Date('2026-03-30T09:00:00Z'), 'Europe/Kyiv', 1);
    expect([today?.end.toISOString(), before?.end.toISOString()]).toEqual(['2026-03-30T09:00:00.000Z', '2026-03-23T10:00:00.000Z']);
  });
});

describe('figures', () => {
  it('nothing decided is no compliance, neither 0 nor 100 %', () => {
    expect(compliance({ met: 0, breached: 0 })).toBeNull();
    expect(compliance({ met: 3, breached: 1 })).toBe(0.75);
  });
  it('usual is the middle half, of enough weeks', () => {
    expect(usual([1, 2, 3])).toBeNull();
    expect(usual([10, 30, 20, 40, 50])).toEqual({ low: 20, median: 30, high: 40 });
    expect(median([4, 1, 3])).toBe(3);
    expect(median([])).toBeNull();
  });
  it('what is left follows from what came and went', () => {
    expect(balance(5, [{ came: 3, went: 1 }, { came: 0, went: 7 }])).toEqual([7, 0]);
  });
});

describe('heat', () => {
  it('knows every weekday as the calendar does', () => {
    fc.assert(fc.property(fc.date({ min: new Date('1990-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }), (date) => expect(weekdayOf(date.toISOString().slice(0, 10))).toBe(date.getUTCDay() || 7)));
  });
  it('a Monday on which nothing came counts too', () => {
    const { cells, days } = heat([{ at: '2026-11-02 10', n: 4 }], ['2026-11-02', '2026-11-03', '2026-11-09']);
    expect(days).toEqual([2, 1, 0, 0, 0, 0, 0]);
    expect(cells[10]).toEqual({ weekday: 1, hour: 10, count: 4, mean: 2, min: 0, max: 4 });
    expect(cells.reduce((sum, { count }) => sum + count, 0)).toBe(4);
  });
});

describe('tables for spreadsheets', () => {
  const line = (value: string | number | null): string => csv({ name: 'x', head: [], rows: [[value]] }).split('\r\n').slice(1, -1).join('\r\n');
  it.each(['=HYPERLINK("http://evil","x")', '+1', '-1+1', '@SUM(1)', '\t=1', '\r=1', '\n1', '＝1', '＋1', '－1', '＠x', '  =1', '"=1', "'=1", '\u200b=1', '\ufeff=1'])('%j becomes no formula', (text) => {
    expect(line(text)).toMatch(/^"?'/);
  });
  it('numbers of ours stay numbers, nothing is nothing', () => {
    expect([line(-5), line(1.5), line(null)]).toEqual(['-5', '1.5', '']);
  });
  it('quotes, separators and lines are kept; a cell has an end', () => {
    expect(line('a"b,c')).toBe('"a""b,c"');
    expect(line('a\nb')).toBe('"a\nb"');
    expect(line('x\u0000y')).toBe('xy');
    expect(line('ї'.repeat(40_000))).toHaveLength(32_767);
  });
  it('no text leaves its cell', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      const read = line(text);
      expect(read.startsWith('"') ? read.slice(1, -1).replaceAll('""', '').includes('"') : /[",\r\n]/.test(read)).toBe(false);
    }));
  });
  it('a file is called by letters and digits', () => {
    expect(fileName('../../etc/passwd')).toBe('etc-passwd');
    expect(fileName('Звіт')).toBe('report');
  });
});
