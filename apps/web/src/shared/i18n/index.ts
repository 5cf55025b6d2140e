export type { Locale } from './format';
export { dateFormat, dayOf, daysBetween, TAGS } from './format';
export { serverNow, serverTime, useNow } from './now';
export { browserTimeZone, currentLocale, type I18n, I18nProvider, startLocale, type Translate, useI18n, useT } from './provider';
export { loadTexts, type Part, type TextKey, type Values } from './texts';
