/* How instants, durations and numbers are written (ux.md §2.10). Pure: language, zone and "now" are arguments. */

export type Locale = 'uk' | 'en';

/** en-US would give 12 hours and weeks from Sunday. */
export const TAGS: Readonly<Record<Locale, string>> = { uk: 'uk-UA', en: 'en-GB' };

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const formats = new Map<string, Intl.DateTimeFormat>();

export function dateFormat(locale: Locale, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(TAGS[locale], { ...options, timeZone });
    formats.set(key, format);
  }
  return format;
}

/** `2026-11-23` of that instant in that zone. */
export function dayOf(at: Date, timeZone: string): string {
  let format = formats.get(`day ${timeZone}`);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(`day ${timeZone}`, format);
  }
  return format.format(at);
}

/** Whole calendar days from `now` to `at` in that zone: 0 today, 1 tomorrow, -1 yesterday. */
export const daysBetween = (now: Date, at: Date, timeZone: string): number => Math.round((Date.parse(dayOf(at, timeZone)) - Date.parse(dayOf(now, timeZone))) / (DAY * 1000));

const clockTime = (at: Date, locale: Locale, timeZone: string): string => dateFormat(locale, timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);

/** `пн, 23 лист. 2026, 14:05`: for tooltips, the timeline and exports. */
export function absolute(at: Date, locale: Locale, timeZone: string): string {
  const date = dateFormat(locale, timeZone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(at).replace(/ р\.$/, '');
  return `${date}, ${clockTime(at, locale, timeZone)}`;
}

const NEAR: Readonly<Record<Locale, Readonly<Record<number, string>>>> = {
  uk: { [-1]: 'учора', 0: 'сьогодні', 1: 'завтра' },
  en: { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' },
};

/** `сьогодні, 16:00`, `завтра, 09:00`, `пт, 27 лист., 14:05`; the year only where it differs. */
export function calendarMoment(at: Date, now: Date, locale: Locale, timeZone: string): string {
  return `${calendarDate(at, now, locale, timeZone)}, ${clockTime(at, locale, timeZone)}`;
}

export function calendarDate(at: Date, now: Date, locale: Locale, timeZone: string): string {
  const days = daysBetween(now, at, timeZone);
  const near = NEAR[locale][days];
  if (near) return near;
  const sameYear = dayOf(at, timeZone).slice(0, 4) === dayOf(now, timeZone).slice(0, 4);
  if (!sameYear) return dateFormat(locale, timeZone, { day: '2-digit', month: '2-digit', year: 'numeric' }).format(at);
  return dateFormat(locale, timeZone, { weekday: Math.abs(days) < 7 ? 'short' : undefined, day: 'numeric', month: 'short' }).format(at);
}

/** In lists: relative within 24 hours, then the day. */
export function relative(at: Date, now: Date, locale: Locale, timeZone: string): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const size = Math.abs(seconds);
  if (size >= DAY) return calendarMoment(at, now, locale, timeZone);
  if (size < 45) return seconds <= 0 ? { uk: 'щойно', en: 'just now' }[locale] : { uk: 'зараз', en: 'now' }[locale];
  const format = relativeFormat(locale);
  return size < HOUR - 30 ? format.format(Math.sign(seconds) * Math.max(1, Math.round(size / MINUTE)), 'minute') : format.format(Math.sign(seconds) * Math.round(size / HOUR), 'hour');
}

const relativeFormats = new Map<Locale, Intl.RelativeTimeFormat>();
function relativeFormat(locale: Locale): Intl.RelativeTimeFormat {
  let format = relativeFormats.get(locale);
  if (!format) {
    format = new Intl.RelativeTimeFormat(TAGS[locale], { numeric: 'always', style: 'short' });
    relativeFormats.set(locale, format);
  }
  return format;
}

const UNITS: Readonly<Record<Locale, { day: string; workingDay: string; hour: string; minute: string; second: string; less: string }>> = {
  uk: { day: 'дн.', workingDay: 'роб. дн.', hour: 'год', minute: 'хв', second: 'с', less: 'менш як 1 хв' },
  en: { day: 'd', workingDay: 'working d', hour: 'h', minute: 'min', second: 's', less: 'under 1 min' },
};
const NBSP = '\u00a0';

/**
 * At most two units: `1 год 20 хв`. `workingDaySeconds` = the length of that calendar's day where the seconds are working time; without it days are of 24 hours.
 * Below a minute only "менш як 1 хв" is said: nobody plans by seconds.
 */
export function duration(seconds: number, locale: Locale, workingDaySeconds?: number): string {
  const units = UNITS[locale];
  const rest = Math.max(0, Math.round(seconds));
  if (rest < MINUTE) return units.less;
  const dayLength = workingDaySeconds ?? DAY;
  let days = Math.floor(rest / dayLength);
  let hours = Math.floor((rest - days * dayLength) / HOUR);
  let minutes = Math.round((rest - days * dayLength - hours * HOUR) / MINUTE);
  if (days > 0 && minutes >= 30) {
    hours += 1;
    minutes = 0;
  }
  if (minutes === 60) {
    hours += 1;
    minutes = 0;
  }
  if (hours * HOUR >= dayLength) {
    days += 1;
    hours = 0;
  }
  const parts: string[] = [];
  if (days > 0) parts.push(`${days}${NBSP}${workingDaySeconds === undefined ? units.day : units.workingDay}`);
  if (hours > 0) parts.push(`${hours}${NBSP}${units.hour}`);
  if (days === 0 && minutes > 0) parts.push(`${minutes}${NBSP}${units.minute}`);
  return parts.join(' ');
}

/** `1 234 567,89` with no-break spaces. */
export const decimal = (value: number, locale: Locale, digits = 2): string => new Intl.NumberFormat(TAGS[locale], { maximumFractionDigits: digits }).format(value);

/** `97,5 %` in Ukrainian (with a no-break space), `97.5%` in English. */
export const percent = (share: number, locale: Locale, digits = 1): string => `${decimal(share * 100, locale, digits)}${locale === 'uk' ? NBSP : ''}%`;

/** `1,5 МБ`. */
export function fileSize(bytes: number, locale: Locale): string {
  const names = locale === 'uk' ? ['Б', 'КБ', 'МБ', 'ГБ'] : ['B', 'KB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < names.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${decimal(value, locale, value < 10 && unit > 0 ? 1 : 0)}${NBSP}${names[unit] ?? ''}`;
}
