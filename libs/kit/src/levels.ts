/** Impact, urgency and criticality (`domain.md` §3). */
export const LEVELS = ['high', 'medium', 'low'] as const;
export type Level = (typeof LEVELS)[number];

/** P1…P5 (`domain.md` §3). */
export const PRIORITIES = [1, 2, 3, 4, 5] as const;
export type Priority = (typeof PRIORITIES)[number];

export const LOCALES = ['uk', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const CHANNELS = ['portal', 'email', 'phone', 'walk_in', 'chat', 'event', 'api'] as const;
export type Channel = (typeof CHANNELS)[number];
