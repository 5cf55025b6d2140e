import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { absolute, calendarDate, calendarMoment, decimal, duration, fileSize, type Locale, percent, relative } from './format';
import { hasText, loadTexts, onTexts, say, type TextKey, textsRevision, type Values } from './texts';

export type Translate = (key: TextKey, values?: Values) => string;

export interface I18n {
  locale: Locale;
  timeZone: string;
  t: Translate;
  /** The text of a key that is made of data (`ticket.state.` + state); `otherwise` where there is none. */
  tOr: (key: string, otherwise: string, values?: Values) => string;
  setLocale: (locale: Locale) => void;
  setTimeZone: (timeZone: string) => void;
  format: {
    absolute: (at: Date) => string;
    moment: (at: Date, now: Date) => string;
    day: (at: Date, now: Date) => string;
    relative: (at: Date, now: Date) => string;
    duration: (seconds: number, workingDaySeconds?: number) => string;
    number: (value: number, digits?: number) => string;
    percent: (share: number, digits?: number) => string;
    fileSize: (bytes: number) => string;
  };
}

const Context = createContext<I18n | null>(null);
const KEPT = 'opora.locale';

export const browserTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone.replace('Europe/Kiev', 'Europe/Kyiv');

/** The language that the page was painted in first (public/first-paint.js). */
export const firstLocale = (): Locale => (document.documentElement.lang === 'en' ? 'en' : 'uk');

let current: Locale = 'uk';
/** For what is not a component: the fetcher's Accept-Language, the router's loaders. */
export const currentLocale = (): Locale => current;
export function startLocale(): Locale {
  current = firstLocale();
  return current;
}

export function I18nProvider({ children }: { children: ReactNode }): ReactNode {
  const [locale, setShown] = useState<Locale>(current);
  const [timeZone, setTimeZone] = useState(browserTimeZone);
  const revision = useSyncExternalStore(onTexts, textsRevision);

  const setLocale = useCallback((next: Locale) => {
    current = next;
    try {
      localStorage.setItem(KEPT, next);
    } catch {
      /* Kept for this visit alone. */
    }
    void loadTexts(next).then(() => setShown(next));
  }, []);

  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);

  const value = useMemo<I18n>(
    () => ({
      locale,
      timeZone,
      t: (key, values) => say(locale, key, values),
      tOr: (key, otherwise, values) => (hasText(locale, key) ? say(locale, key, values) : otherwise),
      setLocale,
      setTimeZone,
      format: {
        absolute: (at) => absolute(at, locale, timeZone),
        moment: (at, now) => calendarMoment(at, now, locale, timeZone),
        day: (at, now) => calendarDate(at, now, locale, timeZone),
        relative: (at, now) => relative(at, now, locale, timeZone),
        duration: (seconds, day) => duration(seconds, locale, day),
        number: (number, digits) => decimal(number, locale, digits),
        percent: (share, digits) => percent(share, locale, digits),
        fileSize: (bytes) => fileSize(bytes, locale),
      },
    }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a new catalogue changes what `t` says
    [locale, timeZone, setLocale, revision],
  );
  return <Context value={value}>{children}</Context>;
}

export function useI18n(): I18n {
  const value = useContext(Context);
  if (!value) throw new Error('useI18n outside of I18nProvider');
  return value;
}

export const useT = (): Translate => useI18n().t;
