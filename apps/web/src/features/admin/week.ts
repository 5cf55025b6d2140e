import type { Schemas } from '../../shared/api';

export type Week = Schemas['WeekIntervalBody'][];
export type Exceptions = Schemas['ExceptionalDayBody'][];

const PIECE = /^([01]?\d|2[0-3]):([0-5]\d)\s*[-–—]\s*(?:([01]?\d|2[0-3]):([0-5]\d)|24:00)$/;

const clock = (text: string): string => {
  const [hours = '', minutes = ''] = text.trim().split(':');
  return `${hours.padStart(2, '0')}:${minutes}`;
};

/** "9:00–13:00, 14:00–18:00" as intervals; null where it is none. Empty is a closed day. */
export function typed(text: string): { from: string; to: string }[] | null {
  const pieces = text.split(/[,;]/).map((piece) => piece.trim()).filter((piece) => piece !== '');
  if (!pieces.every((piece) => PIECE.test(piece))) return null;
  return pieces.map((piece) => {
    const [from = '', to = ''] = piece.split(/[-–—]/);
    return { from: clock(from), to: clock(to) };
  });
}

export const spelled = (pieces: readonly { from: string; to: string }[]): string => pieces.map(({ from, to }) => `${from}–${to}`).join(', ');

const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** The pieces of a day as shares of 24 hours; what passes midnight goes to the end of the day, its rest begins the next. */
export function bands(week: readonly { day: number; from: string; to: string }[], day: number): { start: number; length: number }[] {
  const own = week.filter((piece) => piece.day === day).map(({ from, to }) => ({ start: minutes(from), end: minutes(to) <= minutes(from) ? 1440 : minutes(to) }));
  const before = week.filter((piece) => piece.day === (day === 1 ? 7 : day - 1) && minutes(piece.to) <= minutes(piece.from) && minutes(piece.to) > 0).map(({ to }) => ({ start: 0, end: minutes(to) }));
  return [...before, ...own].map(({ start, end }) => ({ start: (start / 1440) * 100, length: ((end - start) / 1440) * 100 }));
}

export type DayKind = 'open' | 'closed' | 'holiday' | 'short';

/** What kind of day a date is, for the year view. */
export function kindOf(week: Week, exceptions: Exceptions, date: string): { kind: DayKind; name: string | null } {
  const special = exceptions.find((day) => day.date === date);
  if (special) return { kind: special.intervals.length === 0 ? 'holiday' : 'short', name: special.name };
  const weekday = ((new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7) + 1;
  return { kind: week.some(({ day }) => day === weekday) ? 'open' : 'closed', name: null };
}

const UNITS: readonly (readonly [RegExp, number])[] = [[/^(?:г|h)/i, 3_600], [/^(?:хв|m|х)/i, 60], [/^(?:с|s)/i, 1]];

/** "4 год 30 хв", "90m", "4:30" as seconds; null where it is no time. A day is refused: a working day is no fixed number of hours. */
export function secondsOf(text: string): number | null {
  const clean = text.trim().replace(',', '.');
  const colon = /^(\d+):([0-5]\d)$/.exec(clean);
  if (colon) return Number(colon[1]) * 3_600 + Number(colon[2]) * 60;
  const parts = [...clean.matchAll(/(\d+(?:\.\d+)?)\s*([a-zа-яіїєґ]+)\.?/giu)];
  if (parts.length === 0 || clean.replace(/(\d+(?:\.\d+)?)\s*([a-zа-яіїєґ]+)\.?/giu, '').trim() !== '') return null;
  let sum = 0;
  for (const [, n = '', unit = ''] of parts) {
    const found = UNITS.find(([pattern]) => pattern.test(unit));
    if (!found) return null;
    sum += Number(n) * found[1];
  }
  return Number.isInteger(sum) && sum > 0 ? sum : null;
}

const DAYS = /^(\d{1,3})\s*(?:(?:роб(?:оч[а-яіїє]*)?\.?|р\.?|working)\s*)?(?:дн[а-яіїє]*|день|д|days?|d|wd)\.?$/iu;

/** What a target gives: "4 год" in working seconds, "2 роб. дні" in working days; null where it is neither. */
export function allowanceOf(text: string): { seconds: number } | { days: number } | null {
  const days = Number(DAYS.exec(text.trim())?.[1] ?? 0);
  if (days > 0 && days <= 366) return { days };
  const seconds = secondsOf(text);
  return seconds === null ? null : { seconds };
}

export const allowanceText = ({ seconds, days }: { seconds?: number | null; days?: number | null }, uk: boolean): string => (days ? (uk ? `${days} роб. дн.` : `${days} working ${days === 1 ? 'day' : 'days'}`) : durationText(seconds ?? 0, uk));

export function durationText(seconds: number, uk: boolean): string {
  const hours = Math.floor(seconds / 3_600);
  const rest = Math.round((seconds % 3_600) / 60);
  return [hours > 0 ? `${hours} ${uk ? 'год' : 'h'}` : null, rest > 0 || hours === 0 ? `${rest} ${uk ? 'хв' : 'min'}` : null].filter(Boolean).join(' ');
}
